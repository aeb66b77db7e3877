//! The layers of the page: rasters, or what stands at the receptors of a run without any.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pluim_io::page::pack_field;
use pluim_io::picture::{Classes, Scale, printed};
use pluim_io::run_folder::{Quantity, ReceptorTable, Record};
use serde_json::{Map, Value, json};

use super::Run;
use super::frame::Frame;
use super::layer::Layer;
use super::raster::{Pixels, Reader};
use super::thresholds::thresholds;
use crate::assess::{Language, LimitSet};
use crate::error::Result;
use crate::run::unit;

/// The most pixels along a side of the map.
const MOST_SIDE: usize = 1500;
/// The most pixels of all layers together; at about a byte each they stay below 15 MB.
const MOST_PIXELS: usize = 12_000_000;

/// The layers of the page.
#[derive(Default)]
pub(super) struct Layers {
    /// None where the run has no raster.
    pub(super) frame: Option<Frame>,
    /// Totals first.
    pub(super) layers: Vec<Layer>,
    /// The packed pixels by their id.
    pub(super) data: Vec<(String, String)>,
}

/// The rasters of `run`, with those of `other` on the same grid.
pub(super) fn of_rasters(
    run: &Run<'_>,
    other: Option<&Run<'_>>,
    limits: &LimitSet,
) -> Result<Layers> {
    let (own, others) = (rasters(&run.record), other.map(|it| rasters(&it.record)));
    let mut layers = Layers::default();
    let mut reader = Reader {
        most: side(own.len() + others.as_ref().map_or(0, Vec::len)),
        grid: None,
        limits,
    };
    for quantity in own {
        let (layer, pixels) = reader.layer(&file(run.folder, &quantity), &quantity)?;
        let both = others.iter().flatten().any(|it| *it == quantity);
        let beside = other
            .filter(|_| both)
            .map(|it| reader.pixels(&file(it.folder, &quantity)))
            .transpose()?;
        layers.take(layer, pixels, beside.as_ref());
    }
    Ok(layers)
}

/// What stands in the receptor table of a run without rasters.
pub(super) fn of_receptors(table: &ReceptorTable, limits: &LimitSet) -> Layers {
    let layer = |quantity: &Quantity| {
        let values = table.column(quantity).unwrap_or_default();
        let narrow: Vec<f32> = values.iter().map(|value| *value as f32).collect();
        let mut layer = Layer::new(quantity, unit(quantity.pollutant()).0, &narrow);
        let share = |limit: f64| {
            let above = values.iter().filter(|value| **value > limit);
            above.count() as f64 / values.len().max(1) as f64
        };
        let thresholds = thresholds(quantity, limits).into_iter();
        layer.put_to(thresholds.map(|limit| (limit, share(limit.1))));
        layer
    };
    Layers {
        layers: table.quantities.iter().map(layer).collect(),
        ..Layers::default()
    }
}

/// The most pixels along a side, so that `count` layers stay small together.
fn side(count: usize) -> usize {
    let share = (MOST_PIXELS / count.max(1)).isqrt();
    share.min(MOST_SIDE)
}

fn file(folder: &Path, quantity: &Quantity) -> PathBuf {
    folder.join(format!("{quantity}.tif"))
}

/// The rasters that a run wrote, totals first.
fn rasters(record: &Record) -> Vec<Quantity> {
    let names = record.outputs.iter().map(|file| file.path.as_str());
    let quantities = names.filter_map(|name| Quantity::parse(name.strip_suffix(".tif")?));
    let (totals, parts): (Vec<_>, Vec<_>) = quantities.partition(|it| it.group().is_none());
    totals.into_iter().chain(parts).collect()
}

impl Layers {
    fn take(&mut self, mut layer: Layer, own: Pixels, beside: Option<&Pixels>) {
        let id = format!("pixels-{}", self.layers.len());
        let columns = own.frame.columns;
        self.data
            .push((id.clone(), pack_field(&own.values, columns)));
        if let Some(beside) = beside {
            let other = format!("{id}-other");
            let packed = pack_field(&beside.values, columns);
            self.data.push((other.clone(), packed));
            let differences =
                Classes::suiting(&minus(&own.values, &beside.values), Scale::Diverging);
            layer.other_differences = Some(differences.into());
            layer.other_pixels = Some(other);
        }
        layer.pixels = Some(id);
        self.layers.push(layer);
        self.frame = Some(own.frame);
    }

    /// What the pollutants are called.
    pub(super) fn pollutants(&self) -> Value {
        let names: BTreeSet<&str> = self.layers.iter().map(|it| it.pollutant.as_str()).collect();
        let named = |name: &str| {
            let [nl, en] = [Language::Nl, Language::En].map(|language| language.pollutant(name));
            let value = json!({ "name": { "nl": nl, "en": en }, "short": printed(name) });
            (name.to_owned(), value)
        };
        Value::Object(names.into_iter().map(named).collect::<Map<_, _>>())
    }
}

fn minus(own: &[f32], other: &[f32]) -> Vec<f32> {
    own.iter()
        .zip(other)
        .map(|(own, other)| own - other)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_layers_are_coarser() {
        assert_eq!(side(2), MOST_SIDE);
        assert_eq!(side(48), 500);
    }
}
