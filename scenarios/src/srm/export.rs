//! Results in the formats that others read.

use pluim_core::assessment::round_half_even;
use pluim_core::statistics::pm10_days::days_over_50;
use pluim_io::cimlk::{Background, No2, Particles, ReceptorResult};
use pluim_io::run_folder::{Quantity, Receptor, ReceptorTable};

use super::background::Backgrounds;
use super::error::SrmError;
use super::receptor::{Contribution, PARTICLES, ReceptorYear};

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
    let without: Vec<&ReceptorYear> = years.iter().filter(|it| it.background.is_none()).collect();
    if let Some(first) = without.first() {
        return Err(SrmError::Background {
            first: first.receptor.id.clone(),
            count: without.len(),
        });
    }
    let row = |year: &ReceptorYear| year.background.map(|it| result(year, &it, stamp));
    Ok(years.iter().filter_map(row).collect())
}

fn result(year: &ReceptorYear, background: &Backgrounds, stamp: &ExportStamp) -> ReceptorResult {
    let receptor = &year.receptor;
    let backgrounds = [background.pm10, background.pm2_5, background.ec];
    let mut kinds = backgrounds.iter().enumerate().map(|(kind, background)| {
        let of = |from: &Contribution| from.particles[kind].unwrap_or(0.0);
        particles(of(&year.street), of(&year.open_road), *background)
    });
    let mut next = || {
        kinds
            .next()
            .unwrap_or_else(|| particles(0.0, 0.0, background.ec))
    };
    let (pm10, pm2_5, ec) = (next(), next(), next());
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
        pm10_days: round(days_over_50(total(year, 0).unwrap_or(pm10.concentration))),
        pm10,
        pm2_5,
        ec,
        at: receptor.at,
    }
}

fn no2(year: &ReceptorYear, background: Background) -> No2 {
    No2 {
        concentration: round(year.no2.total()),
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

/// Total annual mean (ug/m3) of the particles with index `kind`; `None` without background or
/// factors.
fn total(year: &ReceptorYear, kind: usize) -> Option<f64> {
    let background = year.background?;
    let large_scale = [background.pm10, background.pm2_5, background.ec][kind].concentration;
    let roads = year.street.particles[kind]? + year.open_road.particles[kind]?;
    Some(large_scale + roads)
}

/// The results as the receptor table of a run: totals first, contributions after them; values
/// that are unknown stay empty.
#[must_use]
pub fn receptor_table(years: &[ReceptorYear]) -> ReceptorTable {
    let mut table = ReceptorTable::new(quantities());
    table.receptors = years.iter().map(row).collect();
    table
}

const GROUPS: [&str; 2] = ["srm1", "srm2"];

fn quantities() -> Vec<Quantity> {
    let mean = |name: &str| Quantity::new(name, "mean");
    let mut all = vec![mean("no2"), Quantity::new("no2", "mean_background")];
    all.extend(PARTICLES.map(|pollutant| mean(pollutant.name())));
    all.push(Quantity::new("pm10", "days_over_50"));
    all.extend(GROUPS.map(|group| mean("nox").of_group(group)));
    all.extend(GROUPS.map(|group| Quantity::new("no2", "direct").of_group(group)));
    all.push(Quantity::new("no2", "conversion").of_group("roads"));
    for pollutant in PARTICLES {
        all.extend(GROUPS.map(|group| mean(pollutant.name()).of_group(group)));
    }
    all
}

fn row(year: &ReceptorYear) -> Receptor {
    let known = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let background = year.background.map(|it| it.no2.concentration);
    let sides = [&year.street, &year.open_road];
    let mut values = vec![
        known(background.map(|_| year.no2.total())),
        known(background),
    ];
    values.extend((0..PARTICLES.len()).map(|kind| known(total(year, kind))));
    values.push(known(total(year, 0).map(days_over_50)));
    values.extend(sides.map(|side| side.nitrogen.nox));
    values.extend(sides.map(|side| side.nitrogen.direct));
    values.push(year.no2.conversion);
    for kind in 0..PARTICLES.len() {
        values.extend(sides.map(|side| known(side.particles[kind])));
    }
    Receptor {
        id: year.receptor.id.clone(),
        x: year.receptor.at.x(),
        y: year.receptor.at.y(),
        values,
    }
}
