//! Receptors with what is known of their air, whatever file they come from.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use pluim_core::assessment::{
    AssessmentDuty, Averaging, CountedExceedances, Extent, Input, PollutantYear, Scope, Traced,
};
use pluim_core::provenance::Provenance;
use pluim_io::cimlk::{Assessed, Grounds, ReceptorLink, read_receptors};
use pluim_io::error::Result;
use pluim_io::run_folder::{
    FileRecord, Quantity, RECEPTORS, RECORD, ReceptorTable, Record, UncertainGroup, Warning,
};

use serde_json::Value;

use super::recomputed::Recomputed;
use super::results_file::of_results;
use crate::background::BACKGROUND;
use crate::srm::WARNINGS;

/// The statistic of annual means.
const MEAN: &str = "mean";

/// The rule of the warning that NO2 lacks what forms from NO.
const EMITTED_ONLY: &str = "no2.conversion";

/// A receptor.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Identification.
    pub id: String,
    /// Easting (m).
    pub x: f64,
    /// Northing (m).
    pub y: f64,
    /// Whether it is to be assessed.
    pub duty: AssessmentDuty,
    /// For which pollutants.
    pub scope: Scope,
    /// What is known, by pollutant.
    pub years: Vec<PollutantYear>,
}

/// A file that went into the assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Its path as given.
    pub path: String,
    /// What it was used as.
    pub role: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// Everything that can be assessed in one run or file.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessable {
    /// Title of the run, or name of the file.
    pub title: String,
    /// Run or file.
    pub path: PathBuf,
    /// Program that computed, with its version, where it is known.
    pub tool: Option<String>,
    /// Identification of the run, where it has one.
    pub run_id: Option<String>,
    /// How it was computed, where it is known.
    pub method: Option<Method>,
    /// Year or years for which it holds, where they are known.
    pub year: Option<String>,
    /// File beside the run that tells to which receptors its warnings belong, where there is one.
    pub warnings_by_receptor: Option<String>,
    /// Moment at which the run ended, where it is known.
    pub finished: Option<String>,
    /// Receptors.
    pub sites: Vec<Site>,
    /// What the run warned of.
    pub warnings: Vec<Warning>,
    /// The files behind it.
    pub inputs: Vec<InputFile>,
    /// Whence it is known which receptors are assessed.
    pub duties: Duties,
    /// What its NO2 is.
    pub no2: No2,
    /// What was computed again from the parts that a results file holds.
    pub recomputed: Vec<Recomputed>,
}

/// Rules of warnings that sources were left out of a run.
const LEFT_OUT: [&str; 2] = ["network.not-computed", "link.road"];

impl Assessable {
    /// Whether the run says that sources were left out of it.
    #[must_use]
    pub fn leaves_out_sources(&self) -> bool {
        let mut rules = self.warnings.iter().map(|it| it.rule.as_str());
        rules.any(|rule| LEFT_OUT.contains(&rule))
    }
}

/// How a run was computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// By the standard methods for roads.
    StandardMethods,
    /// By a dispersion scheme of this name, which is no standard method.
    Scheme(String),
}

/// What the NO2 of a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum No2 {
    /// With the NO2 that forms from NO and ozone.
    Formed,
    /// What sources emit as NO2, which is less.
    EmittedOnly,
}

impl No2 {
    fn told_by(warnings: &[Warning]) -> Self {
        if warnings.iter().any(|it| it.rule == EMITTED_ONLY) {
            Self::EmittedOnly
        } else {
            Self::Formed
        }
    }

    /// What the difference of two is.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Formed, Self::Formed) => Self::Formed,
            _ => Self::EmittedOnly,
        }
    }
}

/// Whence it is known which receptors are assessed, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duties {
    /// Not at all: every receptor is assessed for everything.
    Unknown,
    /// From the results or the receptor file.
    Registered,
}

/// Reads a run folder, or a CIMLK results file where `path` is one.
///
/// # Errors
/// When neither can be read.
pub fn read_assessable(path: &Path) -> Result<Assessable> {
    if path.is_dir() {
        of_run(path)
    } else {
        of_results(path)
    }
}

fn of_run(path: &Path) -> Result<Assessable> {
    let record = Record::read(path)?;
    let table = ReceptorTable::read(&path.join(RECEPTORS))?;
    let mut inputs: Vec<InputFile> = record.inputs.iter().map(input_file).collect();
    for name in [RECORD, RECEPTORS] {
        inputs.push(input_file(
            &FileRecord::of(&path.join(name), name)?.used_as("run"),
        ));
    }
    let sites = sites_of_table(&table, &record);
    Ok(Assessable {
        title: record.title,
        path: path.to_owned(),
        tool: Some(format!(
            "{} {}",
            record.program.name, record.program.version
        )),
        run_id: Some(record.run_id.clone()),
        method: method(&record.settings),
        year: year(&record.settings),
        warnings_by_receptor: record
            .outputs
            .iter()
            .find(|it| it.path == WARNINGS)
            .map(|it| it.path.clone()),
        finished: Some(to_the_second(&record.times.finished)),
        sites,
        no2: No2::told_by(&record.warnings),
        recomputed: Vec::new(),
        warnings: record.warnings,
        inputs,
        duties: Duties::Unknown,
    })
}

/// How a run of these settings was computed.
fn method(settings: &Value) -> Option<Method> {
    if settings["method"] == "srm" {
        return Some(Method::StandardMethods);
    }
    let scheme = settings["solver"]["scheme"].as_str()?;
    Some(Method::Scheme(scheme.to_owned()))
}

/// The year of a run of these settings, or the years of its weather.
fn year(settings: &Value) -> Option<String> {
    if let Some(year) = settings["year"].as_i64() {
        return Some(year.to_string());
    }
    let weather = &settings["meteorology"];
    let [first, last] = ["first_year", "last_year"].map(|it| weather[it].as_i64());
    Some(match (first?, last?) {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first}-{last}"),
    })
}

/// A moment without its fractions of a second.
fn to_the_second(moment: &str) -> String {
    match moment.split_once('.') {
        Some((before, _)) => format!("{before}Z"),
        None => moment.to_owned(),
    }
}

pub(super) fn input_file(record: &FileRecord) -> InputFile {
    InputFile {
        path: record.path.clone(),
        role: record.role.clone().unwrap_or_default(),
        sha256: record.sha256.clone(),
    }
}

/// What the record of a run says of the columns of its table.
#[derive(Debug, Clone, Copy, Default)]
struct Doubts<'a> {
    /// Pollutants of which the mean is not a total, whatever its parts.
    incomplete: &'a [&'a str],
    /// Source groups whose emission is known to within a factor only.
    uncertain: &'a [UncertainGroup],
}

/// Pollutants of which a run's warnings say that their mean is not a total, whatever its parts.
fn incomplete(warnings: &[Warning]) -> &'static [&'static str] {
    match No2::told_by(warnings) {
        No2::EmittedOnly => &["no2"],
        No2::Formed => &[],
    }
}

/// The receptors of a run's table.
fn sites_of_table(table: &ReceptorTable, record: &Record) -> Vec<Site> {
    let doubts = Doubts {
        incomplete: incomplete(&record.warnings),
        uncertain: &record.uncertain,
    };
    let site = |receptor: &pluim_io::run_folder::Receptor| Site {
        id: receptor.id.clone(),
        x: receptor.x,
        y: receptor.y,
        duty: AssessmentDuty::Assess,
        scope: Scope::All,
        years: years_of_row(&table.quantities, &receptor.values, doubts),
    };
    table.receptors.iter().map(site).collect()
}

/// What a row tells of every pollutant that has a mean or a part of one.
fn years_of_row(quantities: &[Quantity], values: &[f64], doubts: Doubts<'_>) -> Vec<PollutantYear> {
    let known: Vec<(&Quantity, f64)> = quantities
        .iter()
        .zip(values.iter().copied())
        .filter(|(_, value)| value.is_finite())
        .collect();
    let totals = quantities
        .iter()
        .filter(|it| it.statistic() == MEAN && it.group().is_none());
    let lacks_part = |pollutant: &str| {
        let mut parts = quantities.iter().zip(values);
        parts.any(|(it, value)| {
            it.pollutant() == pollutant && is_contribution(it) && !value.is_finite()
        })
    };
    let year = |quantity: &Quantity| {
        let pollutant = quantity.pollutant();
        let (mut mean, extent) = mean_of_row(quantity, &known, !lacks_part(pollutant))?;
        let at_most = at_most(&mean, pollutant, &known, doubts.uncertain);
        mean.inputs.extend(at_most.iter().map(as_input));
        Some(PollutantYear {
            pollutant: pollutant.to_owned(),
            extent: if doubts.incomplete.contains(&pollutant) {
                Extent::Contribution
            } else {
                extent
            },
            mean,
            at_most,
            counted: counts_of_row(pollutant, &known),
        })
    };
    totals.filter_map(year).collect()
}

/// What a mean is at most: each contribution times the factor to within which the emission of its
/// group is known; of all sources the greatest factor where the table has them together. `None`
/// where every emission is known.
fn at_most(
    mean: &Traced,
    pollutant: &str,
    known: &[(&Quantity, f64)],
    uncertain: &[UncertainGroup],
) -> Option<Traced> {
    let emits = |it: &&UncertainGroup| it.pollutants.iter().any(|emitted| emitted == pollutant);
    let groups: Vec<&UncertainGroup> = uncertain.iter().filter(emits).collect();
    let greatest = groups.iter().map(|it| it.factor).reduce(f64::max)?;
    let part = |group: &str| {
        let mut parts = known.iter().filter(|(it, _)| it.pollutant() == pollutant);
        let found = parts.find(|(it, _)| it.statistic() == MEAN && it.group() == Some(group));
        found.map(|(_, value)| *value)
    };
    let more = |it: &&UncertainGroup| Some((it.factor - 1.0) * part(&it.group)?);
    let sources = || mean.value - part(BACKGROUND).unwrap_or_default();
    let more: Option<f64> = groups.iter().map(more).sum();
    Some(Traced {
        value: mean.value + more.unwrap_or_else(|| (greatest - 1.0) * sources()),
        rule: format!("{AT_MOST} {}", names_of(&groups)),
        inputs: Vec::new(),
        ..mean.clone()
    })
}

/// How a mean at most is told, before the groups that it depends on.
pub(super) const AT_MOST: &str = "mean at most, where emission is known to within a factor:";

/// Groups with their factors, as `stoves (4.0)`.
fn names_of(groups: &[&UncertainGroup]) -> String {
    let name = |it: &&UncertainGroup| format!("{} ({:.1})", it.group, it.factor);
    groups.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn as_input(at_most: &Traced) -> Input {
    Input {
        name: at_most.rule.clone(),
        value: at_most.value,
        unit: at_most.unit,
        origin: format!("{RECORD}, uncertain"),
    }
}

/// The mean of a quantity with its parts: the total where the row has one and a background in it,
/// else what the sources contribute, if the row has all parts of that; `None` where it has neither.
fn mean_of_row(
    quantity: &Quantity,
    known: &[(&Quantity, f64)],
    all_parts: bool,
) -> Option<(Traced, Extent)> {
    let of_pollutant = || {
        let same = |it: &&(&Quantity, f64)| it.0.pollutant() == quantity.pollutant();
        known.iter().filter(same)
    };
    let parts = || of_pollutant().filter(|(part, _)| part.group().is_some());
    let background = parts().any(|(part, _)| part.group() == Some(BACKGROUND));
    let total = of_pollutant().find(|(whole, _)| *whole == quantity);
    let value = match total {
        Some((_, value)) => *value,
        None => all_parts.then(|| sum_of_means(parts())).flatten()?,
    };
    let (rule, provenance) = rule_of(quantity, known, background);
    let formed = quantity.pollutant() == "no2" && parts().any(|(it, _)| is_conversion(it));
    let others = known.iter().filter(|(it, _)| formed && explains_no2(it));
    let inputs = parts()
        .chain(others)
        .map(|(part, value)| Input {
            name: part.to_string(),
            value: *value,
            unit: "ug/m3",
            origin: format!("{RECEPTORS}, column {part}"),
        })
        .collect();
    let extent = match (total, background) {
        (Some(_), true) => Extent::Total,
        _ => Extent::Contribution,
    };
    let mean = Traced {
        value,
        unit: "ug/m3",
        rule: rule.to_owned(),
        provenance,
        inputs,
    };
    Some((mean, extent))
}

/// NO2 of roads by the standard methods.
pub(super) const NO2_RULE: &str =
    "background + direct SRM1 + direct SRM2 + conversion (Rbl 2007 annex 1)";
/// Particles by the standard methods.
pub(super) const METHODS_RULE: &str = "background + SRM1 + SRM2";

/// How a mean follows from its parts, and how sure that is: parts of SRM2 are reconstructed, SRM1
/// is confirmed on official results, and the rest follows from published definitions.
fn rule_of(
    quantity: &Quantity,
    known: &[(&Quantity, f64)],
    background: bool,
) -> (&'static str, Provenance) {
    let explains = |it: &Quantity| {
        let no2 = quantity.pollutant() == "no2" && explains_no2(it);
        it.pollutant() == quantity.pollutant() || no2
    };
    let of_method = |method: &str| {
        let mut parts = known.iter().filter(|(it, _)| explains(it));
        parts.any(|(it, value)| it.group() == Some(method) && *value > 0.0)
    };
    let named = |method: &str| {
        let mut parts = known.iter().filter(|(it, _)| explains(it));
        parts.any(|(it, _)| it.group() == Some(method))
    };
    let rule = match (named("srm1"), quantity.pollutant(), background) {
        (true, "no2", _) => NO2_RULE,
        (true, _, _) => METHODS_RULE,
        (false, _, true) => "background + contributions",
        (false, _, false) => "sum of contributions",
    };
    let provenance = match (of_method("srm2"), named("srm1")) {
        (true, _) => Provenance::Reconstructed,
        (false, true) => Provenance::Verified,
        (false, false) => Provenance::Derived,
    };
    (rule, provenance)
}

/// The sum of contributions to a mean; `None` without any.
fn sum_of_means<'a>(parts: impl Iterator<Item = &'a (&'a Quantity, f64)>) -> Option<f64> {
    let means = parts.filter(|(part, _)| is_contribution(part));
    means.map(|(_, value)| *value).reduce(|a, b| a + b)
}

/// Whether a quantity is what some source group adds to a mean.
fn is_contribution(quantity: &Quantity) -> bool {
    let group = quantity.group();
    quantity.statistic() == MEAN && group.is_some_and(|group| group != BACKGROUND)
}

/// Whether a quantity is the NO2 that forms from NO.
fn is_conversion(quantity: &Quantity) -> bool {
    quantity.statistic() == "conversion"
}

/// Whether a quantity of another pollutant goes into NO2 that forms from NO: NOx of roads, and background ozone.
fn explains_no2(quantity: &Quantity) -> bool {
    match (quantity.pollutant(), quantity.group()) {
        ("nox", Some(_)) => true,
        ("o3", Some(group)) => group == BACKGROUND,
        _ => false,
    }
}

/// The exceedances of a series of hours. Those of the standard methods come from no series but from
/// the annual mean, from which they are told again with all that it rests on.
fn counts_of_row(pollutant: &str, known: &[(&Quantity, f64)]) -> Vec<CountedExceedances> {
    if known.iter().any(|(it, _)| it.group() == Some("srm1")) {
        return Vec::new();
    }
    known
        .iter()
        .filter(|(quantity, _)| quantity.pollutant() == pollutant && quantity.group().is_none())
        .filter_map(|(quantity, count)| {
            let (averaging, threshold) = exceedance(quantity.statistic())?;
            Some(CountedExceedances {
                averaging,
                threshold,
                count: *count,
                origin: format!("{RECEPTORS}, column {quantity}"),
            })
        })
        .collect()
}

/// Period and threshold of a statistic such as `days_over_50`.
fn exceedance(statistic: &str) -> Option<(Averaging, f64)> {
    let (period, threshold) = statistic.split_once("_over_")?;
    let averaging = match period {
        "hours" => Averaging::Hour,
        "8h" => Averaging::EightHours,
        "days" => Averaging::Day,
        _ => return None,
    };
    Some((averaging, threshold.replace('_', ".").parse().ok()?))
}

pub(super) fn duty(grounds: Grounds) -> AssessmentDuty {
    match grounds {
        Grounds::Assessed => AssessmentDuty::Assess,
        Grounds::NotApplicable => AssessmentDuty::NotApplicable,
        Grounds::NotExposed => AssessmentDuty::NoExposure,
        Grounds::Other => AssessmentDuty::Other,
    }
}

pub(super) fn scope(assessed: Assessed) -> Scope {
    match assessed {
        Assessed::All => Scope::All,
        Assessed::Pm10 => Scope::ParticlesOnly,
        Assessed::Nothing => Scope::Nothing,
    }
}

impl Assessable {
    /// Takes from a CIMLK receptor file which receptors are assessed, and for what.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn take_duties(&mut self, file: &Path) -> Result<()> {
        let rows = read_receptors(file)?.into_records();
        let by_id: HashMap<&str, &ReceptorLink> =
            rows.iter().map(|row| (row.id.as_str(), row)).collect();
        for site in &mut self.sites {
            if let Some(row) = by_id.get(site.id.as_str()) {
                site.duty = duty(row.grounds);
                site.scope = scope(row.assessed);
            }
        }
        self.duties = Duties::Registered;
        let path = file.to_string_lossy();
        let record = FileRecord::of(file, path)?.used_as("receptors");
        let input = input_file(&record);
        if !self.inputs.contains(&input) {
            self.inputs.push(input);
        }
        Ok(())
    }

    /// The CIMLK receptor file that the run itself read, where it is still there unchanged.
    #[must_use]
    pub fn own_receptors(&self) -> Option<PathBuf> {
        let input = self.inputs.iter().find(|it| it.role == "receptors")?;
        let path = PathBuf::from(&input.path);
        let now = FileRecord::of(&path, &input.path).ok()?;
        (now.sha256 == input.sha256).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceedance_columns_are_understood() {
        assert_eq!(exceedance("days_over_50"), Some((Averaging::Day, 50.0)));
        assert_eq!(exceedance("hours_over_200"), Some((Averaging::Hour, 200.0)));
        assert_eq!(exceedance("weeks_over_2"), None);
        assert_eq!(exceedance("p98"), None);
    }

    #[test]
    fn a_row_without_a_mean_says_nothing() {
        let quantities = [
            Quantity::new("no2", "mean"),
            Quantity::new("pm10", "mean"),
            Quantity::new("pm10", "mean").of_group("srm1"),
        ];
        let years = years_of_row(&quantities, &[f64::NAN, 20.0, 1.5], Doubts::default());
        assert_eq!(years.len(), 1);
        assert_eq!(years[0].pollutant, "pm10");
        assert_eq!(years[0].extent, Extent::Contribution);
        assert_eq!(years[0].mean.inputs[0].value, 1.5);
    }

    #[test]
    fn only_a_mean_with_background_is_a_total() {
        let mean = || Quantity::new("no2", "mean");
        let quantities = [
            mean(),
            mean().of_group(BACKGROUND),
            mean().of_group("roads"),
            Quantity::new("no2", "direct").of_group("srm1"),
        ];
        let extent = |values: &[f64], incomplete: &[&str]| {
            let doubts = Doubts {
                incomplete,
                ..Doubts::default()
            };
            let year = years_of_row(&quantities, values, doubts).remove(0);
            (year.extent, year.mean.value)
        };
        let total = [22.0, 20.0, 2.0, 1.0];
        assert_eq!(extent(&total, &[]), (Extent::Total, 22.0));
        assert_eq!(extent(&total, &["no2"]), (Extent::Contribution, 22.0));
        let without = [f64::NAN, f64::NAN, 2.0, 1.0];
        assert_eq!(extent(&without, &[]), (Extent::Contribution, 2.0));
        let sure = years_of_row(&quantities, &total, Doubts::default())
            .remove(0)
            .mean;
        assert_eq!(
            (sure.rule.as_str(), sure.provenance),
            (NO2_RULE, Provenance::Verified)
        );
        let nothing = [f64::NAN, 20.0, f64::NAN, 1.0];
        assert!(years_of_row(&quantities, &nothing, Doubts::default()).is_empty());
    }

    fn stoves() -> [UncertainGroup; 1] {
        [UncertainGroup {
            group: "stoves".to_owned(),
            factor: 4.0,
            pollutants: vec!["pm10".to_owned()],
        }]
    }

    #[test]
    fn an_uncertain_contribution_may_be_as_many_times_as_much() {
        let mean = |pollutant| Quantity::new(pollutant, "mean");
        let pm10 = || mean("pm10");
        let apart = [
            pm10(),
            pm10().of_group(BACKGROUND),
            pm10().of_group("stoves"),
            pm10().of_group("roads"),
            mean("nox"),
        ];
        let uncertain = stoves();
        let doubts = Doubts {
            uncertain: &uncertain,
            ..Doubts::default()
        };
        let years = years_of_row(&apart, &[23.0, 20.0, 1.0, 2.0, 9.0], doubts);
        assert_eq!(years[0].at_most.as_ref().unwrap().value, 26.0);
        let told = years[0].mean.inputs.last().unwrap();
        assert_eq!(
            (told.value, told.origin.as_str()),
            (26.0, "run.json, uncertain")
        );
        assert!(told.name.ends_with("stoves (4.0)"), "{}", told.name);
        assert_eq!(years[1].at_most, None);
        let together = [
            pm10(),
            pm10().of_group(BACKGROUND),
            pm10().of_group("sources"),
        ];
        let years = years_of_row(&together, &[23.0, 20.0, 3.0], doubts);
        assert_eq!(years[0].at_most.as_ref().unwrap().value, 32.0);
        let years = years_of_row(&together, &[23.0, 20.0, 3.0], Doubts::default());
        assert_eq!(years[0].at_most, None);
    }

    #[test]
    fn days_of_the_standard_methods_are_told_from_the_mean() {
        let pm10 = || Quantity::new("pm10", "mean");
        let days = || Quantity::new("pm10", "days_over_50");
        let of_methods = [pm10(), pm10().of_group("srm1"), days()];
        let years = years_of_row(&of_methods, &[20.0, 1.0, 7.652], Doubts::default());
        assert!(years[0].counted.is_empty());
        let of_hours = [pm10(), pm10().of_group("roads"), days()];
        let years = years_of_row(&of_hours, &[20.0, 1.0, 7.0], Doubts::default());
        assert_eq!(years[0].counted[0].count, 7.0);
    }
}
