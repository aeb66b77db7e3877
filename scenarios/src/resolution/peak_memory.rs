//! The highest resident memory of this process over a stretch of work.

use std::fs;

const STATUS: &str = "/proc/self/status";
const CLEAR: &str = "/proc/self/clear_refs";
/// Written to [`CLEAR`], it lets the kernel forget the peak so far: see `man 5 proc`.
const FORGET_PEAK: &str = "5";
/// A peak that was forgotten is near what is resident then (bytes).
const NEAR: f64 = 16.0 * 1024.0 * 1024.0;

/// What the measurement means, for records.
pub(super) const MEANING: &str = "highest resident memory (VmHWM) of the whole process while the run of a size was \
     made, the inputs in memory included; the peak is reset before each run through /proc/self/clear_refs; \
     none where the system cannot reset it";

/// A stretch of work, from its begin.
pub(super) struct PeakMemory {
    forgotten: bool,
}

impl PeakMemory {
    pub(super) fn start() -> Self {
        let written = fs::write(CLEAR, FORGET_PEAK).is_ok();
        let near = || Some(status("VmHWM:")? - status("VmRSS:")? < NEAR);
        Self {
            forgotten: written && near().unwrap_or(false),
        }
    }

    /// The peak since the begin (bytes); none where the system does not tell.
    pub(super) fn stop(self) -> Option<f64> {
        self.forgotten.then(|| status("VmHWM:")).flatten()
    }
}

/// A line of the process status that is told in kB (bytes).
fn status(name: &str) -> Option<f64> {
    let text = fs::read_to_string(STATUS).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(1024.0 * kilobytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_touched_is_in_the_peak() {
        let before = status("VmRSS:");
        let stretch = PeakMemory::start();
        let touched = vec![1_u8; 1 << 26];
        assert_eq!(std::hint::black_box(&touched).len(), 1 << 26);
        let (Some(before), Some(peak)) = (before, stretch.stop()) else {
            eprintln!("skipped: this system does not tell the peak of a process");
            return;
        };
        assert!(
            peak > before + 0.9 * f64::from(1 << 26),
            "{peak} after {before}"
        );
    }
}
