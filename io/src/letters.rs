//! The letters of drawings by plotters: DejaVu Sans, which the program carries.

use plotters::style::{FontStyle, register_font};

/// The family under which drawings ask for letters.
pub const LETTERS: &str = "sans-serif";

/// Makes the letters known; drawings by plotters that measure words need them.
///
/// # Errors
/// When plotters does not take them, with why; a test sees that it does.
///
/// ```
/// pluim_io::letters::provide_letters()?;
/// # Ok::<(), &str>(())
/// ```
pub fn provide_letters() -> Result<(), &'static str> {
    let letters = [
        (FontStyle::Normal, dejavu::sans::regular()),
        (FontStyle::Bold, dejavu::sans::bold()),
    ];
    for (style, bytes) in letters {
        register_font(LETTERS, style, bytes).map_err(|_| "the letters are not those of a font")?;
    }
    Ok(())
}
