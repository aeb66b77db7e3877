//! A layer as the page has it.

use pluim_core::assessment::Limit;
use pluim_io::picture::{Classes, Scale};
use pluim_io::run_folder::Quantity;
use serde::Serialize;
use serde_json::Value;

use super::thresholds::described;
use crate::run::counts;

/// A quantity of the run, on the map or at the receptors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Layer {
    name: String,
    pub(super) pollutant: String,
    statistic: String,
    group: Option<String>,
    unit: String,
    /// Whether it holds a background.
    pub(super) background: bool,
    classes: Coloured,
    /// Of what the sliders change.
    differences: Coloured,
    /// Of the difference with the other run.
    pub(super) other_differences: Option<Coloured>,
    thresholds: Vec<Value>,
    /// Figures over all cells.
    pub(super) summary: Option<Value>,
    /// Ids of the pixels, where there are any.
    pub(super) pixels: Option<String>,
    pub(super) other_pixels: Option<String>,
}

/// Classes and their colours.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Coloured {
    limits: Vec<f64>,
    colours: Vec<String>,
}

impl Layer {
    /// A layer of `quantity` in `unit` that is coloured by `values`, without pixels.
    pub(super) fn new(quantity: &Quantity, unit: &str, values: &[f32]) -> Self {
        Self {
            name: quantity.to_string(),
            pollutant: quantity.pollutant().to_owned(),
            statistic: quantity.statistic().to_owned(),
            group: quantity.group().map(str::to_owned),
            unit: unit.to_owned(),
            background: false,
            classes: classes(quantity, values).into(),
            differences: Classes::suiting(values, Scale::Diverging).into(),
            other_differences: None,
            thresholds: Vec::new(),
            summary: None,
            pixels: None,
            other_pixels: None,
        }
    }

    /// Where its classes end.
    pub(super) fn class_limits(&self) -> &[f64] {
        &self.classes.limits
    }

    /// Puts the layer to limits, each with the share (0 to 1) that lies above it.
    pub(super) fn put_to<'a>(&mut self, limits: impl Iterator<Item = ((&'a Limit, f64), f64)>) {
        self.thresholds = limits
            .map(|(limit, above)| described(limit, above))
            .collect();
    }
}

fn classes(quantity: &Quantity, values: &[f32]) -> Classes {
    if counts(quantity.statistic()) {
        Classes::counting(values)
    } else {
        Classes::suiting(values, Scale::Sequential)
    }
}

impl From<Classes> for Coloured {
    fn from(classes: Classes) -> Self {
        let spelt = |[red, green, blue]: [u8; 3]| format!("#{red:02x}{green:02x}{blue:02x}");
        Self {
            limits: classes.limits().to_vec(),
            colours: classes.colours().into_iter().map(spelt).collect(),
        }
    }
}
