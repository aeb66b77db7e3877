//! Modelled beside observed values as an SVG drawing: two scatter plots and a target.

use std::fmt::Write;
use std::path::Path;

use crate::partial::write_whole;
use crate::write_error::Result;

/// Side of a panel (pixels), and the room around it.
const SIDE: f64 = 330.0;
const LEFT: f64 = 78.0;
const TOP: f64 = 66.0;
const BELOW: f64 = 58.0;
/// Ticks along an axis, about.
const TICKS: f64 = 7.0;
const INK: &str = "#202024";
const SOFT: &str = "#78787e";
/// Room that a label takes (pixels).
const LABEL: (f64, f64) = (52.0, 11.0);
/// Blue and orange, which all eyes keep apart; marks differ in shape too.
const BLUE: &str = "#0b4f6c";
const ORANGE: &str = "#c2571a";

/// A station in a scatter plot.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorePoint {
    /// What it is called.
    pub label: String,
    /// Observed value.
    pub observed: f64,
    /// Modelled value.
    pub modelled: f64,
}

/// A scatter plot of modelled against observed values.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// What is plotted.
    pub title: String,
    /// The stations.
    pub points: Vec<ScorePoint>,
    /// A value that a model without any knowledge would give everywhere.
    pub everywhere: Option<f64>,
}

/// A point in the target.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetPoint {
    /// What it is called.
    pub label: String,
    /// Error without bias over its margin, negative where the model varies less than the
    /// observations.
    pub centred: f64,
    /// Bias over the same margin.
    pub bias: f64,
}

/// A figure of scores.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreFigure {
    /// Its title.
    pub title: String,
    /// Unit of the values, as printed.
    pub unit: String,
    /// Plots of modelled against observed values.
    pub scatters: Vec<Scatter>,
    /// Points in the target; no target is drawn where there are none.
    pub target: Vec<TargetPoint>,
}

impl ScoreFigure {
    /// Writes the figure as SVG, in one step.
    ///
    /// # Errors
    /// When the folder cannot be written or the disk is full.
    ///
    /// ```
    /// use pluim_io::score_figure::{Scatter, ScoreFigure, ScorePoint};
    /// let point = ScorePoint { label: "<A>".into(), observed: 20.0, modelled: 15.0 };
    /// let scatter = Scatter { title: "Total".into(), points: vec![point], everywhere: None };
    /// let figure = ScoreFigure {
    ///     title: "NO2".into(), unit: "µg/m³".into(), scatters: vec![scatter], target: vec![],
    /// };
    /// let folder = tempfile::tempdir()?;
    /// let file = folder.path().join("scores.svg");
    /// figure.write(&file)?;
    /// assert!(std::fs::read_to_string(&file)?.contains("&lt;A&gt;"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write(&self, file: &Path) -> Result<()> {
        write_whole(file, self.svg().as_bytes())
    }

    fn svg(&self) -> String {
        let panels = self.scatters.len() + usize::from(!self.target.is_empty());
        let width = panels as f64 * (SIDE + LEFT) + 24.0;
        let height = TOP + SIDE + BELOW;
        let mut drawing = Drawing::default();
        for (number, scatter) in self.scatters.iter().enumerate() {
            drawing.scatter(scatter, &self.unit, left_of(number));
        }
        if !self.target.is_empty() {
            drawing.target(&self.target, left_of(self.scatters.len()));
        }
        let title = escaped(&self.title);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" font-family=\"system-ui, sans-serif\" \
             font-size=\"12\" role=\"img\">\n<title>{title}</title>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
             <text x=\"{LEFT}\" y=\"26\" font-size=\"17\" font-weight=\"bold\">{title}</text>\n{}</svg>\n",
            drawing.text
        )
    }
}

fn left_of(panel: usize) -> f64 {
    LEFT + panel as f64 * (SIDE + LEFT)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A panel's square and the values along its sides, the same on both.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    least: f64,
    most: f64,
}

impl Frame {
    fn x(&self, value: f64) -> f64 {
        self.left + (value - self.least) / (self.most - self.least) * SIDE
    }

    fn y(&self, value: f64) -> f64 {
        TOP + SIDE - (value - self.least) / (self.most - self.least) * SIDE
    }

    /// The part of the line M = `slope` O within the square, from the origin on.
    fn ray(&self, slope: f64) -> [(f64, f64); 2] {
        let start = self.least.max(self.least / slope);
        let end = self.most.min(self.most / slope);
        [(start, slope * start), (end, slope * end)]
    }
}

#[derive(Default)]
struct Drawing {
    text: String,
}

impl Drawing {
    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{element}");
    }

    fn words(&mut self, (x, y): (f64, f64), words: &str, rest: &str) {
        let words = escaped(words);
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{INK}\" {rest}>{words}</text>"
        ));
    }

    fn line(&mut self, [from, to]: [(f64, f64); 2], rest: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.put(format_args!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" {rest}/>"
        ));
    }

    /// The square with its ticks and names.
    fn frame(&mut self, frame: Frame, title: &str, [across, up]: [&str; 2]) {
        let left = frame.left;
        self.put(format_args!(
            "<rect x=\"{left}\" y=\"{TOP}\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" stroke=\"{SOFT}\"/>"
        ));
        self.words(
            (left, TOP - 12.0),
            title,
            "font-weight=\"bold\" font-size=\"13\"",
        );
        for tick in ticks(frame.least, frame.most) {
            let (x, y) = (frame.x(tick), frame.y(tick));
            let bottom = TOP + SIDE;
            let grid = "stroke=\"#e3e6ea\"";
            self.line([(x, TOP), (x, bottom)], grid);
            self.line([(left, y), (left + SIDE, y)], grid);
            let words = spelt(tick);
            self.words((x, bottom + 16.0), &words, "text-anchor=\"middle\"");
            self.words((left - 6.0, y + 4.0), &words, "text-anchor=\"end\"");
        }
        let middle = left + 0.5 * SIDE;
        self.words(
            (middle, TOP + SIDE + 36.0),
            across,
            "text-anchor=\"middle\"",
        );
        let (x, y) = (left - 40.0, TOP + 0.5 * SIDE);
        let turned = format!("text-anchor=\"middle\" transform=\"rotate(-90 {x} {y})\"");
        self.words((x, y), up, &turned);
    }

    fn scatter(&mut self, scatter: &Scatter, unit: &str, left: f64) {
        let frame = around(scatter, left);
        let axes = [format!("observed ({unit})"), format!("modelled ({unit})")];
        self.frame(frame, &scatter.title, [&axes[0], &axes[1]]);
        let placed = |(o, m): (f64, f64)| (frame.x(o), frame.y(m));
        self.line(frame.ray(1.0).map(placed), &format!("stroke=\"{INK}\""));
        for slope in [0.5, 2.0] {
            let dashed = format!("stroke=\"{SOFT}\" stroke-dasharray=\"5 4\"");
            self.line(frame.ray(slope).map(placed), &dashed);
        }
        if let Some(value) = scatter.everywhere {
            let level = [(frame.least, value), (frame.most, value)].map(placed);
            self.line(
                level,
                &format!("stroke=\"{ORANGE}\" stroke-width=\"1.5\" stroke-dasharray=\"2 3\""),
            );
            let (x, y) = placed((frame.most, value));
            self.words(
                (x - 4.0, y + 14.0),
                "background alone",
                "text-anchor=\"end\" font-size=\"11\"",
            );
        }
        let points: Vec<(f64, f64)> = scatter
            .points
            .iter()
            .map(|it| placed((it.observed, it.modelled)))
            .collect();
        for (x, y) in &points {
            self.put(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\" fill=\"{BLUE}\" stroke=\"#ffffff\"/>"
            ));
        }
        self.labels(scatter, &points, left);
    }

    /// Names of stations beside their points, as far as there is room.
    fn labels(&mut self, scatter: &Scatter, points: &[(f64, f64)], left: f64) {
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (point, (x, y)) in scatter.points.iter().zip(points) {
            let beyond = x + 7.0 + LABEL.0 > left + SIDE;
            let (x, anchor) = if beyond {
                (x - 7.0, "end")
            } else {
                (x + 7.0, "start")
            };
            let at = (if beyond { x - LABEL.0 } else { x }, y - 4.0);
            let near = |other: &(f64, f64)| {
                (other.0 - at.0).abs() < LABEL.0 && (other.1 - at.1).abs() < LABEL.1
            };
            if taken.iter().any(near) {
                continue;
            }
            taken.push(at);
            let rest = format!("font-size=\"10\" text-anchor=\"{anchor}\"");
            self.words((x, at.1), &point.label, &rest);
        }
    }

    fn target(&mut self, points: &[TargetPoint], left: f64) {
        let furthest = points.iter().fold(1.3, |most: f64, it| {
            most.max(1.15 * it.centred.abs()).max(1.15 * it.bias.abs())
        });
        let frame = Frame {
            left,
            least: -furthest,
            most: furthest,
        };
        let axes = ["error without bias / margin", "bias / margin"];
        self.frame(
            frame,
            "Target: the objective is met within the circle",
            axes,
        );
        let (x, y) = (frame.x(0.0), frame.y(0.0));
        for (radius, dashes) in [(1.0, "none"), (0.5, "5 4")] {
            let pixels = frame.x(radius) - x;
            self.put(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{pixels:.1}\" fill=\"none\" stroke=\"{INK}\" stroke-dasharray=\"{dashes}\"/>"
            ));
        }
        for (point, colour) in points.iter().zip([BLUE, ORANGE].into_iter().cycle()) {
            let (x, y) = (frame.x(point.centred), frame.y(point.bias));
            self.put(format_args!(
                "<path d=\"M{x:.1} {:.1} l6 6 l-6 6 l-6 -6 z\" fill=\"{colour}\" stroke=\"#ffffff\"/>",
                y - 6.0
            ));
            let (shift, anchor) = if point.centred > 0.0 {
                (-10.0, "end")
            } else {
                (10.0, "start")
            };
            let anchor = format!("text-anchor=\"{anchor}\" font-size=\"11\"");
            self.words((x + shift, y + 4.0), &point.label, &anchor);
        }
    }
}

/// The square that holds all points and nothing.
fn around(scatter: &Scatter, left: f64) -> Frame {
    let points = scatter.points.iter();
    let values = points
        .flat_map(|it| [it.observed, it.modelled])
        .chain(scatter.everywhere);
    let (least, most) = values.fold((0.0_f64, 1e-3_f64), |(least, most), value| {
        (least.min(value), most.max(value))
    });
    let room = 0.12 * (most - least);
    Frame {
        left,
        least: if least < 0.0 { least - room } else { 0.0 },
        most: most + room,
    }
}

/// Round numbers between `least` and `most`.
fn ticks(least: f64, most: f64) -> Vec<f64> {
    let rough = (most - least) / TICKS;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|digit| digit * power)
        .into_iter()
        .find(|step| *step >= rough)
        .unwrap_or(rough);
    let (first, last) = ((least / step).ceil() as i64, (most / step).floor() as i64);
    (first..=last).map(|at| at as f64 * step).collect()
}

fn spelt(tick: f64) -> String {
    // Minus nothing is nothing, and 3 x 0.1 is 0.3.
    let rounded = (tick * 1e6).round() / 1e6 + 0.0;
    rounded.to_string().replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(0.0, 47.0), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(ticks(-1.3, 1.3), [-1.0, -0.5, 0.0, 0.5, 1.0]);
        assert_eq!(spelt(-0.5), "−0.5");
    }

    #[test]
    fn a_ray_stays_in_its_square() {
        let frame = Frame {
            left: 0.0,
            least: 0.0,
            most: 10.0,
        };
        assert_eq!(frame.ray(2.0), [(0.0, 0.0), (5.0, 10.0)]);
        assert_eq!(frame.ray(0.5), [(0.0, 0.0), (10.0, 5.0)]);
    }
}
