//! Curves against the size of cells, on a logarithmic axis, as PNG and as SVG.

use std::error::Error;
use std::path::Path;

use plotters::chart::SeriesLabelPosition;
use plotters::coord::Shift;
use plotters::coord::combinators::BindKeyPoints;
use plotters::element::{Drawable, PointCollection};
use plotters::prelude::*;
use plotters_backend::{BackendCoord, DrawingErrorKind};

use crate::letters::{LETTERS, provide_letters};
use crate::partial::write_whole;
use crate::write_error::{Result, WriteError};

/// Width and height of a panel, and height of the title (pixels).
const PANEL: (u32, u32) = (420, 330);
const TITLE: u32 = 44;
const INK: RGBColor = RGBColor(32, 32, 36);
const SOFT: RGBColor = RGBColor(120, 120, 126);
const FAINT: RGBColor = RGBColor(227, 230, 234);
/// Blue, orange, green and purple, which all eyes keep apart; marks differ in shape too.
const COLOURS: [RGBColor; 4] = [
    RGBColor(11, 79, 108),
    RGBColor(194, 87, 26),
    RGBColor(0, 158, 115),
    RGBColor(160, 80, 150),
];

/// A curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What it is.
    pub name: String,
    /// Sizes of cells (m) and values; those that are not numbers are left out.
    pub points: Vec<(f64, f64)>,
}

/// Curves on one pair of axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What is told.
    pub title: String,
    /// Name and unit of the values.
    pub values: String,
    /// The curves, four at most in colours of their own.
    pub curves: Vec<Curve>,
    /// What stands in the panel where no curve has a value above 0.
    pub nothing: String,
}

/// A figure of panels.
#[derive(Debug, Clone, PartialEq)]
pub struct CellSizeFigure {
    /// Its title.
    pub title: String,
    /// Name and unit of the axis of sizes.
    pub sizes: String,
    /// Panels, row by row.
    pub rows: Vec<Vec<Panel>>,
}

/// Why a figure cannot be drawn.
#[derive(Debug)]
struct Undrawn(String);

impl<E: Error + Send + Sync> From<DrawingAreaErrorKind<E>> for Undrawn {
    fn from(cause: DrawingAreaErrorKind<E>) -> Self {
        Self(cause.to_string())
    }
}

type Drawn<T = ()> = std::result::Result<T, Undrawn>;
type Area<B> = DrawingArea<B, Shift>;

impl CellSizeFigure {
    /// Writes the figure as PNG and as SVG, each in one step.
    ///
    /// # Errors
    /// When the folder cannot be written or the disk is full.
    ///
    /// ```
    /// use pluim_io::cell_size_figure::{CellSizeFigure, Curve, Panel};
    /// let curve = Curve { name: "centres".into(), points: vec![(1.0, 9.0), (10.0, 4.0)] };
    /// let panel = Panel {
    ///     title: "Maximum".into(), values: "µg/m³".into(), curves: vec![curve], nothing: "".into(),
    /// };
    /// let figure = CellSizeFigure {
    ///     title: "NO₂".into(), sizes: "cell (m)".into(), rows: vec![vec![panel]],
    /// };
    /// let folder = tempfile::tempdir()?;
    /// figure.write(&folder.path().join("f.png"), &folder.path().join("f.svg"))?;
    /// assert!(std::fs::read_to_string(folder.path().join("f.svg"))?.contains("Maximum"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write(&self, png: &Path, svg: &Path) -> Result<()> {
        let refused = |file: &Path, Undrawn(reason)| WriteError::Picture {
            path: file.to_owned(),
            reason,
        };
        let bytes = self.png().map_err(|cause| refused(png, cause))?;
        write_whole(png, &bytes)?;
        let text = self.svg().map_err(|cause| refused(svg, cause))?;
        write_whole(svg, text.as_bytes())
    }

    fn size(&self) -> (u32, u32) {
        let most = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let (wide, high) = (most.max(1) as u32, self.rows.len() as u32);
        (wide * PANEL.0, TITLE + high * PANEL.1)
    }

    fn png(&self) -> Drawn<Vec<u8>> {
        let (width, height) = self.size();
        let mut pixels = vec![255; 3 * width as usize * height as usize];
        self.draw(&BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area())?;
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&pixels))
            .map_err(|cause| Undrawn(cause.to_string()))?;
        Ok(bytes)
    }

    fn svg(&self) -> Drawn<String> {
        let mut text = String::new();
        self.draw(&SVGBackend::with_string(&mut text, self.size()).into_drawing_area())?;
        Ok(text)
    }

    fn draw<B: DrawingBackend>(&self, sheet: &Area<B>) -> Drawn {
        provide_letters().map_err(|cause| Undrawn(cause.to_owned()))?;
        sheet.fill(&WHITE)?;
        let (title, panels) = sheet.split_vertically(TITLE);
        let bold = (LETTERS, 19).into_font().style(FontStyle::Bold).color(&INK);
        title.draw_text(&self.title, &bold, (16, 14))?;
        let across = self.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let areas = panels.split_evenly((self.rows.len().max(1), across));
        for (row, areas) in self.rows.iter().zip(areas.chunks(across)) {
            for (panel, area) in row.iter().zip(areas) {
                panel.draw(area, &self.sizes)?;
            }
        }
        sheet.present()?;
        Ok(())
    }
}

impl Panel {
    fn draw<B: DrawingBackend>(&self, area: &Area<B>, sizes: &str) -> Drawn {
        let points = || self.curves.iter().flat_map(|curve| &curve.points);
        let known = points().filter(|(_, value)| value.is_finite());
        let most = known.fold(0.0_f64, |most, (_, value)| most.max(*value));
        let ticks = sorted(points().map(|(size, _)| *size).collect());
        let [least, largest] = [ticks.first(), ticks.last()].map(|it| it.copied().unwrap_or(1.0));
        // room above the curves for their names
        let room = 1.15 + 0.1 * self.curves.len() as f64;
        let bold = (LETTERS, 14).into_font().style(FontStyle::Bold);
        let mut chart = ChartBuilder::on(area)
            .caption(&self.title, bold.color(&INK))
            .margin(14)
            .x_label_area_size(38)
            .y_label_area_size(62)
            .build_cartesian_2d(
                (least / 1.25..largest * 1.25)
                    .log_scale()
                    .with_key_points(ticks),
                0.0..if most > 0.0 { most * room } else { 1.0 },
            )?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(SOFT)
            .label_style((LETTERS, 12).into_font().color(&INK))
            .x_desc(sizes)
            .y_desc(&self.values)
            .y_labels(6)
            .x_label_formatter(&|size| size.to_string())
            .y_label_formatter(&|value| spelt(*value))
            .draw()?;
        if most <= 0.0 {
            let middle = (area.dim_in_pixel().0 as i32 / 5, PANEL.1 as i32 / 2);
            let soft = (LETTERS, 13).into_font().color(&SOFT);
            area.draw_text(&self.nothing, &soft, middle)?;
            return Ok(());
        }
        for (curve, (number, colour)) in self.curves.iter().zip(COLOURS.iter().enumerate().cycle())
        {
            let line: Vec<(f64, f64)> = curve.known();
            chart.draw_series(LineSeries::new(line.clone(), colour.stroke_width(2)))?;
            chart
                .draw_series(line.into_iter().map(|at| Mark {
                    at,
                    number,
                    colour: *colour,
                }))?
                .label(&curve.name)
                .legend(move |at| Mark {
                    at,
                    number,
                    colour: *colour,
                });
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperMiddle)
            .background_style(WHITE.mix(0.85))
            .label_font((LETTERS, 12).into_font().color(&INK))
            .draw()?;
        Ok(())
    }
}

impl Curve {
    fn known(&self) -> Vec<(f64, f64)> {
        let known = self.points.iter().filter(|(_, value)| value.is_finite());
        known.copied().collect()
    }
}

/// The mark of a curve at a point: circle, triangle, square or cross.
struct Mark<C> {
    at: C,
    number: usize,
    colour: RGBColor,
}

impl<'a, C> PointCollection<'a, C> for &'a Mark<C> {
    type Point = &'a C;
    type IntoIter = std::iter::Once<&'a C>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl<C, B: DrawingBackend> Drawable<B> for Mark<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut places: I,
        to: &mut B,
        _: (u32, u32),
    ) -> std::result::Result<(), DrawingErrorKind<B::ErrorType>> {
        let Some((x, y)) = places.next() else {
            return Ok(());
        };
        let colour = &self.colour;
        match self.number {
            0 => to.draw_circle((x, y), 4, colour, true),
            1 => to.fill_polygon([(x - 5, y + 4), (x + 5, y + 4), (x, y - 5)], colour),
            2 => to.draw_rect((x - 4, y - 4), (x + 4, y + 4), colour, true),
            _ => {
                to.draw_line((x - 4, y - 4), (x + 4, y + 4), &colour.stroke_width(2))?;
                to.draw_line((x - 4, y + 4), (x + 4, y - 4), &colour.stroke_width(2))
            }
        }
    }
}

fn sorted(mut sizes: Vec<f64>) -> Vec<f64> {
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    sizes
}

/// A tick without the last bits of a product.
fn spelt(value: f64) -> String {
    let rounded: f64 = format!("{value:.3e}").parse().unwrap_or(value);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(values: [f64; 3]) -> CellSizeFigure {
        let curve = Curve {
            name: "<centres>".to_owned(),
            points: [1.0, 2.5, 10.0].into_iter().zip(values).collect(),
        };
        let panel = Panel {
            title: "Maximum".to_owned(),
            values: "µg/m³".to_owned(),
            curves: vec![curve],
            nothing: "nothing to see".to_owned(),
        };
        CellSizeFigure {
            title: "PM₁₀".to_owned(),
            sizes: "cell (m)".to_owned(),
            rows: vec![vec![panel.clone(), panel.clone()], vec![panel]],
        }
    }

    #[test]
    fn sizes_are_the_ticks_and_words_are_escaped() {
        let text = figure([9.0, 4.0, f64::NAN]).svg().unwrap();
        assert!(
            text.contains("\n2.5\n") && text.contains("\n10\n"),
            "{text}"
        );
        assert!(text.contains("&lt;centres&gt;") && !text.contains("nothing"));
        let marks = text.matches("<circle").count();
        assert_eq!(
            marks,
            3 * 3,
            "two points and a legend in each of three panels"
        );
    }

    #[test]
    fn a_panel_without_values_says_so() {
        let text = figure([0.0; 3]).svg().unwrap();
        assert_eq!(text.matches("nothing to see").count(), 3);
    }

    #[test]
    fn both_pictures_have_the_same_size() {
        let figure = figure([9.0, 4.0, 1.0]);
        let reader = png::Decoder::new(std::io::Cursor::new(figure.png().unwrap()));
        let info = reader.read_info().unwrap();
        let size = (info.info().width, info.info().height);
        assert_eq!(size, (2 * PANEL.0, TITLE + 2 * PANEL.1));
        let svg = format!("width=\"{}\" height=\"{}\"", size.0, size.1);
        assert!(figure.svg().unwrap().contains(&svg));
    }
}
