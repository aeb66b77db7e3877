//! The layers of the page: rasters, or what stands at the receptors of a run without any.

use std::collections::BTreeSet;

use pluim_io::page::pack_field;
use pluim_io::picture::{Classes, Scale, printed};
use pluim_io::run_folder::{Quantity, ReceptorTable, Results};
use serde_json::{Map, Value, json};

use super::frame::Frame;
use super::layer::Layer;
use super::raster::{Pixels, Reader};
use super::thresholds::thresholds;
use crate::assess::{Language, LimitSet};
use crate::background::BACKGROUND;
use crate::error::Result;
use crate::run::unit_of;

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
    run: &Results,
    other: Option<&Results>,
    limits: &LimitSet,
) -> Result<Layers> {
    let mut layers = Layers::default();
    let mut reader = Reader {
        most: side(run.rasters.len() + other.map_or(0, |it| it.rasters.len())),
        grid: None,
        limits,
    };
    for quantity in &run.rasters {
        let (mut layer, pixels) = reader.layer(&run.path(quantity), quantity)?;
        layer.background = holds_background(quantity, &run.rasters);
        let beside = other
            .filter(|it| it.rasters.contains(quantity))
            .map(|it| reader.pixels(&it.path(quantity)))
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
        let mut layer = Layer::new(quantity, unit_of(quantity), &narrow);
        layer.background = holds_background(quantity, &table.quantities);
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

/// Whether the background is among the parts of `quantity`.
fn holds_background(quantity: &Quantity, all: &[Quantity]) -> bool {
    let behind = |it: &Quantity| it.group() == Some(BACKGROUND) && it.is_part_of(quantity);
    all.iter().any(behind)
}

/// The most pixels along a side, so that `count` layers stay small together.
fn side(count: usize) -> usize {
    let share = (MOST_PIXELS / count.max(1)).isqrt();
    share.min(MOST_SIDE)
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
