//! A command run to its end, with what it took.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a command took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finished {
    /// From its start to its end (s).
    pub seconds: f64,
    /// Its largest memory (GB), as the system counts it; the last 20 ms of the run are not seen.
    pub peak: f64,
}

/// Runs `program` with `arguments`.
///
/// # Errors
/// When it cannot be started, or fails.
pub fn run(program: &Path, arguments: &[&str]) -> io::Result<Finished> {
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .spawn()?;
    let mut peak = 0.0_f64;
    let status = loop {
        peak = peak.max(resident(child.id()).unwrap_or(0.0));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    if !status.success() {
        let command = arguments.join(" ");
        return Err(io::Error::other(format!("pluim {command}: {status}")));
    }
    Ok(Finished {
        seconds: start.elapsed().as_secs_f64(),
        peak,
    })
}

/// The high-water mark of a process (GB), where the system tells it.
fn resident(id: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1e6)
}
