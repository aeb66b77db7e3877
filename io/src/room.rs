//! How much room there is on the disk and in memory, where the system tells.

use std::fs;
use std::path::Path;

/// Bytes that can still be written below `folder`, which need not exist yet.
#[must_use]
pub fn on_disk(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let there = folder.ancestors().find(|it| it.is_dir());
        let there = there.unwrap_or(Path::new("."));
        let told = rustix::fs::statvfs(there).ok()?;
        Some(told.f_bavail.saturating_mul(told.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// Bytes of memory that can be had without swapping.
#[must_use]
pub fn in_memory() -> Option<u64> {
    let told = fs::read_to_string("/proc/meminfo").ok()?;
    let line = told
        .lines()
        .find_map(|it| it.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes.saturating_mul(1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn there_is_some_room() {
        assert!(on_disk(Path::new("no/such/folder")).unwrap() > 0);
        assert!(in_memory().unwrap() > 1 << 20);
    }
}
