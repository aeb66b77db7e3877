//! A map of a raster.

use std::path::Path as File;

use geo_types::Coord;
use pluim_core::grid::Grid;
use thiserror::Error;
use tiny_skia::{ColorU8, Path, PathBuilder};

use super::canvas::{Anchor, Area, Canvas, GREY, NOTHING};
use super::classes::{Classes, Scale};
use super::field::Field;
use super::furniture::{legend, north, scale_bar};
use super::words::printed;
use crate::error::InputError;
use crate::partial::write_whole;
use crate::raster::RasterFile;
use crate::write_error::WriteError;

/// Pixels along the longer side of the map itself.
const LONGEST: usize = 1000;
/// Width of the column with the legend.
const LEGEND: f32 = 190.0;
/// Height of the strip with the title.
const TITLE: f32 = 74.0;
/// Height of the strip with the scale bar.
const FOOT: f32 = 56.0;
/// White around everything.
const MARGIN: f32 = 24.0;
/// Least height of the map's part of the sheet, for the legend to fit beside it.
const LEAST: f32 = 380.0;

/// A line on the map, such as a road: its points (m).
pub type Line = Vec<Coord<f64>>;

/// A map of a raster, with title, legend, scale bar and north arrow.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapPicture {
    /// What the map shows, such as [`title`](super::title) makes from a quantity.
    pub title: String,
    /// A second line, such as the scenario and the year.
    pub subtitle: String,
    /// A small line at the foot, such as the program and its version.
    pub source: String,
    /// The classes; round limits that suit the values where none are given.
    pub classes: Option<Classes>,
    /// How the colours run where no classes are given.
    pub scale: Scale,
    /// Lines drawn over the map, such as roads.
    pub lines: Vec<Line>,
}

/// Why a map was not made.
#[derive(Debug, Error)]
pub enum MapError {
    /// The raster cannot be read.
    #[error(transparent)]
    Raster(#[from] InputError),
    /// The picture cannot be written.
    #[error(transparent)]
    Picture(#[from] WriteError),
}

impl MapPicture {
    /// Draws `raster` into the PNG file `picture`, which appears when it is complete.
    ///
    /// # Errors
    /// When the raster is damaged, or the picture cannot be written.
    pub fn draw(&self, raster: &RasterFile, picture: &File) -> Result<(), MapError> {
        let label = raster.label()?;
        let field = Field::of(raster, LONGEST)?;
        let undrawn = |reason: String| WriteError::Picture {
            path: picture.to_owned(),
            reason,
        };
        let canvas = self
            .sheet(&field, raster.grid(), &label.unit)
            .ok_or_else(|| undrawn("the sheet would be too large".to_owned()))?;
        let bytes = canvas.png().map_err(|cause| undrawn(cause.to_string()))?;
        Ok(write_whole(picture, &bytes)?)
    }

    fn sheet(&self, field: &Field, grid: &Grid, unit: &str) -> Option<Canvas> {
        let map = Area {
            x: MARGIN,
            y: TITLE,
            width: field.columns as f32,
            height: field.rows as f32,
        };
        let width = MARGIN + map.width + MARGIN + LEGEND;
        let height = TITLE + map.height.max(LEAST) + FOOT;
        let mut canvas = Canvas::new(width as u32, height as u32)?;
        let suiting = || Classes::suiting(&field.values, self.scale);
        let classes = self.classes.clone().unwrap_or_else(suiting);
        self.head(&mut canvas, width - 2.0 * MARGIN);
        paint(
            &mut canvas,
            field,
            &classes,
            (MARGIN as usize, TITLE as usize),
        );
        let pixel = (grid.east() - grid.west()) / field.columns as f64;
        self.overlay(&mut canvas, map, (grid.west(), grid.north(), pixel));
        canvas.frame(map, GREY);
        let side = map.x + map.width + MARGIN;
        let end = legend(&mut canvas, &classes, &printed(unit), (side, TITLE + 12.0));
        north(&mut canvas, (side + 15.0, end + 20.0));
        let foot = height - FOOT + 16.0;
        scale_bar(&mut canvas, pixel, map.width, (MARGIN + 6.0, foot));
        let at = MARGIN + 6.0 + map.width / 3.0;
        let source = canvas.regular.fit(&self.source, 11.0, width - at - MARGIN);
        canvas.write(&source, 11.0, (at, foot + 20.0), Anchor::Left);
        Some(canvas)
    }

    fn head(&self, canvas: &mut Canvas, width: f32) {
        let title = canvas.bold.fit(&self.title, 21.0, width);
        canvas.write_bold(&title, 21.0, (MARGIN, 34.0));
        let subtitle = canvas.regular.fit(&self.subtitle, 14.0, width);
        canvas.write(&subtitle, 14.0, (MARGIN, 58.0), Anchor::Left);
    }

    /// Draws the lines; `frame` is the west and north edge (m) and the size of a pixel (m).
    fn overlay(&self, canvas: &mut Canvas, map: Area, frame: (f64, f64, f64)) {
        let (west, north, pixel) = frame;
        let place = |point: &Coord<f64>| {
            let x = map.x + ((point.x - west) / pixel) as f32;
            let y = map.y + ((north - point.y) / pixel) as f32;
            (x, y)
        };
        let mut builder = PathBuilder::new();
        for line in &self.lines {
            add(&mut builder, line.iter().map(place));
        }
        let path: Option<Path> = builder.finish();
        if let Some(path) = path {
            canvas.line_within(&path, map, (GREY, 0.9));
        }
    }
}

fn add(builder: &mut PathBuilder, mut points: impl Iterator<Item = (f32, f32)>) {
    if let Some((x, y)) = points.next() {
        builder.move_to(x, y);
    }
    for (x, y) in points {
        builder.line_to(x, y);
    }
}

/// Colours the pixels of the map, whose first is at column and row `at` of the sheet.
fn paint(canvas: &mut Canvas, field: &Field, classes: &Classes, at: (usize, usize)) {
    let width = canvas.pixels.width() as usize;
    let pixels = canvas.pixels.pixels_mut();
    for (row, values) in field.values.chunks(field.columns).enumerate() {
        let start = (at.1 + row) * width + at.0;
        let Some(target) = pixels.get_mut(start..start + values.len()) else {
            return;
        };
        for (pixel, value) in target.iter_mut().zip(values) {
            let [red, green, blue] = if value.is_nan() {
                NOTHING
            } else {
                classes.colour(classes.class_of(*value))
            };
            *pixel = ColorU8::from_rgba(red, green, blue, 255).premultiply();
        }
    }
}
