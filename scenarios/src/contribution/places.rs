//! The share of every source group at receptors and in areas.

use geo_types::Coord;
use pluim_io::geopackage::{FeatureLayer, Shapes, write_geopackage};
use pluim_io::plain_table::{Cell, PlainTable};
use pluim_io::run_folder::{Quantity, ReceptorTable, Results};

use super::maps::Parts;
use crate::answer::{Answer, Zones, of_areas};
use crate::error::Result;

/// What there is to tell of places.
pub(super) struct Found<'a> {
    pub(super) rasters: &'a [Parts],
    pub(super) receptors: Option<&'a ReceptorTable>,
    pub(super) zones: Option<&'a Zones>,
    pub(super) epsg: u32,
}

/// The receptors of the run; none where the run has none, or totals alone.
pub(super) fn receptors(results: &Results) -> Result<Option<ReceptorTable>> {
    let table = results.receptors()?;
    Ok(table.filter(|table| table.quantities.iter().any(|it| it.group().is_some())))
}

pub(super) fn write(found: &Found<'_>, answer: &mut Answer) -> Result<()> {
    let receptors = found.receptors.map(|it| (it, of_receptors(it)));
    let areas = found
        .zones
        .map(|zones| areas(zones, found.rasters))
        .transpose()?;
    let mut layers: Vec<FeatureLayer<'_>> = Vec::new();
    if let Some((receptors, table)) = &receptors {
        table.write_csv(&answer.folder.join("receptors.csv"))?;
        answer.files.push("receptors.csv".to_owned());
        let places = receptors.receptors.iter();
        layers.push(FeatureLayer {
            name: "receptors",
            table,
            shapes: Shapes::Points(places.map(|it| Coord { x: it.x, y: it.y }).collect()),
        });
    }
    if let (Some(zones), Some(table)) = (found.zones, &areas) {
        table.write_csv(&answer.folder.join("areas.csv"))?;
        answer.files.push("areas.csv".to_owned());
        answer.record["areas"] = table.json();
        let text = narrow(zones, found.rasters)?.text();
        answer
            .text
            .push_str(&format!("\nshares in areas, in percent:\n{text}"));
        layers.push(of_areas(&zones.areas, table));
    }
    if !layers.is_empty() {
        write_geopackage(
            &answer.folder.join("contribution.gpkg"),
            found.epsg,
            &layers,
        )?;
        answer.files.push("contribution.gpkg".to_owned());
    }
    Ok(())
}

/// Every receptor with its totals and the share of every group in percent.
fn of_receptors(table: &ReceptorTable) -> PlainTable {
    let columns: Vec<(usize, Option<usize>, String)> = columns(&table.quantities);
    let names = columns.iter().map(|(_, _, name)| name.clone());
    let fixed = ["id", "x", "y"].map(str::to_owned);
    let mut shares = PlainTable::new(fixed.into_iter().chain(names));
    for receptor in &table.receptors {
        let fixed: [Cell; 3] = [
            receptor.id.clone().into(),
            receptor.x.into(),
            receptor.y.into(),
        ];
        let values = columns.iter().map(|(total, part, _)| {
            let total = receptor.values[*total];
            match part {
                None => Cell::Number(total),
                Some(part) => Cell::from(percent(receptor.values[*part], total)),
            }
        });
        shares.push(fixed.into_iter().chain(values));
    }
    shares
}

/// Columns of totals, and behind each the parts of it: the number of the total, that of the part,
/// and the name.
fn columns(quantities: &[Quantity]) -> Vec<(usize, Option<usize>, String)> {
    let mut columns = Vec::new();
    for (total, of) in quantities.iter().enumerate() {
        let parts = quantities.iter().enumerate();
        let parts: Vec<_> = parts.filter(|(_, it)| it.is_part_of(of)).collect();
        if parts.is_empty() {
            continue;
        }
        columns.push((total, None, of.to_string()));
        columns.extend(parts.into_iter().map(|(part, it)| {
            let name = it.with_statistic(&format!("{}_share", it.statistic()));
            (total, Some(part), name.to_string())
        }));
    }
    columns
}

fn percent(part: f64, total: f64) -> Option<f64> {
    (total > 0.0).then(|| 100.0 * part / total)
}

/// Every area with the mean of each total, of each part, and the share of that mean.
fn areas(zones: &Zones, rasters: &[Parts]) -> Result<PlainTable> {
    let mut columns = Vec::new();
    for parts in rasters {
        let totals = zones.means(&parts.total)?;
        columns.push((parts.of.to_string(), totals.clone()));
        for (part, raster) in &parts.parts {
            let means = zones.means(raster)?;
            let share = |(part, total): (&Option<f64>, &Option<f64>)| percent((*part)?, (*total)?);
            let shares = means.iter().zip(&totals).map(share).collect();
            let name = part.with_statistic(&format!("{}_share", part.statistic()));
            columns.push((part.to_string(), means));
            columns.push((name.to_string(), shares));
        }
    }
    Ok(zones.table(&columns))
}

/// One row an area and total, with the share of every group, which fits a terminal.
fn narrow(zones: &Zones, rasters: &[Parts]) -> Result<PlainTable> {
    let groups = rasters.first().map_or(&[][..], |it| it.parts.as_slice());
    let groups = groups.iter().filter_map(|(part, _)| part.group());
    let fixed = ["of", "id", "name", "total"];
    let mut table = PlainTable::new(fixed.into_iter().chain(groups));
    for parts in rasters {
        let totals = zones.means(&parts.total)?;
        let means = parts
            .parts
            .iter()
            .map(|(_, raster)| zones.means(raster))
            .collect::<Result<Vec<_>>>()?;
        for (row, area) in zones.areas.iter().enumerate() {
            let names = [
                parts.of.to_string(),
                area.of.id.clone(),
                area.of.name.clone(),
            ];
            let share = |means: &Vec<Option<f64>>| percent(means[row]?, totals[row]?);
            let shares = means.iter().map(|means| Cell::from(share(means)));
            let fixed = names
                .map(Cell::from)
                .into_iter()
                .chain([totals[row].into()]);
            table.push(fixed.chain(shares));
        }
    }
    Ok(table)
}
