//! A line of numbers, read as Fortran reads a list.

use std::path::{Path, PathBuf};

use super::Stamp;
use crate::error::{InputError, Result};

/// A line of a file, cut into fields at blanks and commas.
pub(super) struct Record<'a> {
    pub(super) file: &'a Path,
    pub(super) line: u64,
    pub(super) fields: Vec<&'a str>,
}

impl<'a> Record<'a> {
    pub(super) fn new(file: &'a Path, line: u64, text: &'a str) -> Self {
        let cut = text.split([' ', ',', '\t', '\r']);
        let fields = cut.filter(|field| !field.is_empty()).collect();
        Self { file, line, fields }
    }

    /// The number in field `index`, which holds `what`.
    pub(super) fn number(&self, index: usize, what: &str) -> Result<f64> {
        let Some(text) = self.fields.get(index) else {
            let found = format!("{} fields", self.fields.len());
            let rule = format!("{what} as number {}", index + 1);
            return Err(self.error(what, &found, &rule));
        };
        let parsed = text.replace(['d', 'D'], "e").parse();
        let number = parsed.ok().filter(|value: &f64| value.is_finite());
        number.ok_or_else(|| self.error(what, text, "a number"))
    }

    fn whole(&self, index: usize, what: &str) -> Result<i32> {
        Ok(self.number(index, what)? as i32)
    }

    /// The hour that begins with year, month, day in the first three fields and has its hour in
    /// field `hour`.
    pub(super) fn stamp(&self, hour: usize) -> Result<Stamp> {
        let year = Stamp::full_year(self.whole(0, "year")?);
        let (month, day) = (self.whole(1, "month")?, self.whole(2, "day")?);
        let stamp = Stamp::new(year, month, day, self.whole(hour, "hour")?);
        stamp.map_err(|_| {
            let found = self.fields.iter().take(hour + 1);
            let found: Vec<&str> = found.copied().collect();
            self.error(
                "date",
                &found.join(" "),
                "year, month, day and an hour from 1 to 24",
            )
        })
    }

    pub(super) fn error(&self, field: &str, found: &str, expected: &str) -> InputError {
        let error = InputError::new(PathBuf::from(self.file), expected);
        error.line(self.line).field(field).found(found)
    }
}
