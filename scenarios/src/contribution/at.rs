//! Which sources matter most at one place.

use std::str::FromStr;

use clap::ValueEnum;
use geo_types::Coord;
use pluim_core::solve::units_at;
use pluim_io::plain_table::PlainTable;
use pluim_io::run_folder::Results;
use serde_json::json;

use super::ContributionArgs;
use crate::error::Result;
use crate::plan::Plan;
use crate::run::{Bar, unit};

/// A place given as `X,Y` (m).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place(Coord<f64>);

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let expected = || format!("expected X,Y in metres, such as 133000,411500; found {text:?}");
        let (x, y) = text.split_once(',').ok_or_else(expected)?;
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|it| it.is_finite());
        let (x, y) = number(x).zip(number(y)).ok_or_else(expected)?;
        Ok(Self(Coord { x, y }))
    }
}

/// What counts as one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Grouping {
    /// Sources of one name, such as all parts of a street.
    #[default]
    Name,
    /// Every part of a road and every other source by itself.
    Part,
}

/// A source, or several of one name, and what they make at the place.
struct Share {
    name: String,
    group: String,
    /// Number of parts.
    parts: usize,
    /// Concentration per pollutant, in its unit.
    values: Vec<f64>,
}

pub(super) fn execute(results: &Results, at: Place, args: &ContributionArgs) -> Result<()> {
    let plan = Plan::again(results)?;
    let bar = Bar::spinner("every source at the place");
    let units = units_at(&plan.case(), at.0);
    bar.finish();
    let shares = shares(&plan, &units, args.by);
    let tables: Vec<(String, f64, PlainTable)> = (0..plan.pollutants.len())
        .map(|pollutant| {
            let (name, unit) = (plan.pollutants[pollutant].name(), unit_of(&plan, pollutant));
            let (total, table) = largest(&shares, pollutant, args.top);
            (format!("{name}_mean ({unit})"), total, table)
        })
        .collect();
    if args.json {
        let told = tables
            .iter()
            .map(|(of, total, table)| json!({ "of": of, "total": total, "sources": table.json() }));
        let told: Vec<_> = told.collect();
        println!(
            "{:#}",
            json!({ "x": at.0.x, "y": at.0.y, "contributions": told })
        );
        return Ok(());
    }
    for (of, total, table) in &tables {
        println!(
            "{of} at {}, {}: {total:.4} from all sources",
            at.0.x, at.0.y
        );
        println!("{}", table.text());
    }
    Ok(())
}

fn unit_of(plan: &Plan, pollutant: usize) -> &'static str {
    unit(plan.pollutants[pollutant].name()).0
}

fn shares(plan: &Plan, units: &[f64], by: Grouping) -> Vec<Share> {
    let mut shares: Vec<Share> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for ((source, emission), by_unit) in plan.sources.iter().zip(&plan.emissions).zip(units) {
        let values = source.rates.iter().zip(&plan.pollutants);
        let values = values.map(|(rate, pollutant)| unit(pollutant.name()).1 * rate * by_unit);
        let name = match by {
            Grouping::Name if !emission.name.is_empty() => &emission.name,
            _ => &source.id,
        };
        let number = *known.entry((name, &emission.group)).or_insert_with(|| {
            shares.push(Share {
                name: name.clone(),
                group: emission.group.clone(),
                parts: 0,
                values: vec![0.0; plan.pollutants.len()],
            });
            shares.len() - 1
        });
        shares[number].parts += 1;
        for (sum, value) in shares[number].values.iter_mut().zip(values) {
            *sum += value;
        }
    }
    shares
}

/// The total, and the sources that make most of it.
fn largest(shares: &[Share], pollutant: usize, top: usize) -> (f64, PlainTable) {
    let total: f64 = shares.iter().map(|share| share.values[pollutant]).sum();
    let mut order: Vec<&Share> = shares
        .iter()
        .filter(|share| share.values[pollutant] > 0.0)
        .collect();
    order.sort_by(|one, other| other.values[pollutant].total_cmp(&one.values[pollutant]));
    let mut table = PlainTable::new(["source", "group", "parts", "concentration", "share_percent"]);
    for share in order.into_iter().take(top) {
        let value = share.values[pollutant];
        table.push([
            share.name.clone().into(),
            share.group.clone().into(),
            share.parts.into(),
            value.into(),
            (100.0 * value / total).into(),
        ]);
    }
    (total, table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_two_numbers() {
        let place: Place = "133000, 411500.5".parse().unwrap();
        assert_eq!(
            place.0,
            Coord {
                x: 133_000.0,
                y: 411_500.5
            }
        );
        for bad in ["133000", "a,b", "1,NaN", ""] {
            assert!(
                bad.parse::<Place>().unwrap_err().contains("expected X,Y"),
                "{bad}"
            );
        }
    }
}
