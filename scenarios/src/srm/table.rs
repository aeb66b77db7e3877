//! Results as the receptor table of a run.

use pluim_core::emission::Pollutant;
use pluim_core::statistics::pm10_days::days_over_50;
use pluim_io::run_folder::{Quantity, Receptor, ReceptorTable};

use super::receptor::{PARTICLES, ReceptorYear};
use super::road::METHODS;
use crate::background::{BACKGROUND, BackgroundField};

/// Source group of both methods together, where they cannot be told apart.
const ROADS: &str = "roads";

/// A number of a receptor in a year, where it has one.
type OfReceptor = Box<dyn Fn(&ReceptorYear) -> Option<f64>>;

/// What a column holds, and how it follows from a receptor's year.
struct Column {
    quantity: Quantity,
    value: OfReceptor,
}

/// The results as the receptor table of a run: totals first, contributions after them; values
/// that are unknown stay empty.
///
/// Where the run has a `background` of a pollutant, its mean is the total, and background and
/// contributions of the roads add up to it; a receptor without background has no total. Where the
/// run has none, the mean is what the roads contribute.
#[must_use]
pub fn receptor_table(years: &[ReceptorYear], background: &BackgroundField) -> ReceptorTable {
    let columns = columns(background);
    let row = |year: &ReceptorYear| Receptor {
        id: year.receptor.id.clone(),
        x: year.receptor.at.x(),
        y: year.receptor.at.y(),
        values: columns
            .iter()
            .map(|column| (column.value)(year).unwrap_or(f64::NAN))
            .collect(),
    };
    let receptors = years.iter().map(row).collect();
    let mut table = ReceptorTable::new(columns.into_iter().map(|it| it.quantity).collect());
    table.receptors = receptors;
    table
}

fn columns(background: &BackgroundField) -> Vec<Column> {
    let mut columns = totals(background);
    if background.knows(Pollutant::No2) {
        columns.push(of_background("no2", |year| {
            year.background.no2.map(|it| it.concentration)
        }));
    }
    columns.extend(nitrogen());
    for (kind, pollutant) in PARTICLES.into_iter().enumerate() {
        if background.knows(pollutant) {
            columns.push(of_background(pollutant.name(), move |year| {
                year.background.particles[kind].map(|it| it.concentration)
            }));
        }
        columns.extend(particles(kind));
    }
    if background.knows(Pollutant::O3) {
        columns.push(of_background("o3", |year| {
            year.background.o3.map(|it| it.concentration)
        }));
    }
    columns
}

fn column(quantity: Quantity, value: impl Fn(&ReceptorYear) -> Option<f64> + 'static) -> Column {
    let value = Box::new(value);
    Column { quantity, value }
}

fn mean(pollutant: &str) -> Quantity {
    Quantity::new(pollutant, "mean")
}

fn of_background(
    pollutant: &str,
    value: impl Fn(&ReceptorYear) -> Option<f64> + 'static,
) -> Column {
    column(mean(pollutant).of_group(BACKGROUND), value)
}

fn totals(background: &BackgroundField) -> Vec<Column> {
    let mut columns = vec![if background.knows(Pollutant::No2) {
        column(mean("no2"), ReceptorYear::no2_total)
    } else {
        column(mean("no2"), |year| Some(year.no2.contribution()))
    }];
    for (kind, pollutant) in PARTICLES.into_iter().enumerate() {
        let quantity = mean(pollutant.name());
        columns.push(if background.knows(pollutant) {
            column(quantity, move |year| year.particles(kind))
        } else {
            column(quantity, move |year| year.particles_of_roads(kind))
        });
    }
    columns.push(column(mean("nox"), |year| {
        Some(year.street.nitrogen.nox + year.open_road.nitrogen.nox)
    }));
    if background.knows(Pollutant::Pm10) {
        columns.push(column(Quantity::new("pm10", "days_over_50"), |year| {
            year.particles(0).map(days_over_50)
        }));
    }
    columns
}

fn nitrogen() -> Vec<Column> {
    let [srm1, srm2] = METHODS;
    let direct = || Quantity::new("no2", "direct");
    let conversion = Quantity::new("no2", "conversion");
    vec![
        column(mean("no2").of_group(ROADS), |year| {
            Some(year.no2.contribution())
        }),
        column(direct().of_group(srm1), |year| {
            Some(year.street.nitrogen.direct)
        }),
        column(direct().of_group(srm2), |year| {
            Some(year.open_road.nitrogen.direct)
        }),
        column(conversion.of_group(ROADS), |year| Some(year.no2.conversion)),
        column(mean("nox").of_group(srm1), |year| {
            Some(year.street.nitrogen.nox)
        }),
        column(mean("nox").of_group(srm2), |year| {
            Some(year.open_road.nitrogen.nox)
        }),
    ]
}

fn particles(kind: usize) -> [Column; 2] {
    let [srm1, srm2] = METHODS;
    let name = PARTICLES[kind].name();
    [
        column(mean(name).of_group(srm1), move |year| {
            year.street.particles[kind]
        }),
        column(mean(name).of_group(srm2), move |year| {
            year.open_road.particles[kind]
        }),
    ]
}
