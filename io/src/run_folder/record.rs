//! `run.json`: what a run read, did and wrote, so that it can be repeated and checked.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{FileRecord, RECORD, sha256_of};
use crate::error::{InputError, Result, read_text};
use crate::partial::write_whole;
use crate::write_error::{self, WriteError};

/// The record of a run.
///
/// Everything but `times` and `command` is the same for the same inputs, on any machine and any
/// number of threads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Title of the scenario.
    pub title: String,
    /// Identification of the run, the same for the same program, settings and inputs: see
    /// [`run_id`].
    pub run_id: String,
    /// The program that ran.
    pub program: Program,
    /// The command line, word by word.
    pub command: Vec<String>,
    /// What was read.
    pub inputs: Vec<FileRecord>,
    /// The scenario, with every default filled in.
    pub settings: Value,
    /// How the sum was made and how well.
    pub solver: Solver,
    /// The hours of weather.
    pub hours: Hours,
    /// Where a method was used outside its range, and other doubts.
    pub warnings: Vec<Warning>,
    /// Source groups whose emission is known to within a factor only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uncertain: Vec<UncertainGroup>,
    /// How long it took.
    pub times: Times,
    /// What was written.
    pub outputs: Vec<FileRecord>,
    /// Which variant of a scenario it is, and which contributions it shares with other runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantRecord>,
}

/// A run among the variants of a scenario.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct VariantRecord {
    /// Name of the variant; null for the scenario itself.
    pub name: Option<String>,
    /// Source groups whose contribution is that of another run.
    pub shared: Vec<String>,
    /// Source groups that were computed for this run.
    pub computed: Vec<String>,
    /// Source groups of which only sources that differ from those of another run were computed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edited: Vec<EditedGroups>,
    /// Identification of the run from whose files shared contributions were taken; absent where
    /// the runs were computed together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_from: Option<String>,
    /// Where contributions were added to what another run kept, or taken off: the largest share of a
    /// total, at the random places of the measured error, that the rounding of 32-bit numbers in
    /// files can make (1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<f64>,
}

/// A source group whose emission is known to within a factor only, and its contribution with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UncertainGroup {
    /// Its name.
    pub group: String,
    /// The truth lies between the value divided by and multiplied with this factor (-).
    pub factor: f64,
    /// The pollutants that its sources emit, by name.
    pub pollutants: Vec<String>,
}

/// Source groups of which few sources differ from those of another run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedGroups {
    /// Their names.
    pub groups: Vec<String>,
    /// Number of sources that were added, removed or changed.
    pub sources: usize,
}

/// A program and the source that it was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The commit that it was built from; none when it was built outside a repository.
    pub git_commit: Option<String>,
}

/// How the sum over sources and hours was made.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Solver {
    /// The rung of the ladder: `direct`, `profile`, `climatology` or `raster`.
    pub rung: String,
    /// The relative error that was asked for.
    pub tolerance: f64,
    /// The relative error that was measured against the rung below; none at the lowest rung.
    pub measured: Option<MeasuredError>,
    /// At the `raster` rung, the relative error of the mean kernels that it sums, against the
    /// hourly plumes: single sources seen from single receptors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kernels: Option<MeasuredError>,
    /// How the error of the raster was mapped, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_map: Option<ErrorMapRecord>,
    /// How statistics that need hours were made, where such were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<StatisticsRecord>,
}

/// How the error of a raster was mapped.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ErrorMapRecord {
    /// Side of a block of cells (m).
    pub block_m: f64,
    /// Blocks from west to east.
    pub columns: usize,
    /// Blocks from north to south.
    pub rows: usize,
    /// Cells of each block that the rung below computed for a pollutant.
    pub cells_in_a_block: usize,
    /// Values of pollutants at random places that were put beside the map.
    pub checked: usize,
    /// How many of these do not err more than the map says.
    pub not_above_the_map: usize,
}

/// How statistics that need hours were made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatisticsRecord {
    /// Hours of which the fields were summed; every hour is a mixture of three of them at most.
    pub representative_hours: usize,
    /// Hours of the period.
    pub hours: usize,
    /// The largest miss of a plume by its mixture (1).
    pub worst_miss: f64,
    /// The statistics against those of the sum over all hours, at a random sample of places.
    pub measured: Vec<MeasuredStatistic>,
}

/// The error of a statistic against that of the sum over all hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasuredStatistic {
    /// The raster or column.
    pub quantity: String,
    /// What the errors are in: a share of the value, or hours or days of a count.
    pub unit: String,
    /// How many places.
    pub sample: usize,
    /// What their choice was drawn from.
    pub seed: u64,
    /// Half of the errors are at most this.
    pub percentile_50: f64,
    /// The largest error.
    pub worst: f64,
}

/// Relative errors against another rung, at a random sample of receptors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasuredError {
    /// The rung compared with.
    pub compared_with: String,
    /// How many receptors.
    pub sample: usize,
    /// What their choice was drawn from.
    pub seed: u64,
    /// Half of the errors are at most this (1).
    pub percentile_50: f64,
    /// 95 % of the errors are at most this (1).
    pub percentile_95: f64,
    /// 99 % of the errors are at most this (1).
    pub percentile_99: f64,
    /// The largest error (1).
    pub worst: f64,
}

/// What became of the hours of weather; the four kinds add up to all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Hours {
    /// Hours with wind from a known direction.
    pub ordinary: usize,
    /// Hours without wind.
    pub calm: usize,
    /// Hours with wind from no settled direction.
    pub variable: usize,
    /// Hours that lack what the method needs.
    pub missing: usize,
}

/// A doubt about the results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Name of the rule that was not met.
    pub rule: String,
    /// What is the matter, in words.
    pub message: String,
    /// How many sources, receptors or hours it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
}

/// How long a run took.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Times {
    /// When it began, as `2026-01-31T12:00:00Z`.
    pub started: String,
    /// When it ended.
    pub finished: String,
    /// Seconds in all.
    pub seconds: f64,
    /// Threads that computed.
    pub threads: usize,
    /// Finished parts that were taken from a run that was broken off.
    #[serde(default, skip_serializing_if = "is_none")]
    pub parts_taken: usize,
    /// Its parts, in order.
    pub phases: Vec<Phase>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// A part of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// Such as `read`, `solve` or `write`.
    pub name: String,
    /// How long it took.
    pub seconds: f64,
}

impl Record {
    /// Writes the record into `folder` in one step.
    ///
    /// # Errors
    /// When the folder cannot be written or the disk is full.
    pub fn write(&self, folder: &Path) -> write_error::Result<()> {
        let file = folder.join(RECORD);
        let mut text = serde_json::to_vec_pretty(self)
            .map_err(|cause| WriteError::file(&file, cause.into()))?;
        text.push(b'\n');
        write_whole(&file, &text)
    }

    /// Reads the record of the run in `folder`.
    ///
    /// # Errors
    /// When there is none, or it is not the record of a run.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join(RECORD);
        if folder.is_dir() && !file.exists() {
            return Err(
                InputError::new(folder, format!("a run folder, which holds {RECORD}"))
                    .found("none")
                    .hint("a run that was broken off has no record: run it again"),
            );
        }
        let text = read_text(&file)?;
        serde_json::from_str(&text).map_err(|cause| {
            InputError::new(&file, "the record of a run, as pluim writes it")
                .line(cause.line() as u64)
                .found(cause)
        })
    }
}

/// Identification of a run: 16 hexadecimal digits from the program's version, the settings and the
/// bytes of the inputs, whatever their paths. Times, threads and places do not enter, so that the
/// same run gives the same rasters, tags included.
///
/// ```
/// use pluim_io::run_folder::run_id;
/// let settings = serde_json::json!({ "cell": 10 });
/// assert_eq!(run_id("0.1.0", &settings, &[]), run_id("0.1.0", &settings, &[]));
/// assert_ne!(run_id("0.1.0", &settings, &[]), run_id("0.1.1", &settings, &[]));
/// ```
#[must_use]
pub fn run_id(version: &str, settings: &Value, inputs: &[FileRecord]) -> String {
    let mut text = format!("{version}\n{settings}\n");
    for input in inputs {
        text.push_str(&input.sha256);
        text.push('\n');
    }
    let mut id = sha256_of(text.as_bytes());
    id.truncate(16);
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let input = FileRecord {
            path: "Wegdelen.csv".to_owned(),
            role: Some("roads".to_owned()),
            bytes: 12,
            sha256: sha256_of(b"a"),
        };
        Record {
            title: "Pluimwijk".to_owned(),
            run_id: "0123456789abcdef".to_owned(),
            program: Program {
                name: "pluim".to_owned(),
                version: "0.1.0".to_owned(),
                git_commit: None,
            },
            command: vec!["pluim".to_owned(), "demo".to_owned()],
            inputs: vec![input],
            settings: serde_json::json!({ "grid": { "cell": 10.0 }, "a": 1 }),
            solver: Solver {
                rung: "climatology".to_owned(),
                tolerance: 0.01,
                measured: Some(MeasuredError {
                    compared_with: "profile".to_owned(),
                    sample: 100,
                    seed: 1,
                    percentile_50: 1e-4,
                    percentile_95: 2e-4,
                    percentile_99: 3e-4,
                    worst: 4e-4,
                }),
                kernels: None,
                error_map: None,
                statistics: None,
            },
            hours: Hours {
                ordinary: 8700,
                calm: 30,
                variable: 20,
                missing: 10,
            },
            warnings: vec![Warning {
                rule: "near-road".to_owned(),
                message: "3 receptors lie on a road".to_owned(),
                count: Some(3),
            }],
            uncertain: vec![UncertainGroup {
                group: "stoves".to_owned(),
                factor: 4.0,
                pollutants: vec!["pm10".to_owned()],
            }],
            times: Times::default(),
            outputs: Vec::new(),
            variant: None,
        }
    }

    #[test]
    fn a_record_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        record().write(folder.path()).unwrap();
        assert_eq!(Record::read(folder.path()).unwrap(), record());
    }

    #[test]
    fn a_commit_that_is_not_known_is_null() {
        let text = serde_json::to_string(&record()).unwrap();
        assert!(text.contains("\"git_commit\":null"));
    }

    #[test]
    fn a_folder_without_a_record_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = Record::read(folder.path()).unwrap_err();
        assert_eq!(error.place().file, folder.path());
        assert!(Record::read(&folder.path().join("absent")).is_err());
    }

    #[test]
    fn a_damaged_record_names_its_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(RECORD), "{\n \"title\": 3\n}").unwrap();
        let error = Record::read(folder.path()).unwrap_err();
        assert_eq!(error.place().line, Some(2));
    }
}
