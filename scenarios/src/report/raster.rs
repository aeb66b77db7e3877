//! A raster as the page needs it: its pixels and the figures over all of its cells.

use std::path::Path;

use pluim_core::grid::Grid;
use pluim_core::statistics::field::FieldSummary;
use pluim_io::error::InputError;
use pluim_io::raster::RasterFile;
use pluim_io::run_folder::Quantity;
use serde_json::{Value, json};

use super::frame::Frame;
use super::layer::Layer;
use super::thresholds::thresholds;
use crate::assess::LimitSet;
use crate::error::Result;

/// Reads rasters, which must share one grid.
pub(super) struct Reader<'a> {
    /// The most pixels along a side.
    pub(super) most: usize,
    pub(super) grid: Option<Grid>,
    pub(super) limits: &'a LimitSet,
}

/// The pixels of a raster.
pub(super) struct Pixels {
    pub(super) frame: Frame,
    pub(super) values: Vec<f32>,
}

impl Reader<'_> {
    /// The pixels of `file` alone.
    pub(super) fn pixels(&mut self, file: &Path) -> Result<Pixels> {
        let raster = self.open(file)?;
        self.coarse(&raster, &mut |_| {})
    }

    /// The pixels of `file`, and the layer that tells of all its cells.
    pub(super) fn layer(&mut self, file: &Path, quantity: &Quantity) -> Result<(Layer, Pixels)> {
        let raster = self.open(file)?;
        let pixels = self.coarse(&raster, &mut |_| {})?;
        let mut layer = Layer::new(quantity, &raster.label()?.unit, &pixels.values);
        let thresholds = thresholds(quantity, self.limits);
        // A value on the limit of a class belongs above it, one on a limit value does not exceed it.
        let classes = layer.class_limits().iter().map(|limit| limit.next_down());
        let asked = classes.chain(thresholds.iter().map(|(_, value)| *value));
        let mut summary = FieldSummary::new(asked.collect());
        self.coarse(&raster, &mut |row| summary.add(row))?;
        let above = summary.shares_above();
        let (classes, limits) = above.split_at(layer.class_limits().len());
        layer.summary = Some(summarised(raster.grid(), &summary, classes));
        layer.put_to(thresholds.into_iter().zip(limits.iter().copied()));
        Ok((layer, pixels))
    }

    fn open(&mut self, file: &Path) -> Result<RasterFile> {
        let raster = RasterFile::open(file)?;
        let first = self.grid.get_or_insert_with(|| *raster.grid());
        if first == raster.grid() {
            return Ok(raster);
        }
        let expected = format!("the grid of the run, {}", spelt(first));
        Err(InputError::new(file, expected)
            .found(spelt(raster.grid()))
            .hint("run both scenarios with the same cell_m and extent")
            .into())
    }

    fn coarse(&self, raster: &RasterFile, see: &mut dyn FnMut(&[f32])) -> Result<Pixels> {
        let field = raster.coarse(self.most, see)?;
        Ok(Pixels {
            frame: Frame::of(raster.grid(), raster.epsg()?, field.cells),
            values: field.values,
        })
    }
}

fn spelt(grid: &Grid) -> String {
    format!(
        "{} x {} cells of {} m from {}, {}",
        grid.columns(),
        grid.rows(),
        grid.cell(),
        grid.west(),
        grid.south()
    )
}

fn summarised(grid: &Grid, summary: &FieldSummary, above_classes: &[f64]) -> Value {
    let place = |cell: usize| {
        let columns = grid.columns().max(1);
        let at = grid.centre(cell % columns, cell / columns);
        json!([at.x, at.y])
    };
    let highest = summary.highest();
    json!({
        "cells": summary.cells(),
        "mean": summary.mean(),
        "median": summary.quantile(0.5),
        "percentile_98": summary.quantile(0.98),
        "max": highest.map(|(_, value)| value),
        "max_at": highest.map(|(cell, _)| place(cell)),
        "class_shares": class_shares(above_classes),
    })
}

/// The share of the cells in each class, from the shares above its limits.
fn class_shares(above: &[f64]) -> Vec<f64> {
    let mut edges = vec![1.0];
    edges.extend(above);
    edges.push(0.0);
    edges.windows(2).map(|edge| edge[0] - edge[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_classes_add_up() {
        assert_eq!(class_shares(&[0.5, 0.125]), [0.5, 0.375, 0.125]);
        assert_eq!(class_shares(&[]), [1.0]);
    }
}
