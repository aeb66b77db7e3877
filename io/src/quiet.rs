//! Keeping GDAL from writing to the terminal.

use std::sync::Once;

/// Stops GDAL from printing its messages; errors still come back as results. Safe to call often.
///
/// The readers of vectors and backgrounds call it; a program that wants no other output calls it
/// once when it starts.
pub fn quiet_gdal() {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| gdal::config::set_error_handler(|_, _, _| {}));
}
