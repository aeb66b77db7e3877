//! Ctrl-C: the program stops at once, and a run can go on later.
//!
//! Results appear by rename and finished parts are kept as a run proceeds, so that nothing has to
//! be tidied up: stopping is as safe as losing power.

#[cfg(unix)]
use std::io::Write;

use crate::error::Result;

/// What is said at the end.
#[cfg(unix)]
const MESSAGE: &str = "pluim: stopped; a run goes on from its finished parts when started again";

/// Lets Ctrl-C and a request to end stop the program with the exit code that shells expect, 128
/// plus the number of the signal.
///
/// # Errors
/// When the system does not allow it.
#[cfg(unix)]
pub fn stop_when_asked() -> Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level;

    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            // nobody may be left to read it, which must not keep the program from stopping
            let _ = writeln!(std::io::stderr(), "{MESSAGE}");
            low_level::exit(128 + signal);
        }
    });
    Ok(())
}

/// Elsewhere the system stops the program by itself.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn stop_when_asked() -> Result<()> {
    Ok(())
}
