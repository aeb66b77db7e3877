//! What depends on the distance alone, for receptors of which the distances are much alike.
//!
//! About every quarter of an octave of the square q of the distance, c, it is a polynomial in
//! (q - c) / (q + c), in which powers of q are smooth, through some rows of the table, wherever that
//! meets the rows between. Receptors that share a polynomial look nothing up.

use super::column::{ORIGIN, ROWS, STEPS, node, square_of_node};
use super::row::{Break, FanRow};

/// Coefficients of a polynomial.
const TERMS: usize = 7;
/// A polynomial serves squares from c / WIDE to WIDE c, which lie at -PART and PART.
const WIDE: f64 = 2.0;
const PART: f64 = (WIDE - 1.0) / (WIDE + 1.0);
/// Chebyshev's nodes, at which it is the quantity.
const NODES: [f64; TERMS] = [-0.9749, -0.7818, -0.4339, 0.0, 0.4339, 0.7818, 0.9749];
/// How much of the quantity it may miss where it serves.
const GAP: f64 = 2e-5;
/// Every which row is looked at for that: a prime.
const LOOKED_AT: usize = 3;
/// Polynomials an octave of the square, and in all.
const PARTS: usize = 4;
const COUNT: usize = 64 * PARTS;
/// Rows of an octave of the square, and from one polynomial to the next.
const OCTAVE: usize = STEPS as usize / 2;
const APART: usize = OCTAVE / PARTS;
/// Of the bits of a square, less those of 1.0, the ones above tell its polynomial.
const BELOW: u32 = 21;

/// The ring and the coherence of a fan.
#[derive(Debug, Clone)]
pub(super) struct Curves(Box<[Curve; COUNT]>);

/// Them about one distance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Curve {
    /// The least and greatest square that is served.
    range: [f32; 2],
    /// c.
    centre: f32,
    ring: [f32; TERMS],
    coherence: [f32; TERMS],
}

impl Curves {
    /// Of the fan with these rows, which jumps at `breaks`.
    pub(super) fn new(rows: &[FanRow], breaks: &[Break]) -> Self {
        // beyond the last row m stays as it is
        let last = rows.last().copied().unwrap_or_default();
        let row = |k: usize| rows.get(k).unwrap_or(&last);
        let ring = |k: usize| row(k).ring / node(k);
        let coherence = |k: usize| row(k).coherence;
        let patterns: [Pattern; PARTS] =
            std::array::from_fn(|k| Pattern::about(OCTAVE + k * APART));
        let mut curves = Box::new([Curve::NONE; COUNT]);
        let last = COUNT.min(rows.len().div_ceil(APART));
        for (number, curve) in curves.iter_mut().enumerate().take(last).skip(PARTS) {
            let centre = square_of_node(number * APART);
            let jumps = |it: &Break| part(it.at * it.at, centre).abs() <= PART;
            if breaks.iter().any(jumps) {
                continue;
            }
            let pattern = &patterns[number % PARTS];
            let first = number * APART - OCTAVE;
            let both = (
                pattern.polynomial(|k| ring(first + k)),
                pattern.polynomial(|k| coherence(first + k)),
            );
            if let (Some(ring), Some(coherence)) = both {
                *curve = Curve {
                    range: [1.0 / WIDE, WIDE].map(|side| (centre * side) as f32),
                    centre: centre as f32,
                    ring,
                    coherence,
                };
            }
        }
        Self(curves)
    }

    /// What serves all squares between these.
    #[inline(always)]
    pub(super) fn between(&self, [least, most]: [f32; 2]) -> Option<&Curve> {
        // about the logarithms
        let bits = |square: f32| square.max(1.0).to_bits() - ORIGIN;
        let middle = (bits(least) + bits(most)) / 2;
        let number = (middle + (1 << (BELOW - 1))) >> BELOW;
        let curve = &self.0[number as usize & (COUNT - 1)];
        (curve.range[0] <= least && most <= curve.range[1]).then_some(curve)
    }
}

impl Curve {
    /// Serves nothing.
    const NONE: Self = Self {
        range: [f32::INFINITY, 0.0],
        centre: 1.0,
        ring: [0.0; TERMS],
        coherence: [0.0; TERMS],
    };

    /// m / r at distances with these squares.
    #[inline(always)]
    pub(super) fn ring<const N: usize>(&self, square: &[f32; N]) -> [f32; N] {
        self.at(square, &self.ring)
    }

    /// F at distances with these squares.
    #[inline(always)]
    pub(super) fn coherence<const N: usize>(&self, square: &[f32; N]) -> [f32; N] {
        self.at(square, &self.coherence)
    }

    #[inline(always)]
    fn at<const N: usize>(&self, square: &[f32; N], terms: &[f32; TERMS]) -> [f32; N] {
        let mut values = [terms[TERMS - 1]; N];
        for lane in 0..N {
            let part = (square[lane] - self.centre) / (square[lane] + self.centre);
            for term in terms[..TERMS - 1].iter().rev() {
                values[lane] = values[lane].mul_add(part, *term);
            }
        }
        values
    }
}

/// How rows lie about one of them; it repeats in every octave. They are numbered from one octave
/// before it.
struct Pattern {
    /// Rows next to the nodes.
    nodes: [usize; TERMS],
    /// The polynomial that is 1 at each of them and 0 at the others.
    bases: [[f64; TERMS]; TERMS],
    /// Rows at which a polynomial is looked at, and where they lie.
    looked_at: Vec<(usize, f64)>,
}

impl Pattern {
    fn about(row: usize) -> Self {
        let place = |k: usize| part(square_of_node(row - OCTAVE + k), square_of_node(row));
        let rows: Vec<f64> = (0..ROWS - row)
            .map(place)
            .take_while(|it| *it <= PART)
            .collect();
        let nodes = NODES.map(|node| rows.partition_point(|it| *it < PART * node));
        let places = nodes.map(place);
        let one = |k: usize| std::array::from_fn(|node| f64::from(u8::from(node == k)));
        Self {
            nodes,
            bases: std::array::from_fn(|k| newton(&places, one(k))),
            looked_at: rows.into_iter().enumerate().step_by(LOOKED_AT).collect(),
        }
    }

    /// The polynomial through the values next to the nodes, if it meets those between.
    fn polynomial(&self, value: impl Fn(usize) -> f64) -> Option<[f32; TERMS]> {
        let mut terms = [0.0; TERMS];
        for (node, base) in self.nodes.iter().zip(&self.bases) {
            for (term, of_base) in terms.iter_mut().zip(base) {
                *term += value(*node) * of_base;
            }
        }
        let meets = |(row, part): &(usize, f64)| {
            let found = terms.iter().rev().fold(0.0, |sum, term| sum * part + term);
            (found - value(*row)).abs() <= GAP * value(*row).abs()
        };
        let all = self.looked_at.iter().all(meets);
        all.then(|| terms.map(|term| term as f32))
    }
}

/// Where a square lies about another.
fn part(square: f64, centre: f64) -> f64 {
    (square - centre) / (square + centre)
}

/// The polynomial with these values at `nodes`, by divided differences.
fn newton(nodes: &[f64; TERMS], values: [f64; TERMS]) -> [f64; TERMS] {
    let mut differences = values;
    for order in 1..TERMS {
        for k in (order..TERMS).rev() {
            let extent = nodes[k] - nodes[k - order];
            differences[k] = (differences[k] - differences[k - 1]) / extent;
        }
    }
    let mut terms = [0.0; TERMS];
    for k in (0..TERMS).rev() {
        for power in (1..TERMS).rev() {
            terms[power] = terms[power - 1] - nodes[k] * terms[power];
        }
        terms[0] = differences[k] - nodes[k] * terms[0];
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curves(jump: f64) -> Curves {
        let at = 300.0;
        let row = |x: f64, factor: f64| FanRow {
            ring: factor * x.powf(-0.3),
            coherence: 1.0 / (1.0 + x / 1000.0),
            ..FanRow::default()
        };
        let behind = |x: f64| if x >= at { 1.0 + jump } else { 1.0 };
        let rows: Vec<FanRow> = (0..=14 * STEPS as usize)
            .map(node)
            .map(|x| row(x, behind(x)))
            .collect();
        let step = Break {
            at,
            before: row(at, 1.0),
            behind: row(at, 1.0 + jump),
        };
        Curves::new(
            &rows,
            if jump == 0.0 {
                &[]
            } else {
                std::slice::from_ref(&step)
            },
        )
    }

    #[test]
    fn what_is_smooth_is_met_wherever_it_is_served() {
        let curves = curves(0.0);
        for step in 0..500 {
            let r = 3.0 * (f64::from(step) / 65.0).exp();
            let least = (r * r) as f32;
            let curve = curves.between([least, 1.9 * least]).unwrap();
            for factor in [1.0, 1.3, 1.7, 1.9] {
                let x = (f64::from(factor * least)).sqrt();
                let ring = f64::from(curve.ring(&[factor * least])[0]);
                let coherence = f64::from(curve.coherence(&[factor * least])[0]);
                assert!((ring * x.powf(1.3) - 1.0).abs() < 4e-5, "{x}");
                assert!((coherence * (1.0 + x / 1000.0) - 1.0).abs() < 4e-5, "{x}");
            }
        }
    }

    #[test]
    fn squares_too_far_apart_and_those_about_a_jump_are_not_served() {
        let curves = curves(0.02);
        assert!(curves.between([1e6, 4e6]).is_none());
        assert!(
            curves
                .between([295.0_f32.powi(2), 305.0_f32.powi(2)])
                .is_none()
        );
        assert!(
            curves
                .between([1000.0_f32.powi(2), 1100.0_f32.powi(2)])
                .is_some()
        );
    }
}
