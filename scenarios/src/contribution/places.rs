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
        let means = means_of(receptors);
        answer.record["over_receptors"] = means.json();
        if found.rasters.is_empty() {
            answer.text = format!("means over receptors:\n{}", means.text());
        }
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

/// The mean of every part over the receptors that know it and its total, and its share of that.
fn means_of(table: &ReceptorTable) -> PlainTable {
    let mut means = PlainTable::new(["of", "group", "receptors", "mean", "share_percent"]);
    for (total, part, _) in columns(&table.quantities) {
        let Some(part) = part else { continue };
        let pairs = table
            .receptors
            .iter()
            .map(|it| (it.values[part], it.values[total]));
        let known: Vec<(f64, f64)> = pairs
            .filter(|(part, total)| part.is_finite() && total.is_finite())
            .collect();
        let sum = known
            .iter()
            .fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        let mean = (!known.is_empty()).then(|| sum.0 / known.len() as f64);
        let group = table.quantities[part].group().unwrap_or_default();
        let row: [Cell; 5] = [
            table.quantities[total].to_string().into(),
            group.into(),
            known.len().into(),
            mean.into(),
            percent(sum.0, sum.1).into(),
        ];
        means.push(row);
    }
    means
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

#[cfg(test)]
mod tests {
    use super::*;
    use pluim_io::run_folder::Receptor;

    #[test]
    fn unknown_totals_take_no_part_in_the_mean() {
        let mean = || Quantity::new("no2", "mean");
        let parts = [
            mean(),
            mean().of_group("background"),
            mean().of_group("roads"),
        ];
        let mut table = ReceptorTable::new(parts.to_vec());
        for values in [
            [20.0, 15.0, 5.0],
            [10.0, 9.0, 1.0],
            [f64::NAN, f64::NAN, 3.0],
        ] {
            table.receptors.push(Receptor {
                id: "a".into(),
                x: 0.0,
                y: 0.0,
                values: values.to_vec(),
            });
        }
        let means = means_of(&table).json();
        assert_eq!(means[1]["group"], "roads");
        assert_eq!(means[1]["receptors"], 2);
        assert_eq!(
            (&means[1]["mean"], &means[1]["share_percent"]),
            (&3.0.into(), &20.0.into())
        );
    }
}
