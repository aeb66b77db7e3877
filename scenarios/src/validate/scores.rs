//! What comes out: scores of the total, of the increment, and of the background alone.

use std::fmt::Write;

use pluim_core::emission::Pollutant;
use pluim_core::statistics::fairmode::{MeasurementUncertainty, overall};
use pluim_core::statistics::scores::Scores;
use pluim_io::plain_table::PlainTable;
use serde_json::{Value, json};

use super::background::{Background, Part};
use super::modelled::Modelled;
use super::stations::{Compared, LeftOut};

/// A run beside measurements.
pub(super) struct Validation<'a> {
    pub(super) pollutant: Pollutant,
    pub(super) modelled: &'a Modelled,
    pub(super) background: &'a Background,
    pub(super) stations: &'a [Compared],
    pub(super) left_out: &'a [LeftOut],
    pub(super) warnings: Vec<String>,
}

/// What is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// Background and sources.
    Total,
    /// What the sources add to the background.
    Increment,
    /// The background without any source: what a total scores without a model.
    BackgroundAlone,
}

impl Subject {
    pub(super) const ALL: [Self; 3] = [Self::Total, Self::Increment, Self::BackgroundAlone];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Increment => "increment",
            Self::BackgroundAlone => "background alone",
        }
    }

    /// Observed and modelled value at a station.
    pub(super) fn pair(self, at: &Compared) -> (f64, f64) {
        match self {
            Self::Total => (at.station.mean, at.total),
            Self::Increment => (at.observed_increment, at.increment),
            Self::BackgroundAlone => (at.station.mean, at.background),
        }
    }
}

impl Validation<'_> {
    /// Scores of a subject over all stations.
    pub(super) fn scores(&self, subject: Subject) -> Option<Scores> {
        let stations = self.stations.iter();
        let pairs: Vec<_> = stations.map(|at| subject.pair(at)).collect();
        Scores::of(&pairs)
    }

    pub(super) fn uncertainty(&self) -> Option<MeasurementUncertainty> {
        MeasurementUncertainty::of(self.pollutant)
    }

    /// MQI over all stations; none for an increment, whose measurement is a difference.
    fn quality(&self, subject: Subject) -> Option<f64> {
        let uncertainty = self
            .uncertainty()
            .filter(|_| subject != Subject::Increment)?;
        let indicator = |at: &Compared| {
            let (observed, modelled) = subject.pair(at);
            uncertainty.indicator(observed, modelled)
        };
        let indicators: Vec<f64> = self.stations.iter().map(indicator).collect();
        overall(&indicators)
    }

    fn scored(&self) -> PlainTable {
        let mut table = PlainTable::new([
            "scored", "stations", "observed", "modelled", "FB", "NMSE", "FAC2", "R", "RMSE", "MQI",
        ]);
        for subject in Subject::ALL {
            let Some(scores) = self.scores(subject) else {
                continue;
            };
            table.push([
                subject.name().into(),
                scores.pairs.into(),
                rounded(scores.observed).into(),
                rounded(scores.modelled).into(),
                scores.fractional_bias.map(rounded).into(),
                scores.normalised_mean_square_error.map(rounded).into(),
                rounded(scores.within_factor_two).into(),
                scores.correlation.map(rounded).into(),
                rounded(scores.root_mean_square_error).into(),
                self.quality(subject).map(rounded).into(),
            ]);
        }
        table
    }

    /// A row for each station.
    pub(super) fn table(&self) -> PlainTable {
        let mut table = PlainTable::new([
            "id",
            "name",
            "kind",
            "x",
            "y",
            "capture",
            "observed",
            "modelled",
            "background",
            "observed_increment",
            "modelled_increment",
            "lowest_around",
            "highest_around",
            "mqi",
        ]);
        for at in self.stations {
            let quality = self
                .uncertainty()
                .map(|it| it.indicator(at.station.mean, at.total));
            table.push([
                at.station.id.clone().into(),
                at.station.name.clone().into(),
                at.station.kind.clone().into(),
                at.station.at.x.round().into(),
                at.station.at.y.round().into(),
                rounded(at.station.capture()).into(),
                rounded(at.station.mean).into(),
                rounded(at.total).into(),
                rounded(at.background).into(),
                rounded(at.observed_increment).into(),
                rounded(at.increment).into(),
                rounded(at.around.0).into(),
                rounded(at.around.1).into(),
                quality.map(rounded).into(),
            ]);
        }
        table
    }

    /// What people read.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let (pollutant, background) = (self.pollutant, self.told_background());
        let _ = writeln!(text, "{pollutant}, annual mean (ug/m3); {background}");
        if let Some(ozone) = self.modelled.ozone() {
            let _ = writeln!(
                text,
                "NO becomes NO2 with {ozone:.1} ug/m3 of ozone (SRM1, equation 1.3)"
            );
        }
        let _ = writeln!(text, "\n{}", self.scored().text());
        let _ = writeln!(text, "{}", self.brief().text());
        for (why, count) in self.reasons() {
            let _ = writeln!(text, "not compared: {count} stations, {why}");
        }
        for warning in &self.warnings {
            let _ = writeln!(text, "warning: {warning}");
        }
        text
    }

    /// The columns of the table that fit a terminal.
    fn brief(&self) -> PlainTable {
        let mut table =
            PlainTable::new(["station", "kind", "observed", "total", "above", "increment"]);
        for at in self.stations {
            table.push([
                format!("{} {}", at.station.id, at.station.name).into(),
                at.station.kind.clone().into(),
                rounded(at.station.mean).into(),
                rounded(at.total).into(),
                rounded(at.observed_increment).into(),
                rounded(at.increment).into(),
            ]);
        }
        table
    }

    fn told_background(&self) -> String {
        let Background::Measured { mean, stations } = self.background else {
            return "background of the run".to_owned();
        };
        let told = |it: &Part| match it.added {
            Some(added) => format!("{} {} ({:.2} less {added:.2})", it.id, it.name, it.observed),
            None => format!("{} {} ({:.2})", it.id, it.name, it.observed),
        };
        let told: Vec<String> = stations.iter().map(told).collect();
        format!("background {mean:.2} from {}", told.join(", "))
    }

    fn reasons(&self) -> Vec<(&'static str, usize)> {
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for it in self.left_out {
            match reasons.iter_mut().find(|(why, _)| *why == it.why) {
                Some((_, count)) => *count += 1,
                None => reasons.push((it.why, 1)),
            }
        }
        reasons
    }

    /// What programs read.
    pub(super) fn json(&self) -> Value {
        let value = match self.background {
            Background::Measured { mean, .. } => Some(*mean),
            Background::OfRun => None,
        };
        let background =
            self.background.stations().iter().map(
                |it| json!({ "id": it.id, "observed": it.observed, "added_by_run": it.added }),
            );
        let left_out = self
            .left_out
            .iter()
            .map(|it| json!({ "id": it.id, "why": it.why }));
        json!({
            "pollutant": self.pollutant.name(),
            "unit": "ug/m3",
            "background": {
                "value": value,
                "stations": background.collect::<Vec<_>>(),
            },
            "ozone": self.modelled.ozone(),
            "scores": self.scored().json(),
            "stations": self.table().json(),
            "not_compared": left_out.collect::<Vec<_>>(),
            "warnings": self.warnings,
        })
    }
}

/// A value to a thousandth.
fn rounded(value: f64) -> f64 {
    (1000.0 * value).round() / 1000.0
}
