//! Whether the hours of a file follow one another.

use std::path::Path;

use super::Stamp;
use super::surface::SurfaceRecord;
use crate::error::{InputError, Result};

/// What to do about hours that do not follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateChecks {
    /// Refuse the file; only whole years may lack between two hours.
    #[default]
    Strict,
    /// Go on with a remark (`WARNCHKD`).
    Warn,
    /// Go on in silence (`NOCHKD`).
    Off,
}

/// The most remarks worth making.
const MOST_REMARKS: usize = 20;

/// Checks the order of the hours, and returns remarks.
pub(super) fn check(
    file: &Path,
    records: &[SurfaceRecord],
    checks: DateChecks,
) -> Result<Vec<String>> {
    let mut remarks = Vec::new();
    if checks == DateChecks::Off {
        return Ok(remarks);
    }
    for pair in records.windows(2) {
        let [before, after] = pair else { continue };
        let Some(remark) = gap(before.stamp, after.stamp) else {
            continue;
        };
        let whole_years = remark.whole_years;
        if checks == DateChecks::Strict && !whole_years {
            let rule = format!("the hour after {}", before.stamp);
            let hint = "MODELOPT WARNCHKD lets hours pass that do not follow one another";
            let error = InputError::new(file, rule).line(after.line).field("date");
            return Err(error.found(after.stamp).hint(hint));
        }
        if remarks.len() < MOST_REMARKS {
            remarks.push(remark.text);
        }
    }
    Ok(remarks)
}

struct Gap {
    text: String,
    whole_years: bool,
}

/// What lacks between two hours, if anything does.
fn gap(before: Stamp, after: Stamp) -> Option<Gap> {
    if before.next().is_ok_and(|next| next == after) {
        return None;
    }
    let ends_year = before.ends_month() && before.date().month() == 12;
    let starts_year = after.hour() == 1 && after.date().day_of_year() == 1;
    Some(Gap {
        text: format!("hour {after} follows {before}"),
        whole_years: ends_year && starts_year && after > before,
    })
}
