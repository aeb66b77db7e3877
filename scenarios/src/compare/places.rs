//! The change at receptors and over areas.

use std::collections::HashMap;

use geo_types::Coord;
use pluim_io::geopackage::{FeatureLayer, Shapes, write_geopackage};
use pluim_io::plain_table::{Cell, PlainTable};
use pluim_io::run_folder::{Quantity, Receptor, ReceptorTable};
use serde_json::json;

use super::maps::Rasters;
use super::{Pair, differ};
use crate::answer::{Answer, Zones, of_areas};
use crate::error::{Error, Result};

/// Places further apart than this (m) are not the same receptor.
const NEAR: f64 = 0.01;

/// What there is to tell of places.
pub(super) struct Found<'a> {
    pub(super) pairs: &'a [Rasters],
    pub(super) receptors: Option<&'a Receptors>,
    pub(super) zones: Option<&'a Zones>,
    pub(super) top: usize,
}

/// Receptors that both runs have.
pub(super) struct Receptors {
    quantities: Vec<Quantity>,
    rows: Vec<Row>,
    /// How many only one of the runs has.
    alone: usize,
    epsg: u32,
}

impl Receptors {
    /// Whether the runs share no receptor, or nothing at those that they share.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() || self.quantities.is_empty()
    }
}

struct Row {
    id: String,
    at: Coord<f64>,
    /// Per quantity, in A and in B.
    values: Vec<(f64, f64)>,
}

/// The receptors that both runs have; none where a run has none.
pub(super) fn receptors(pair: &Pair) -> Result<Option<Receptors>> {
    let (Some(a), Some(b)) = (pair.a.receptors()?, pair.b.receptors()?) else {
        return Ok(None);
    };
    let columns: Vec<(usize, usize)> = common(&a, &b);
    let by_id: HashMap<&str, &Receptor> =
        a.receptors.iter().map(|it| (it.id.as_str(), it)).collect();
    let same = |now: &Receptor| {
        let before = by_id.get(now.id.as_str())?;
        let far = (before.x - now.x).hypot(before.y - now.y);
        (far <= NEAR).then(|| Row {
            id: now.id.clone(),
            at: Coord { x: now.x, y: now.y },
            values: columns
                .iter()
                .map(|(of_a, of_b)| (before.values[*of_a], now.values[*of_b]))
                .collect(),
        })
    };
    let rows: Vec<Row> = b.receptors.iter().filter_map(same).collect();
    let epsg = pair.b.record.settings["epsg"].as_u64().unwrap_or(28992);
    Ok(Some(Receptors {
        quantities: columns
            .iter()
            .map(|(of_a, _)| a.quantities[*of_a].clone())
            .collect(),
        alone: a.receptors.len() + b.receptors.len() - 2 * rows.len(),
        rows,
        epsg: u32::try_from(epsg).unwrap_or(28992),
    }))
}

fn common(a: &ReceptorTable, b: &ReceptorTable) -> Vec<(usize, usize)> {
    let of_b = |quantity: &Quantity| b.quantities.iter().position(|it| it == quantity);
    a.quantities
        .iter()
        .enumerate()
        .filter_map(|(of_a, quantity)| Some((of_a, of_b(quantity)?)))
        .collect()
}

impl Receptors {
    /// All receptors, each total in A, in B and its change, contributions by their change alone.
    fn table(&self) -> PlainTable {
        let columns = self.quantities.iter().flat_map(|it| match it.group() {
            None => ["a", "b", "difference", "relative"]
                .map(|word| format!("{}_{word}", it))
                .to_vec(),
            Some(_) => vec![
                it.with_statistic(&format!("{}_difference", it.statistic()))
                    .to_string(),
            ],
        });
        let fixed = ["id", "x", "y"].map(str::to_owned);
        let mut table = PlainTable::new(fixed.into_iter().chain(columns));
        for row in &self.rows {
            table.push(self.cells(row));
        }
        table
    }

    fn cells(&self, row: &Row) -> Vec<Cell> {
        let mut cells: Vec<Cell> = vec![row.id.clone().into(), row.at.x.into(), row.at.y.into()];
        for (quantity, (a, b)) in self.quantities.iter().zip(&row.values) {
            match quantity.group() {
                None => cells.extend([*a, *b, b - a, share(*a, *b)].map(Cell::from)),
                Some(_) => cells.push((b - a).into()),
            }
        }
        cells
    }

    /// The receptors at which each total changes most.
    fn largest(&self, top: usize) -> PlainTable {
        let mut table = PlainTable::new(["of", "id", "x", "y", "a", "b", "difference", "relative"]);
        let totals = self.quantities.iter().enumerate();
        for (at, quantity) in totals.filter(|(_, it)| it.group().is_none()) {
            let change = |row: &Row| row.values[at].1 - row.values[at].0;
            let mut rows: Vec<&Row> = self
                .rows
                .iter()
                .filter(|row| differ(row.values[at].0, row.values[at].1))
                .collect();
            rows.sort_by(|one, other| change(other).abs().total_cmp(&change(one).abs()));
            for row in rows.into_iter().take(top) {
                let (a, b) = row.values[at];
                let name: [Cell; 2] = [quantity.to_string().into(), row.id.clone().into()];
                let numbers = [row.at.x, row.at.y, a, b, b - a, share(a, b)];
                table.push(name.into_iter().chain(numbers.map(Cell::from)));
            }
        }
        table
    }
}

/// The change in percent of A.
fn share(a: f64, b: f64) -> f64 {
    if a > 0.0 {
        100.0 * (b - a) / a
    } else {
        f64::NAN
    }
}

pub(super) fn write(found: &Found<'_>, answer: &mut Answer) -> Result<()> {
    let receptors = found.receptors.map(|it| (it, it.table()));
    let means: Option<(&Zones, Vec<AreaMeans<'_>>)> = found
        .zones
        .map(|zones| Ok::<_, Error>((zones, area_means(zones, found.pairs)?)))
        .transpose()?;
    let areas = means.as_ref().map(|(zones, means)| areas(zones, means));
    if let Some((receptors, table)) = &receptors {
        table.write_csv(&answer.folder.join("receptors.csv"))?;
        answer.files.push("receptors.csv".to_owned());
        tell_receptors(receptors, found.top, answer);
    }
    if let (Some(table), Some((zones, means))) = (&areas, &means) {
        table.write_csv(&answer.folder.join("areas.csv"))?;
        answer.files.push("areas.csv".to_owned());
        answer.record["areas"] = table.json();
        let text = narrow(zones, means).text();
        answer
            .text
            .push_str(&format!("\nmeans over areas:\n{text}"));
    }
    let mut layers: Vec<FeatureLayer<'_>> = Vec::new();
    layers.extend(receptors.as_ref().map(|(receptors, table)| FeatureLayer {
        name: "receptors",
        table,
        shapes: Shapes::Points(receptors.rows.iter().map(|row| row.at).collect()),
    }));
    if let (Some(zones), Some(table)) = (found.zones, &areas) {
        layers.push(of_areas(&zones.areas, table));
    }
    if !layers.is_empty() {
        let epsg = match (found.receptors, found.pairs.first()) {
            (Some(receptors), _) => receptors.epsg,
            (None, Some(pair)) => pair.b.epsg()?,
            (None, None) => 28992,
        };
        write_geopackage(&answer.folder.join("compare.gpkg"), epsg, &layers)?;
        answer.files.push("compare.gpkg".to_owned());
    }
    Ok(())
}

fn tell_receptors(receptors: &Receptors, top: usize, answer: &mut Answer) {
    let largest = receptors.largest(top);
    answer.record["receptors"] = json!({
        "in_both": receptors.rows.len(),
        "in_one": receptors.alone,
        "largest_change": largest.json(),
    });
    if largest.rows().is_empty() {
        answer.text.push_str("\nno receptor changes\n");
    } else {
        let text = largest.text();
        answer
            .text
            .push_str(&format!("\nreceptors with the largest change:\n{text}"));
    }
    if receptors.alone > 0 {
        answer.text.push_str(&format!(
            "{} receptors are in one run only\n",
            receptors.alone
        ));
    }
}

/// Means over areas of a raster in A and in B.
struct AreaMeans<'a> {
    of: &'a Quantity,
    a: Vec<Option<f64>>,
    b: Vec<Option<f64>>,
}

impl AreaMeans<'_> {
    /// Change by area, in the unit of both.
    fn difference(&self) -> Vec<Option<f64>> {
        self.both(|a, b| b - a)
    }

    /// Change by area in percent of A.
    fn relative(&self) -> Vec<Option<f64>> {
        self.both(share)
    }

    fn both(&self, of: impl Fn(f64, f64) -> f64) -> Vec<Option<f64>> {
        let pairs = self.a.iter().zip(&self.b);
        pairs.map(|(a, b)| Some(of((*a)?, (*b)?))).collect()
    }
}

fn area_means<'a>(zones: &Zones, pairs: &'a [Rasters]) -> Result<Vec<AreaMeans<'a>>> {
    let means = |pair: &'a Rasters| {
        Ok(AreaMeans {
            of: &pair.quantity,
            a: zones.means(&pair.a)?,
            b: zones.means(&pair.b)?,
        })
    };
    pairs.iter().map(means).collect()
}

/// One row an area, with every raster in A and in B, and their change.
fn areas(zones: &Zones, means: &[AreaMeans<'_>]) -> PlainTable {
    let mut columns = Vec::new();
    for it in means {
        let name = |word: &str| format!("{}_{word}", it.of);
        columns.push((name("a"), it.a.clone()));
        columns.push((name("b"), it.b.clone()));
        columns.push((name("difference"), it.difference()));
        columns.push((name("relative"), it.relative()));
    }
    zones.table(&columns)
}

/// One row an area and total, which fits a terminal.
fn narrow(zones: &Zones, means: &[AreaMeans<'_>]) -> PlainTable {
    let mut table = PlainTable::new(["of", "id", "name", "a", "b", "difference", "relative"]);
    for it in means.iter().filter(|it| it.of.group().is_none()) {
        let (difference, relative) = (it.difference(), it.relative());
        for (row, area) in zones.areas.iter().enumerate() {
            let names = [it.of.to_string(), area.of.id.clone(), area.of.name.clone()];
            let values = [it.a[row], it.b[row], difference[row], relative[row]];
            table.push(
                names
                    .map(Cell::from)
                    .into_iter()
                    .chain(values.map(Cell::from)),
            );
        }
    }
    table
}
