//! A sheet to draw on.

use tiny_skia::{Color, FillRule, Mask, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use super::text::Font;

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

pub(super) const WHITE: Colour = [255, 255, 255];
pub(super) const INK: Colour = [32, 32, 36];
pub(super) const GREY: Colour = [120, 120, 126];
/// Where there is no value.
pub(super) const NOTHING: Colour = [214, 216, 220];

/// A rectangle of pixels: left, top, width, height.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Where the point of a text lies in it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Left,
    Middle,
}

/// A sheet to draw on, with letters to write with.
pub(super) struct Canvas {
    pub(super) pixels: Pixmap,
    pub(super) regular: Font<'static>,
    pub(super) bold: Font<'static>,
}

impl Canvas {
    /// An empty white sheet; none if it would be too large.
    pub(super) fn new(width: u32, height: u32) -> Option<Self> {
        let mut pixels = Pixmap::new(width, height)?;
        pixels.fill(Color::WHITE);
        Some(Self {
            pixels,
            regular: Font::regular()?,
            bold: Font::bold()?,
        })
    }

    pub(super) fn fill(&mut self, area: Area, colour: Colour) {
        if let Some(rect) = rect(area) {
            self.pixels
                .fill_rect(rect, &paint(colour, 255), Transform::identity(), None);
        }
    }

    /// Draws the edge of an area, one pixel wide.
    pub(super) fn frame(&mut self, area: Area, colour: Colour) {
        if let Some(rect) = rect(area) {
            self.stroke(&PathBuilder::from_rect(rect), 1.0, colour);
        }
    }

    pub(super) fn shape(&mut self, path: &Path, colour: Colour) {
        let paint = paint(colour, 255);
        let (rule, place) = (FillRule::Winding, Transform::identity());
        self.pixels.fill_path(path, &paint, rule, place, None);
    }

    fn stroke(&mut self, path: &Path, width: f32, colour: Colour) {
        let stroke = Stroke {
            width,
            ..Stroke::default()
        };
        let paint = paint(colour, 255);
        self.pixels
            .stroke_path(path, &paint, &stroke, Transform::identity(), None);
    }

    /// Draws a line that shows only within `area`.
    pub(super) fn line_within(&mut self, path: &Path, area: Area, (colour, width): (Colour, f32)) {
        let (wide, high) = (self.pixels.width(), self.pixels.height());
        let (Some(mut mask), Some(rect)) = (Mask::new(wide, high), rect(area)) else {
            return;
        };
        let place = Transform::identity();
        mask.fill_path(
            &PathBuilder::from_rect(rect),
            FillRule::Winding,
            false,
            place,
        );
        let stroke = Stroke {
            width,
            ..Stroke::default()
        };
        let paint = paint(colour, 150);
        self.pixels
            .stroke_path(path, &paint, &stroke, place, Some(&mask));
    }

    /// Writes `words` in letters of `size` pixels on the line through `at`.
    pub(super) fn write(&mut self, words: &str, size: f32, at: (f32, f32), anchor: Anchor) {
        let x = match anchor {
            Anchor::Left => at.0,
            Anchor::Middle => at.0 - 0.5 * self.regular.width(words, size),
        };
        if let Some(path) = self.regular.outline(words, size, (x, at.1)) {
            self.shape(&path, INK);
        }
    }

    /// Writes `words` in heavy letters from `at` on.
    pub(super) fn write_bold(&mut self, words: &str, size: f32, at: (f32, f32)) {
        if let Some(path) = self.bold.outline(words, size, at) {
            self.shape(&path, INK);
        }
    }

    /// The sheet as a PNG file.
    pub(super) fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.pixels.width(), self.pixels.height());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        // All is drawn on opaque white, so there is nothing to see through.
        let colours: Vec<u8> = self
            .pixels
            .pixels()
            .iter()
            .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
            .collect();
        encoder.write_header()?.write_image_data(&colours)?;
        Ok(bytes)
    }
}

fn rect(area: Area) -> Option<Rect> {
    Rect::from_xywh(area.x, area.y, area.width, area.height)
}

fn paint([red, green, blue]: Colour, alpha: u8) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, alpha);
    paint
}
