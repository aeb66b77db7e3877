//! Results of others, computed again from their own parts.

use pluim_core::chemistry::dutch_annual_no2::{
    AnnualNo2Parts, COMBINED_FROM, TrafficNitrogen, annual_no2,
};
use pluim_core::statistics::pm10_days::days_over_50;
use pluim_io::cimlk::ReceptorResult;
use pluim_io::run_folder::Warning;

/// A column that follows from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// NO2 from background, contributions and ozone (Rbl 2007, annex 1), where SRM1 contributes
    /// enough for the combined rule.
    No2,
    /// PM10 from background and contributions.
    Pm10,
    /// Days with PM10 above 50 ug/m3 from its annual mean (Rbl 2007, annex 1).
    Pm10Days,
}

/// What a column was found to differ from its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recomputed {
    /// The column.
    pub what: Followed,
    /// Receptors at which it was computed again.
    pub receptors: usize,
    /// The greatest difference (ug/m3 or days).
    pub greatest: f64,
    /// Receptors at which it differs by more than rounding.
    pub beyond: usize,
}

impl Followed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::No2, Self::Pm10, Self::Pm10Days];

    /// What four printed decimals may add up to (ug/m3 or days).
    #[must_use]
    pub fn rounding(self) -> f64 {
        match self {
            Self::No2 | Self::Pm10 => 0.001,
            Self::Pm10Days => 0.01,
        }
    }

    /// Name of the rule of a warning.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::No2 => "results.no2",
            Self::Pm10 => "results.pm10",
            Self::Pm10Days => "results.pm10-days",
        }
    }

    /// By how much a result differs from its parts; `None` where the rule does not hold.
    fn difference(self, result: &ReceptorResult) -> Option<f64> {
        let pm10 = &result.pm10;
        match self {
            Self::No2 => no2(result).map(|it| it - result.no2.concentration),
            Self::Pm10 => {
                let sum = pm10.background.concentration + pm10.srm1 + pm10.srm2;
                Some(sum - pm10.concentration)
            }
            Self::Pm10Days => Some(days_over_50(pm10.concentration) - result.pm10_days),
        }
    }
}

fn no2(result: &ReceptorResult) -> Option<f64> {
    let no2 = &result.no2;
    let parts = AnnualNo2Parts {
        street: TrafficNitrogen {
            nox: no2.nox_srm1,
            direct: no2.direct_srm1,
        },
        open_road: TrafficNitrogen {
            nox: no2.nox_srm2,
            direct: no2.direct_srm2,
        },
        sector_conversion: no2.conversion,
        ozone: result.o3.concentration,
        background: no2.background.concentration,
    };
    (no2.nox_srm1 > COMBINED_FROM).then(|| annual_no2(&parts).total())
}

/// Computes again what follows from other columns.
pub(super) fn recompute(results: &[ReceptorResult]) -> Vec<Recomputed> {
    let of = |what: Followed| {
        let differences = results.iter().filter_map(|it| what.difference(it));
        let differences: Vec<f64> = differences.map(f64::abs).collect();
        let beyond = differences.iter().filter(|it| **it > what.rounding());
        Recomputed {
            what,
            receptors: differences.len(),
            greatest: differences.iter().copied().fold(0.0, f64::max),
            beyond: beyond.count(),
        }
    };
    let all = Followed::ALL.into_iter().map(of);
    all.filter(|it| it.receptors > 0).collect()
}

/// Warnings of columns that do not follow from their parts.
pub(super) fn differences(results: &[ReceptorResult]) -> Vec<Warning> {
    let found = recompute(results).into_iter();
    let beyond = found.filter(|it| it.beyond > 0);
    let warning = |it: Recomputed| Warning {
        rule: it.what.rule().to_owned(),
        message: format!(
            "results differ from their own parts by up to {:.4}",
            it.greatest
        ),
        count: Some(it.beyond),
    };
    beyond.map(warning).collect()
}
