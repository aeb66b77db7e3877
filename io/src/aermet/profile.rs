//! The profile file: one line a level, from the lowest to the highest, hour after hour.

use std::path::{Path, PathBuf};

use super::Stamp;
use super::record::Record;
use crate::error::{InputError, Result};

/// One level of an hour, as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LevelRecord {
    /// m.
    pub(super) height: f64,
    /// Degrees.
    pub(super) direction: f64,
    /// m/s.
    pub(super) speed: f64,
    /// Degrees Celsius.
    pub(super) temperature: f64,
    /// Degrees.
    pub(super) sigma_theta: f64,
    /// m/s.
    pub(super) sigma_w: f64,
}

/// One hour of a profile file.
pub(super) struct ProfileRecord {
    pub(super) line: u64,
    pub(super) stamp: Stamp,
    pub(super) levels: Vec<LevelRecord>,
}

/// A profile file.
pub(super) struct Profile {
    pub(super) records: Vec<ProfileRecord>,
    pub(super) file: PathBuf,
}

/// The most levels an hour may have.
const MOST_LEVELS: usize = 1000;

/// Reads the text of a profile file.
pub(super) fn parse(file: &Path, text: &str) -> Result<Profile> {
    let mut records = Vec::new();
    let mut open: Option<ProfileRecord> = None;
    for (line, text) in (1u64..).zip(text.lines()) {
        if text.trim().is_empty() {
            continue;
        }
        let record = Record::new(file, line, text);
        let (level, top) = level(&record)?;
        let mut hour = match open.take() {
            Some(hour) => same_hour(hour, &record)?,
            None => ProfileRecord {
                line,
                stamp: record.stamp(3)?,
                levels: Vec::new(),
            },
        };
        hour.levels.push(level);
        match top {
            true => records.push(hour),
            false => open = Some(hour),
        }
    }
    match open {
        None => Ok(Profile {
            records,
            file: file.to_owned(),
        }),
        Some(hour) => {
            let rule = "a line with 1 as number 6 for the top level of the last hour";
            let error = InputError::new(file, rule).line(hour.line);
            Err(error.found("the end of the file"))
        }
    }
}

/// The hour that is being read, if `record` still belongs to it.
fn same_hour(hour: ProfileRecord, record: &Record<'_>) -> Result<ProfileRecord> {
    let stamp = record.stamp(3)?;
    if stamp != hour.stamp {
        let rule = format!(
            "another level of hour {}, whose top is not flagged",
            hour.stamp
        );
        return Err(record.error("date", &stamp.to_string(), &rule));
    }
    if hour.levels.len() >= MOST_LEVELS {
        let rule = format!("at most {MOST_LEVELS} levels an hour");
        return Err(record.error("level", "more", &rule));
    }
    Ok(hour)
}

fn level(record: &Record<'_>) -> Result<(LevelRecord, bool)> {
    let number = |index, what| record.number(index, what);
    let top = number(5, "top flag")?;
    if top != 0.0 && top != 1.0 {
        return Err(record.error("top flag", &top.to_string(), "1 at the top level, else 0"));
    }
    let level = LevelRecord {
        height: number(4, "height")?,
        direction: number(6, "wind direction")?,
        speed: number(7, "wind speed")?,
        temperature: number(8, "temperature")?,
        sigma_theta: number(9, "sigma_theta")?,
        sigma_w: number(10, "sigma_w")?,
    };
    Ok((level, top == 1.0))
}
