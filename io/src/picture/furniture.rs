//! What stands around a map: legend, scale bar, north arrow.

use tiny_skia::PathBuilder;

use super::canvas::{Anchor, Area, Canvas, GREY, INK, NOTHING, WHITE};
use super::classes::Classes;

/// Size of small letters (pixels).
const SMALL: f32 = 13.0;
const BOX: Area = Area {
    x: 0.0,
    y: 0.0,
    width: 30.0,
    height: 22.0,
};

/// Draws the legend downwards from `at`, highest class on top; returns where it ends.
pub(super) fn legend(canvas: &mut Canvas, classes: &Classes, unit: &str, at: (f32, f32)) -> f32 {
    let (x, mut y) = at;
    canvas.write_bold(unit, SMALL, (x, y));
    y += 12.0;
    for class in (0..classes.count()).rev() {
        let area = Area { x, y, ..BOX };
        canvas.fill(area, classes.colour(class));
        canvas.frame(area, GREY);
        let words = class_words(classes.limits(), class);
        canvas.write(&words, SMALL, (x + BOX.width + 9.0, y + 16.0), Anchor::Left);
        y += BOX.height;
    }
    y += 8.0;
    let area = Area { x, y, ..BOX };
    canvas.fill(area, NOTHING);
    canvas.frame(area, GREY);
    canvas.write(
        "no value",
        SMALL,
        (x + BOX.width + 9.0, y + 16.0),
        Anchor::Left,
    );
    y + BOX.height
}

fn class_words(limits: &[f64], class: usize) -> String {
    let below = class.checked_sub(1).and_then(|index| limits.get(index));
    match (below, limits.get(class)) {
        (Some(low), Some(high)) => format!("{low} – {high}"),
        (Some(low), None) => format!("{low} or more"),
        (None, Some(high)) => format!("below {high}"),
        (None, None) => "all values".to_owned(),
    }
}

/// Draws a bar of a round length, about a fifth of `width` pixels, at `at`; a pixel is `metres`.
pub(super) fn scale_bar(canvas: &mut Canvas, metres: f64, width: f32, at: (f32, f32)) {
    let length = round_length(metres * f64::from(width) / 4.0);
    let pixels = (length / metres) as f32;
    let (x, y) = at;
    for (quarter, colour) in [INK, WHITE, INK, WHITE].into_iter().enumerate() {
        let area = Area {
            x: x + quarter as f32 * pixels / 4.0,
            y,
            width: pixels / 4.0,
            height: 6.0,
        };
        canvas.fill(area, colour);
        canvas.frame(area, INK);
    }
    let (unit, words) = match length {
        1000.0.. => ("km", length / 1000.0),
        _ => ("m", length),
    };
    canvas.write("0", SMALL, (x, y + 21.0), Anchor::Middle);
    canvas.write(
        &format!("{words} {unit}"),
        SMALL,
        (x + pixels, y + 21.0),
        Anchor::Middle,
    );
}

/// The largest of 1, 2 and 5 times a power of ten that is at most `most`.
fn round_length(most: f64) -> f64 {
    let power = 10_f64.powi(most.log10().floor() as i32);
    let lengths = [5.0, 2.0, 1.0].map(|digit| digit * power);
    lengths.into_iter().find(|it| *it <= most).unwrap_or(power)
}

/// Draws an arrow to the north whose tip is at `at`.
pub(super) fn north(canvas: &mut Canvas, at: (f32, f32)) {
    let (x, y) = at;
    let mut arrow = PathBuilder::new();
    arrow.move_to(x, y);
    arrow.line_to(x + 8.0, y + 24.0);
    arrow.line_to(x, y + 18.0);
    arrow.line_to(x - 8.0, y + 24.0);
    arrow.close();
    if let Some(path) = arrow.finish() {
        canvas.shape(&path, INK);
    }
    canvas.write("N", SMALL, (x, y + 40.0), Anchor::Middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_have_round_lengths() {
        assert_eq!(round_length(1734.0), 1000.0);
        assert_eq!(round_length(600.0), 500.0);
        assert_eq!(round_length(0.25), 0.2);
    }

    #[test]
    fn classes_are_named_by_their_limits() {
        let limits = [0.5, 1.0];
        let words = [0, 1, 2].map(|class| class_words(&limits, class));
        assert_eq!(words, ["below 0.5", "0.5 – 1", "1 or more"]);
        assert_eq!(class_words(&[], 0), "all values");
    }
}
