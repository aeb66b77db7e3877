//! The limits, from a data file.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use pluim_core::assessment::{Averaging, Binding, Limit, Regime};
use pluim_core::provenance::Provenance;
use pluim_io::error::read_text;
use serde::Deserialize;

use super::error::AssessError;
use super::words::Language;

/// The limits that pluim carries, which a file of the user may replace.
const DEFAULT: &str = include_str!("../../data/limits.toml");

/// The limits of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitSet {
    /// Version of the file, by its own statement.
    pub version: String,
    /// Where the limits come from.
    pub origin: PathBuf,
    /// The limits, in the order of the file.
    pub limits: Vec<Limit>,
    dutch_sources: HashMap<String, String>,
}

impl LimitSet {
    /// The limits of annual means of a pollutant.
    pub fn annual(&self, pollutant: &str) -> impl Iterator<Item = &Limit> {
        let annual = self.limits.iter();
        annual.filter(move |it| it.averaging == Averaging::Year && it.pollutant == pollutant)
    }

    /// Where `limit` stands, in the language of the page where the file has it.
    #[must_use]
    pub fn source<'a>(&'a self, limit: &'a Limit, language: Language) -> &'a str {
        let dutch = self.dutch_sources.get(&limit.id);
        dutch.map_or(&limit.source, |dutch| language.pick(dutch, &limit.source))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitFile {
    version: String,
    #[serde(default)]
    limit: Vec<Record>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    id: String,
    regime: RegimeWord,
    binding: BindingWord,
    pollutant: String,
    averaging: AveragingWord,
    value: f64,
    allowed: Option<u32>,
    source: String,
    source_nl: Option<String>,
    certainty: CertaintyWord,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RegimeWord {
    InForce,
    #[serde(rename = "eu-2030")]
    Eu2030,
    #[serde(rename = "who-2021")]
    Who2021,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum BindingWord {
    Limit,
    Target,
    ExposureObligation,
    Guideline,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AveragingWord {
    Hour,
    #[serde(rename = "8h")]
    EightHours,
    Day,
    Season,
    Year,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum CertaintyWord {
    Statute,
    Verified,
    Derived,
    Reconstructed,
}

/// The limits that pluim carries.
///
/// # Errors
/// Never, unless the file in the program is broken; a test sees to that.
pub fn default_limits() -> Result<LimitSet, AssessError> {
    parse_limits(Path::new("limits.toml"), DEFAULT)
}

/// Reads a file of limits.
///
/// # Errors
/// When the file cannot be read, is not a file of limits, or holds a limit that contradicts
/// itself or a name that occurs twice.
pub fn read_limits(file: &Path) -> Result<LimitSet, AssessError> {
    parse_limits(file, &read_text(file)?)
}

/// What is wrong with the text of a file of limits, in one line.
fn told(text: &str, cause: &toml::de::Error) -> String {
    let message = cause.message().replace('\n', " ");
    let before = cause.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(0, |before| before.matches('\n').count()) + 1;
    format!("line {line}: found {message:?}, expected a file of limits in TOML")
}

/// Reads the text of a file of limits; `file` is its name in messages.
///
/// # Errors
/// As [`read_limits`].
pub fn parse_limits(file: &Path, text: &str) -> Result<LimitSet, AssessError> {
    let raw: LimitFile = toml::from_str(text).map_err(|cause| AssessError::LimitFile {
        file: file.to_owned(),
        message: told(text, &cause),
    })?;
    let dutch = |record: &Record| Some((record.id.clone(), record.source_nl.clone()?));
    let dutch_sources = raw.limit.iter().filter_map(dutch).collect();
    let limits: Vec<Limit> = raw.limit.into_iter().map(Limit::from).collect();
    let mut names = BTreeSet::new();
    for limit in &limits {
        limit.check().map_err(|source| AssessError::Limit {
            file: file.to_owned(),
            source,
        })?;
        if !names.insert(limit.id.as_str()) {
            return Err(AssessError::Twice {
                file: file.to_owned(),
                id: limit.id.clone(),
            });
        }
    }
    Ok(LimitSet {
        version: raw.version,
        origin: file.to_owned(),
        limits,
        dutch_sources,
    })
}

impl From<Record> for Limit {
    fn from(record: Record) -> Self {
        Self {
            id: record.id,
            regime: match record.regime {
                RegimeWord::InForce => Regime::InForce,
                RegimeWord::Eu2030 => Regime::Eu2030,
                RegimeWord::Who2021 => Regime::Who2021,
            },
            binding: match record.binding {
                BindingWord::Limit => Binding::Limit,
                BindingWord::Target => Binding::Target,
                BindingWord::ExposureObligation => Binding::ExposureObligation,
                BindingWord::Guideline => Binding::Guideline,
            },
            pollutant: record.pollutant,
            averaging: match record.averaging {
                AveragingWord::Hour => Averaging::Hour,
                AveragingWord::EightHours => Averaging::EightHours,
                AveragingWord::Day => Averaging::Day,
                AveragingWord::Season => Averaging::Season,
                AveragingWord::Year => Averaging::Year,
            },
            value: record.value,
            allowed: record.allowed,
            source: record.source,
            provenance: match record.certainty {
                CertaintyWord::Statute => Provenance::Statute,
                CertaintyWord::Verified => Provenance::Verified,
                CertaintyWord::Derived => Provenance::Derived,
                CertaintyWord::Reconstructed => Provenance::Reconstructed,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_limits_are_sound() {
        let set = default_limits().unwrap();
        let value = |id: &str| set.limits.iter().find(|limit| limit.id == id).unwrap();
        assert_eq!(value("nl-no2-year").value, 40.0);
        assert_eq!(value("eu2030-no2-year").value, 20.0);
        assert_eq!(value("who2021-no2-year").value, 10.0);
        assert_eq!(value("nl-pm10-day").allowed, Some(35));
        assert_eq!(value("eu2030-pm2_5-day").allowed, Some(18));
        for regime in Regime::ALL {
            assert!(set.limits.iter().any(|limit| limit.regime == regime));
        }
    }

    #[test]
    fn a_wrong_word_is_named_with_its_line() {
        let text = "version = \"1\"\n[[limit]]\nid = \"a\"\nregime = \"in-farce\"\n";
        let message = parse_limits(Path::new("own.toml"), text)
            .unwrap_err()
            .to_string();
        assert!(message.contains("own.toml"), "{message}");
        assert!(message.contains("line 4"), "{message}");
        assert!(message.contains("in-force"), "{message}");
    }

    #[test]
    fn a_name_may_not_occur_twice() {
        let one = "[[limit]]\nid = \"a\"\nregime = \"in-force\"\nbinding = \"limit\"\n\
                   pollutant = \"no2\"\naveraging = \"year\"\nvalue = 40.0\nsource = \"s\"\n\
                   certainty = \"statute\"\n";
        let text = format!("version = \"1\"\n{one}{one}");
        let error = parse_limits(Path::new("own.toml"), &text).unwrap_err();
        assert!(matches!(error, AssessError::Twice { .. }));
    }
}
