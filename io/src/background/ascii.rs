//! What GDAL lets pass in an ESRI ASCII grid: it takes missing cells as 0 and words as far as they
//! are numbers.

use std::path::Path;

use crate::error::{Fault, Result, read_text};
use crate::number::Rule;

const VALUE: Rule = Rule::any("a concentration in ug/m3");

/// Checks that all `cells` of the grid are there, and that they are numbers.
pub(super) fn check(file: &Path, cells: usize) -> Result<()> {
    let text = read_text(file)?;
    let mut found = 0;
    for (line, text) in (1_u64..).zip(text.lines()) {
        if is_header(text) {
            continue;
        }
        for word in text.split_whitespace() {
            // GDAL writes values that are missing as nan
            let missing = word.eq_ignore_ascii_case("nan");
            if !missing {
                VALUE
                    .parse(word)
                    .map_err(|fault| fault.at(file).line(line))?;
            }
            found += 1;
        }
    }
    if found == cells {
        return Ok(());
    }
    Err(Fault::new(format!("{cells} cells, as its header says"))
        .found(format!("{found} of them"))
        .at(file))
}

fn is_header(line: &str) -> bool {
    let word = line
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    [
        "ncols", "nrows", "xll", "yll", "cellsize", "dx", "dy", "nodata",
    ]
    .iter()
    .any(|key| word.starts_with(key))
}
