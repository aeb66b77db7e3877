//! The near part of a kernel in polar coordinates, with a logarithmic axis of radii.

use rayon::prelude::*;

use super::super::cutoff::cutoff;
use super::super::level::InCells;

/// Directions tabulated: 0.7 degrees apart.
const ANGLES: usize = 512;

/// Rows per doubling of the radius: enough to follow the cutoff, steep in its last octave, to
/// 0.5 %.
pub(in crate::multilevel) const ROWS_PER_OCTAVE: f64 = 12.0;

/// A function of direction and radius, in cells. Beyond the last row it keeps its value.
#[derive(Debug, Clone)]
pub(in crate::multilevel) struct Radial {
    /// Radius of the first row; smaller radii count as this one.
    pub(super) start: f64,
    /// Rows an angle.
    pub(super) rows: usize,
    /// Angle by angle, the first repeated at the end.
    values: Vec<f32>,
}

impl Radial {
    /// g = r K w(r / `radius`), of which line integrals of the near part are made.
    pub(super) fn of_kernel(kernel: &InCells<'_>, start: f64, radius: f64) -> Self {
        let rows = (ROWS_PER_OCTAVE * (radius / start).log2()).ceil() as usize + 2;
        let mut values = vec![0.0; (ANGLES + 1) * rows];
        values
            .par_chunks_mut(rows)
            .enumerate()
            .for_each(|(angle, line)| {
                let (sin, cos) = (angle as f64 * step()).sin_cos();
                for (row, value) in line.iter_mut().enumerate() {
                    let r = start * (row as f64 / ROWS_PER_OCTAVE).exp2();
                    let share = cutoff(r / radius);
                    if share > 0.0 {
                        *value = (share * r * kernel.at(r * cos, r * sin)) as f32;
                    }
                }
            });
        Self {
            start,
            rows,
            values,
        }
    }

    /// M = integral of g over r from 0, of which area integrals of the near part are made.
    /// Below the first row the kernel counts as constant.
    pub(super) fn moment(&self) -> Self {
        let mut values = Vec::with_capacity(self.values.len());
        for line in self.values.chunks(self.rows) {
            let mut moment = 0.5 * self.start * f64::from(line[0]);
            values.push(moment as f32);
            for row in 1..self.rows {
                // g taken as linear in log r, whose differential is dr / r
                let [low, high] = [row - 1, row].map(|row| self.radius(row));
                let [below, here] = [row - 1, row].map(|row| f64::from(line[row]));
                let log = (high / low).ln();
                let slope = (here - below) / log;
                moment += (here * high - below * low) - slope * (high - low);
                values.push(moment as f32);
            }
        }
        Self {
            start: self.start,
            rows: self.rows,
            values,
        }
    }

    fn radius(&self, row: usize) -> f64 {
        self.start * (row as f64 / ROWS_PER_OCTAVE).exp2()
    }

    /// Value in direction (u, v) at radius `r`.
    pub(super) fn at(&self, u: f64, v: f64, r: f64) -> f64 {
        let row = ROWS_PER_OCTAVE * (r / self.start).max(1.0).log2();
        let (low, along) = split(row, self.rows - 2);
        let (left, right, around) = self.lines(v.atan2(u));
        let blend = |row: usize| left[row] + around * (right[row] - left[row]);
        f64::from(blend(low) + along * (blend(low + 1) - blend(low)))
    }

    /// The lines on either side of an angle (radians), and the fraction from left to right.
    pub(super) fn lines(&self, angle: f64) -> (&[f32], &[f32], f32) {
        let turn = angle.rem_euclid(2.0 * std::f64::consts::PI) / step();
        let (line, around) = split(turn, ANGLES - 1);
        let lines = &self.values[line * self.rows..(line + 2) * self.rows];
        let (left, right) = lines.split_at(self.rows);
        (left, right, around)
    }

    /// Integral over all directions of the values at the last row.
    pub(super) fn around(&self) -> f64 {
        let last = self.values.chunks(self.rows).take(ANGLES);
        last.map(|line| f64::from(line[self.rows - 1]) * step())
            .sum()
    }
}

/// Radians between angles.
fn step() -> f64 {
    2.0 * std::f64::consts::PI / ANGLES as f64
}

/// A coordinate as a node, at most `last`, and the fraction past it, at most 1.
pub(super) fn split(coordinate: f64, last: usize) -> (usize, f32) {
    let node = (coordinate as usize).min(last);
    (node, ((coordinate - node as f64) as f32).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::multilevel::Kernel;
    use approx::assert_relative_eq;

    struct Plain;

    impl Kernel for Plain {
        fn at(&self, dx: f64, dy: f64) -> f64 {
            (1.0 + 0.3 * dx / dx.hypot(dy)) / dx.hypot(dy)
        }
        fn closest(&self) -> f64 {
            0.1
        }
    }

    #[test]
    fn holds_the_kernel_and_its_moment() {
        let kernel = InCells {
            kernel: &Plain,
            cell: 1.0,
        };
        let radial = Radial::of_kernel(&kernel, 0.05, 12.0);
        let moment = radial.moment();
        for r in [0.06, 0.5, 2.0, 5.0] {
            let (u, v) = (0.6, 0.8);
            let g = 1.0 + 0.3 * u;
            assert_relative_eq!(radial.at(u, v, r), g, max_relative = 1e-4);
            // g is constant but inside the first row, where K is: half of what 1 / r gives
            assert_relative_eq!(moment.at(u, v, r), g * (r - 0.025), max_relative = 2e-3);
        }
        assert_relative_eq!(radial.at(0.6, 0.8, 12.0), 0.0, epsilon = 2e-3);
        // 2 pi times the integral of the cutoff, 3/4 of the radius
        let expected = 2.0 * std::f64::consts::PI * (9.0 - 0.025);
        assert_relative_eq!(moment.around(), expected, max_relative = 1e-3);
    }
}
