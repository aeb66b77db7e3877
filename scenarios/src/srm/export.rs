//! Results in the format of the registers.

use pluim_core::assessment::round_half_even;
use pluim_core::statistics::pm10_days::days_over_50;
use pluim_io::cimlk::{Background, No2, Particles, ReceptorResult};

use super::background::WholeBackground;
use super::error::SrmError;
use super::receptor::{Contribution, ReceptorYear};

/// What is printed on every exported row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportStamp {
    /// Name and version of the tool.
    pub tool: String,
    /// Year for which the results hold.
    pub year: i32,
}

/// The decimals of exported concentrations, as in the official results.
const DECIMALS: u8 = 4;

/// The results as CIMLK `Rekenresultaten`.
///
/// Contributions of particles without factors are written as 0; the run's warnings say so.
///
/// # Errors
/// When a receptor has no background, so that it has no totals.
pub fn cimlk_results(
    years: &[ReceptorYear],
    stamp: &ExportStamp,
) -> Result<Vec<ReceptorResult>, SrmError> {
    let without = || years.iter().filter(|it| it.background.whole().is_none());
    if let Some(first) = without().next() {
        return Err(SrmError::Background {
            first: first.receptor.id.clone(),
            count: without().count(),
        });
    }
    Ok(covered_results(years, stamp))
}

/// The results as CIMLK `Rekenresultaten` of those receptors that have a background of every
/// pollutant.
#[must_use]
pub fn covered_results(years: &[ReceptorYear], stamp: &ExportStamp) -> Vec<ReceptorResult> {
    let row = |year: &ReceptorYear| Some(result(year, &year.background.whole()?, stamp));
    years.iter().filter_map(row).collect()
}

fn result(
    year: &ReceptorYear,
    background: &WholeBackground,
    stamp: &ExportStamp,
) -> ReceptorResult {
    let receptor = &year.receptor;
    let of = |kind: usize| {
        let part = |from: &Contribution| from.particles[kind].unwrap_or(0.0);
        let background = background.particles[kind];
        particles(part(&year.street), part(&year.open_road), background)
    };
    let pm10 = of(0);
    ReceptorResult {
        receptor: receptor.id.clone(),
        tool: stamp.tool.clone(),
        year: stamp.year,
        authority: receptor.authority.clone(),
        name: receptor.name.clone(),
        assessed: receptor.assessed,
        grounds: receptor.grounds,
        remark: receptor.remark.clone(),
        no2: no2(year, background.no2),
        o3: background.o3,
        pm10_days: round(days_over_50(
            year.particles(0).unwrap_or(pm10.concentration),
        )),
        pm10,
        pm2_5: of(1),
        ec: of(2),
        at: receptor.at,
    }
}

fn no2(year: &ReceptorYear, background: Background) -> No2 {
    No2 {
        concentration: round(background.concentration + year.no2.contribution()),
        nox_srm1: round(year.street.nitrogen.nox),
        nox_srm2: round(year.open_road.nitrogen.nox),
        direct_srm1: round(year.street.nitrogen.direct),
        direct_srm2: round(year.open_road.nitrogen.direct),
        conversion: round(year.no2.conversion),
        background,
    }
}

fn particles(srm1: f64, srm2: f64, background: Background) -> Particles {
    Particles {
        concentration: round(background.concentration + srm1 + srm2),
        srm1: round(srm1),
        srm2: round(srm2),
        background,
    }
}

fn round(value: f64) -> f64 {
    round_half_even(value, DECIMALS)
}
