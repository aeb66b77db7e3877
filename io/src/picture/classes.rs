//! Classes of values and their colours.

use colorous::{Color, Gradient, MAGMA, PURPLE_ORANGE};

/// The most classes that the eye keeps apart.
const MOST: usize = 10;
/// The fewest classes worth a map.
const FEWEST: usize = 5;
/// First digits of limits, few in a power of ten.
const COARSE: [f64; 3] = [1.0, 2.0, 5.0];
/// First digits of limits, many in a power of ten.
const FINE: [f64; 6] = [1.0, 1.5, 2.0, 3.0, 5.0, 7.0];

/// How the colours run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// From light for little to dark for much.
    #[default]
    Sequential,
    /// From purple below zero through white to orange above, for differences.
    Diverging,
}

/// Classes of values, separated by round limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    limits: Vec<f64>,
    scale: Scale,
}

impl Classes {
    /// Classes with the given limits, which must rise; values on a limit belong to the class
    /// above it.
    #[must_use]
    pub fn new(mut limits: Vec<f64>, scale: Scale) -> Self {
        limits.retain(|limit| limit.is_finite());
        limits.sort_by(f64::total_cmp);
        limits.dedup();
        Self { limits, scale }
    }

    /// Classes with round limits that suit `values`, NaN left aside. Where the values span more
    /// than a factor of ten the limits do so too: 1, 2, 5, 10, 20 ... or, where those are few, 1,
    /// 1.5, 2, 3, 5, 7, 10 ...
    ///
    /// ```
    /// use pluim_io::picture::{Classes, Scale};
    /// let values: Vec<f32> = (0..1000).map(|at| at as f32 / 100.0).collect();
    /// let classes = Classes::suiting(&values, Scale::Sequential);
    /// assert_eq!(classes.limits(), [0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0]);
    /// ```
    #[must_use]
    pub fn suiting(values: &[f32], scale: Scale) -> Self {
        let values = values.iter().copied().filter(|value| value.is_finite());
        let limits = match scale {
            Scale::Sequential => rising(&sorted(values)),
            Scale::Diverging => mirrored(&sorted(values.map(f32::abs))),
        };
        Self::new(limits, scale)
    }

    /// The same for values that count something, such as hours: limits from 1, whole numbers where
    /// there are any.
    ///
    /// ```
    /// use pluim_io::picture::Classes;
    /// let hours: Vec<f32> = (0..1000).map(|cell| (cell / 100) as f32).collect();
    /// assert_eq!(Classes::counting(&hours).limits(), [1.0, 2.0, 5.0]);
    /// assert_eq!(Classes::counting(&[0.0, 0.0]).limits(), [1.0]);
    /// ```
    #[must_use]
    pub fn counting(values: &[f32]) -> Self {
        let mut classes = Self::suiting(values, Scale::Sequential);
        classes.limits.retain(|limit| *limit >= 1.0);
        let whole = |limit: &f64| limit.fract() == 0.0;
        if classes.limits.iter().any(whole) {
            classes.limits.retain(whole);
        }
        if classes.limits.is_empty() {
            classes.limits.push(1.0);
        }
        classes
    }

    /// The limits between the classes, one fewer than there are classes.
    #[must_use]
    pub fn limits(&self) -> &[f64] {
        &self.limits
    }

    /// Red, green and blue of every class, the lowest first.
    ///
    /// ```
    /// use pluim_io::picture::{Classes, Scale};
    /// let classes = Classes::new(vec![10.0, 20.0], Scale::Sequential);
    /// assert_eq!(classes.colours().len(), 3);
    /// ```
    #[must_use]
    pub fn colours(&self) -> Vec<[u8; 3]> {
        (0..self.count()).map(|class| self.colour(class)).collect()
    }

    /// How many classes there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.limits.len() + 1
    }

    /// The class of a value, counted from 0.
    pub(super) fn class_of(&self, value: f32) -> usize {
        self.limits
            .partition_point(|limit| *limit <= f64::from(value))
    }

    /// Red, green and blue of a class, counted from 0.
    #[must_use]
    pub fn colour(&self, class: usize) -> [u8; 3] {
        let steps = (self.count() - 1).max(1) as f64;
        let part = class as f64 / steps;
        let colour = match self.scale {
            Scale::Sequential => pale_to_dark(part),
            Scale::Diverging => shade(PURPLE_ORANGE, 0.1 + 0.8 * part),
        };
        [colour.r, colour.g, colour.b]
    }
}

/// Magma from its palest to a dark that still shows its hue; the first class almost white.
fn pale_to_dark(part: f64) -> Color {
    shade(MAGMA, 1.0 - 0.88 * part)
}

fn shade(gradient: Gradient, at: f64) -> Color {
    gradient.eval_continuous(at.clamp(0.0, 1.0))
}

fn sorted(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values
}

/// The value below which the part `part` of `sorted` lies; 0 where there are none.
fn quantile(sorted: &[f32], part: f64) -> f64 {
    let at = part * sorted.len().saturating_sub(1) as f64;
    sorted.get(at as usize).copied().map_or(0.0, f64::from)
}

fn rising(sorted: &[f32]) -> Vec<f64> {
    let (low, high) = (quantile(sorted, 0.05), quantile(sorted, 0.999));
    if high <= low {
        return Vec::new();
    }
    if high > 0.0 && high > 10.0 * low {
        return decades(low.max(high / 200.0), high);
    }
    even(low, high)
}

fn mirrored(sorted: &[f32]) -> Vec<f64> {
    let (low, high) = (quantile(sorted, 0.5), quantile(sorted, 0.999));
    if high <= 0.0 {
        return Vec::new();
    }
    let low = low.max(high / 50.0);
    let coarse = ladder(&COARSE, low, high);
    let mut limits = if coarse.len() < FEWEST / 2 {
        ladder(&FINE, low, high)
    } else {
        coarse
    };
    limits.drain(..limits.len().saturating_sub(MOST / 2));
    let below: Vec<f64> = limits.iter().map(|limit| -limit).collect();
    below.into_iter().chain(limits).collect()
}

/// Round numbers between `low` and `high`, about evenly spread over each power of ten; the highest
/// if they are too many.
fn decades(low: f64, high: f64) -> Vec<f64> {
    let coarse = ladder(&COARSE, low, high);
    let mut limits = if coarse.len() < FEWEST {
        ladder(&FINE, low, high)
    } else {
        coarse
    };
    limits.drain(..limits.len().saturating_sub(MOST - 1));
    limits
}

/// The `digits` times powers of ten that lie between `low` and `high`.
fn ladder(digits: &[f64], low: f64, high: f64) -> Vec<f64> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let steps =
        (first..=last).flat_map(|power| digits.iter().map(move |digit| round(*digit, power)));
    steps.filter(|it| (low..=high).contains(it)).collect()
}

/// Round numbers at even distances between `low` and `high`.
fn even(low: f64, high: f64) -> Vec<f64> {
    let rough = (high - low) / FEWEST as f64;
    let power = rough.log10().floor() as i32;
    let steps = [5.0, 2.0, 1.0].map(|digit| round(digit, power));
    let step = steps
        .into_iter()
        .find(|step| *step <= rough)
        .unwrap_or(rough);
    let (first, last) = ((low / step).ceil() as i64, (high / step).floor() as i64);
    (first..=last)
        .map(|at| at as f64 * step)
        .take(2 * MOST)
        .collect()
}

/// `digit` times ten to the power `power`, exactly as it is written.
fn round(digit: f64, power: i32) -> f64 {
    format!("{digit}e{power}").parse().unwrap_or(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_ranges_have_even_limits() {
        let values: Vec<f32> = (0..100).map(|at| 20.0 + at as f32 / 10.0).collect();
        let classes = Classes::suiting(&values, Scale::Sequential);
        assert_eq!(
            classes.limits(),
            [21.0, 22.0, 23.0, 24.0, 25.0, 26.0, 27.0, 28.0, 29.0]
        );
    }

    #[test]
    fn differences_mirror_around_zero() {
        let values: Vec<f32> = (-100..50).map(|at| at as f32 / 100.0).collect();
        let limits = Classes::suiting(&values, Scale::Diverging)
            .limits()
            .to_vec();
        let mirrored: Vec<f64> = limits.iter().rev().map(|limit| -limit).collect();
        assert_eq!(limits, mirrored);
        assert!(limits.contains(&0.5));
    }

    #[test]
    fn differences_show_small_changes_beside_large_ones() {
        let values: Vec<f32> = (1..=10_000).map(|at| 7000.0 / (at * at) as f32).collect();
        let classes = Classes::suiting(&values, Scale::Diverging);
        let above = classes.limits().iter().filter(|limit| **limit > 0.0);
        let above: Vec<f64> = above.copied().collect();
        assert!(above.len() >= 4, "{above:?}");
        assert!(above[above.len() - 1] >= 20.0 * above[0], "{above:?}");
    }

    #[test]
    fn one_value_makes_one_class() {
        let classes = Classes::suiting(&[3.0; 10], Scale::Sequential);
        assert_eq!(classes.count(), 1);
        assert_eq!(Classes::suiting(&[f32::NAN], Scale::Diverging).count(), 1);
    }

    #[test]
    fn colours_darken_step_by_step() {
        let classes = Classes::new((1..10).map(f64::from).collect(), Scale::Sequential);
        let light = |class| {
            let [red, green, blue] = classes.colour(class).map(f64::from);
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        for class in 1..classes.count() {
            assert!(light(class) < light(class - 1) - 8.0, "class {class}");
        }
    }

    #[test]
    fn differences_run_from_purple_below_zero_to_orange_above() {
        let classes = Classes::new(vec![-2.0, -1.0, 1.0, 2.0], Scale::Diverging);
        let [[red, _, blue], [_, green, _], [orange, _, little]] =
            [0, 2, 4].map(|class| classes.colour(class));
        assert!(blue > red && orange > little && green > 220);
    }

    #[test]
    fn a_value_on_a_limit_belongs_above_it() {
        let classes = Classes::new(vec![1.0, 2.0], Scale::Sequential);
        assert_eq!(
            [0.5, 1.0, 2.0].map(|value| classes.class_of(value)),
            [0, 1, 2]
        );
    }
}
