//! What makes results pleasant in a GIS: styles beside rasters, receptors as a GeoPackage.

use std::path::{Path, PathBuf};

use geo_types::Coord;
use pluim_io::geopackage::{FeatureLayer, Shapes, write_geopackage};
use pluim_io::picture::{Classes, Scale};
use pluim_io::plain_table::{Cell, PlainTable};
use pluim_io::qgis_style::{NamedLimit, write_style};
use pluim_io::raster::{RasterFile, RasterLabel};
use pluim_io::run_folder::{ReceptorTable, Results};

use crate::assess::default_limits;
use crate::error::Result;
use crate::run::counts;

/// Name of the GeoPackage with the receptors of a run.
const RECEPTORS: &str = "receptors.gpkg";
/// Parts of the strictest limit that make classes below it: 3 % is where a plan counts.
const PARTS: [f64; 4] = [0.01, 0.03, 0.1, 0.3];
/// Shares in percent at which classes begin.
const SHARES: [f64; 9] = [5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 75.0, 90.0];
/// The longest side of the overview from which classes are taken.
const LOOK: usize = 1024;

/// Writes a style beside every raster of a run, and its receptors as a GeoPackage; tells the files
/// that are not rasters.
pub(crate) fn dress(folder: &Path) -> Result<Vec<PathBuf>> {
    let results = Results::open(folder)?;
    for raster in results.rasters.iter().chain(&results.error_maps) {
        style(&results.path(raster))?;
    }
    let Some(table) = results.receptors()? else {
        return Ok(Vec::new());
    };
    let epsg = results.record.settings["epsg"].as_u64().unwrap_or(28992);
    let plain = plain(&table);
    let places = table.receptors.iter();
    let layer = FeatureLayer {
        name: "receptors",
        table: &plain,
        shapes: Shapes::Points(places.map(|it| Coord { x: it.x, y: it.y }).collect()),
    };
    let file = folder.join(RECEPTORS);
    write_geopackage(&file, u32::try_from(epsg).unwrap_or(28992), &[layer])?;
    Ok(vec![file])
}

fn plain(table: &ReceptorTable) -> PlainTable {
    let names = table.quantities.iter().map(ToString::to_string);
    let mut plain = PlainTable::new(std::iter::once("id".to_owned()).chain(names));
    for receptor in &table.receptors {
        let id: Cell = receptor.id.clone().into();
        let values = receptor.values.iter().map(|value| (*value).into());
        plain.push(std::iter::once(id).chain(values));
    }
    plain
}

/// Writes the style of a raster beside it.
pub(crate) fn style(raster: &Path) -> Result<()> {
    let file = RasterFile::open(raster)?;
    let label = file.label()?;
    let limits = limits_of(&label)?;
    let classes = classes(&file, &label, &limits)?;
    Ok(write_style(raster, &classes, &label.unit, &limits)?)
}

/// The limits of annual means that hold for a raster.
fn limits_of(label: &RasterLabel) -> Result<Vec<NamedLimit>> {
    let of = &label.provenance;
    if of.statistic != "mean" {
        return Ok(Vec::new());
    }
    let limits = default_limits()?;
    let named = limits.annual(&of.pollutant).map(|it| NamedLimit {
        value: it.value,
        name: it.regime.name().to_owned(),
    });
    Ok(named.collect())
}

fn classes(file: &RasterFile, label: &RasterLabel, limits: &[NamedLimit]) -> Result<Classes> {
    let statistic = label.provenance.statistic.as_str();
    if statistic.ends_with("_share") {
        return Ok(Classes::new(SHARES.to_vec(), Scale::Sequential));
    }
    let change = statistic.ends_with("_difference") || statistic.ends_with("_relative");
    let least = limits.iter().map(|it| it.value).reduce(f64::min);
    if let Some(least) = least {
        let parts = PARTS.iter().map(|part| significant(part * least));
        let all = parts.chain(limits.iter().map(|it| it.value)).collect();
        return Ok(Classes::new(all, Scale::Sequential));
    }
    let (_, _, values) = file.overview(LOOK)?;
    if counts(statistic) {
        return Ok(Classes::counting(&values));
    }
    let scale = if change {
        Scale::Diverging
    } else {
        Scale::Sequential
    };
    Ok(Classes::suiting(&values, scale))
}

/// Without the last bits of a product, so that a legend tells 0.3 and not 0.30000000000000004.
fn significant(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}
