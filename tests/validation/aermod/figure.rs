//! How far the values of every file are apart, file by file.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use pluim_tests::agreement::Agreement;

/// Width of the figure and height of the line of a file (pixels).
const WIDTH: u32 = 900;
const LINE: u32 = 12;
const AXIS: u32 = 90;
/// Deviations from and to which the figure goes (%); less counts as the first.
const RANGE: (f64, f64) = (1e-3, 100.0);
/// Deviations (%) at which a line stands.
const LEVELS: [f64; 3] = [1.0, 2.0, 5.0];
/// What is drawn of the deviations of a file: up to which share of them.
const SHARES: [(&str, f64, RGBColor); 3] = [
    ("median", 0.5, RGBColor(0, 158, 115)),
    ("95 %", 0.95, RGBColor(0, 114, 178)),
    ("worst", 1.0, RGBColor(213, 94, 0)),
];

/// Draws it to an SVG file.
pub(crate) fn draw(found: &[(String, Agreement)], path: &Path) -> Result<(), Box<dyn Error>> {
    pluim_io::letters::provide_letters()?;
    let height = LINE * found.len() as u32 + AXIS;
    let sheet = SVGBackend::new(path, (WIDTH, height)).into_drawing_area();
    sheet.fill(&WHITE)?;
    let lines = found.len() as f64;
    let mut chart = ChartBuilder::on(&sheet)
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(260)
        .build_cartesian_2d((RANGE.0..RANGE.1).log_scale(), lines..0.0)?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .light_line_style(TRANSPARENT)
        .x_desc("|pluim - AERMOD| / AERMOD (%)")
        .draw()?;
    let style = ("sans-serif", 10).into_text_style(&sheet);
    let style = style.pos(Pos::new(HPos::Right, VPos::Center));
    for (at, (name, _)) in found.iter().enumerate() {
        let (left, line) = chart.backend_coord(&(RANGE.0, at as f64 + 0.5));
        sheet.draw_text(name, &style, (left - 8, line))?;
    }
    for level in LEVELS {
        let ends = [(level, 0.0), (level, lines)];
        chart.draw_series(LineSeries::new(ends, BLACK.mix(0.4)))?;
    }
    for (label, share, colour) in SHARES {
        let of = |(at, (_, one)): (usize, &(String, Agreement))| {
            let size = (100.0 * one.quantile(share)).clamp(RANGE.0, RANGE.1);
            Circle::new((size, at as f64 + 0.5), 3, colour.filled())
        };
        chart
            .draw_series(found.iter().enumerate().map(of))?
            .label(label)
            .legend(move |(x, y)| Circle::new((x + 8, y), 3, colour.filled()));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK.mix(0.3))
        .draw()?;
    sheet.present()?;
    Ok(())
}
