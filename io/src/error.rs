//! What is wrong with an input, where, and how to put it right.
//!
//! Every reader returns [`InputError`]: the file, the line or record, the field, what was found,
//! what was expected, and where possible the nearest valid spelling.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::input_file::read_bytes;

/// The result of reading an input.
pub type Result<T, E = InputError> = std::result::Result<T, E>;

/// How many characters of a found value a message shows.
const SHOWN: usize = 60;

/// What is wrong with a value, apart from where it stands.
///
/// ```
/// use pluim_io::error::Fault;
/// let fault = Fault::new("SRM1 or SRM2").found("SRM3").nearest(["SRM1", "SRM2"]);
/// let error = fault.at("Wegdelen.csv").line(14).field("rekenmethode");
/// assert_eq!(
///     error.to_string(),
///     "Wegdelen.csv, line 14, field \"rekenmethode\": found \"SRM3\", expected SRM1 or SRM2 \
///      (did you mean \"SRM1\"?)"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The offending text as it stands in the input.
    pub found: Option<String>,
    /// The rule, as a noun phrase that completes "expected ...".
    pub expected: String,
    /// The way out.
    pub hint: Option<String>,
}

impl Fault {
    /// A fault against the rule `expected`, a noun phrase such as "a number of 0 or more".
    pub fn new(expected: impl Into<String>) -> Self {
        Self {
            found: None,
            expected: expected.into(),
            hint: None,
        }
    }

    /// Names the offending value.
    #[must_use]
    pub fn found(mut self, found: impl fmt::Display) -> Self {
        self.found = Some(shorten(&found.to_string()));
        self
    }

    /// Names the way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Suggests the one of `valid` that resembles the found value most, if any does.
    #[must_use]
    pub fn nearest<'a>(self, valid: impl IntoIterator<Item = &'a str>) -> Self {
        let best = self.found.as_deref().and_then(|it| nearest(it, valid));
        match best {
            Some(best) => self.hint(format!("did you mean {best:?}?")),
            None => self,
        }
    }

    /// Places the fault in a file.
    pub fn at(self, file: impl Into<PathBuf>) -> InputError {
        InputError(Box::new(Details {
            place: Place::file(file),
            fault: self,
        }))
    }

    /// Places the fault.
    #[must_use]
    pub fn placed(self, place: Place) -> InputError {
        InputError(Box::new(Details { place, fault: self }))
    }
}

/// Where in an input something stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The file, as the user named it.
    pub file: PathBuf,
    /// Line, counted from 1.
    pub line: Option<u64>,
    /// Identification of the record, element or feature.
    pub record: Option<String>,
    /// Column, key or attribute.
    pub field: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<PathBuf>) -> Self {
        Self {
            file: file.into(),
            ..Self::default()
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(to, ", line {line}")?;
        }
        if let Some(record) = &self.record {
            write!(to, ", {record}")?;
        }
        if let Some(field) = &self.field {
            write!(to, ", field {field:?}")?;
        }
        Ok(())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    place: Place,
    fault: Fault,
}

/// An input that cannot be used: where it is wrong, how, and the way out.
///
/// ```
/// use pluim_io::error::InputError;
/// let error = InputError::new("Wegdelen.csv", "a number of vehicles per day (0 or more)")
///     .line(14)
///     .field("intensiteitZwaarVerkeer")
///     .found("abc");
/// assert_eq!(
///     error.to_string(),
///     "Wegdelen.csv, line 14, field \"intensiteitZwaarVerkeer\": found \"abc\", expected a \
///      number of vehicles per day (0 or more)"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError(Box<Details>);

impl InputError {
    /// An error in `file` against the rule `expected`, a noun phrase.
    pub fn new(file: impl Into<PathBuf>, expected: impl Into<String>) -> Self {
        Fault::new(expected).at(file)
    }

    /// The error that `cause` prevented `file` from being read.
    pub fn unreadable(file: impl Into<PathBuf>, cause: &io::Error) -> Self {
        let fault = Fault::new("a file that can be read");
        let fault = match cause.kind() {
            io::ErrorKind::NotFound => fault
                .found("no such file")
                .hint("check the path and the variables in it"),
            io::ErrorKind::PermissionDenied => {
                fault.found("permission denied").hint("check its rights")
            }
            io::ErrorKind::IsADirectory => fault.found("a folder"),
            _ => fault.found(cause),
        };
        fault.at(file)
    }

    /// The error that a required column is absent from a header with the columns `present`.
    pub fn missing_column<'a>(
        file: impl Into<PathBuf>,
        column: &str,
        present: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let fault = Fault::new(format!("a column {column:?} in the header"));
        let fault = match nearest(column, present) {
            Some(like) => fault.hint(format!("is {like:?} meant to be {column:?}?")),
            None => fault,
        };
        fault.at(file)
    }

    /// The error that a name is not one of the `valid` ones, with the nearest valid spelling.
    pub fn unknown<'a>(
        file: impl Into<PathBuf>,
        found: &str,
        valid: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Self {
        let list: Vec<&str> = valid.clone().into_iter().collect();
        Fault::new(format!("one of {}", list.join(", ")))
            .found(found)
            .nearest(valid)
            .at(file)
    }

    /// Names the line, counted from 1.
    #[must_use]
    pub fn line(mut self, line: u64) -> Self {
        self.0.place.line = Some(line);
        self
    }

    /// Names the record, element or feature.
    #[must_use]
    pub fn record(mut self, record: impl Into<String>) -> Self {
        self.0.place.record = Some(shorten(&record.into()));
        self
    }

    /// Names the column, key or attribute.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.0.place.field = Some(field.into());
        self
    }

    /// Names the offending value.
    #[must_use]
    pub fn found(mut self, found: impl fmt::Display) -> Self {
        self.0.fault.found = Some(shorten(&found.to_string()));
        self
    }

    /// Names the way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.fault.hint = Some(hint.into());
        self
    }

    /// Where it is wrong.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// How it is wrong.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.0.fault
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { place, fault } = &*self.0;
        write!(to, "{place}: ")?;
        if let Some(found) = &fault.found {
            write!(to, "found {found:?}, ")?;
        }
        write!(to, "expected {}", fault.expected)?;
        match &fault.hint {
            Some(hint) => write!(to, " ({hint})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for InputError {}

/// The one of `valid` that resembles `found` most, when the resemblance is close enough for a
/// slip of the pen: at most a third of the letters differ, upper and lower case alike.
///
/// ```
/// use pluim_io::error::nearest;
/// assert_eq!(nearest("tolerence", ["grid", "tolerance"]), Some("tolerance"));
/// assert_eq!(nearest("background", ["grid", "tolerance"]), None);
/// ```
pub fn nearest<'a>(found: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found = found.trim().to_lowercase();
    let limit = (found.chars().count() / 3).max(1);
    valid
        .into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&found, &name.to_lowercase()),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Reads a whole text file as UTF-8, with or without a byte-order mark, which is taken away.
///
/// # Errors
/// When the file is missing or unreadable, or its text is not UTF-8; the message then names the
/// line.
pub fn read_text(file: &Path) -> Result<String> {
    decode(file, read_bytes(file)?)
}

/// The text of `bytes` read from `file`, as [`read_text`] does.
///
/// # Errors
/// When the text is not UTF-8.
pub fn decode(file: &Path, mut bytes: Vec<u8>) -> Result<String> {
    refuse_wide(file, &bytes)?;
    refuse_zeros(file, &bytes)?;
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|fault| {
        let upto = fault.utf8_error().valid_up_to();
        let lines = fault.as_bytes().iter().take(upto).filter(|b| **b == b'\n');
        let line = lines.count() as u64 + 1;
        let byte = fault.as_bytes().get(upto).copied().unwrap_or_default();
        not_utf8(file)
            .line(line)
            .found(format!("byte 0x{byte:02X}"))
    })
}

/// Refuses text that is in UTF-16.
pub(crate) fn refuse_wide(file: &Path, bytes: &[u8]) -> Result<()> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(not_utf8(file).found("UTF-16"));
    }
    Ok(())
}

/// Refuses text with zero bytes, which some of what reads it later would take for its end.
fn refuse_zeros(file: &Path, bytes: &[u8]) -> Result<()> {
    let Some(at) = bytes.iter().position(|byte| *byte == 0) else {
        return Ok(());
    };
    let lines = bytes.iter().take(at).filter(|byte| **byte == b'\n');
    let line = lines.count() as u64 + 1;
    Err(not_utf8(file).line(line).found("a zero byte"))
}

fn not_utf8(file: &Path) -> InputError {
    InputError::new(file, "text in UTF-8").hint("save the file again with encoding UTF-8")
}

/// The first characters of `text`, with dots where something was left out.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_named() {
        let error = read_text(Path::new("no/such/file.csv")).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("no/such/file.csv: found \"no such file\"")
        );
    }

    #[test]
    fn other_encodings_are_named_with_their_line() {
        let latin = decode(Path::new("a.csv"), b"een\ntwee\ncaf\xE9\n".to_vec());
        let error = latin.unwrap_err();
        assert_eq!(error.place().line, Some(3));
        assert!(error.to_string().contains("0xE9"));
        let wide = decode(Path::new("a.csv"), vec![0xFF, 0xFE, 0x41, 0]);
        assert!(wide.unwrap_err().to_string().contains("UTF-16"));
    }

    #[test]
    fn the_byte_order_mark_goes() {
        let text = decode(Path::new("a.csv"), b"\xEF\xBB\xBFabc".to_vec());
        assert_eq!(text.unwrap(), "abc");
    }

    #[test]
    fn a_misspelt_column_is_suggested() {
        let error = InputError::missing_column("a.csv", "wegsoort", ["wegsort", "naam"]);
        assert_eq!(
            error.to_string(),
            "a.csv: expected a column \"wegsoort\" in the header (is \"wegsort\" meant to be \
             \"wegsoort\"?)"
        );
    }

    #[test]
    fn long_values_are_cut_short() {
        let error = InputError::new("a", "b").found("é".repeat(1000));
        assert!(error.to_string().chars().count() < 100);
    }
}
