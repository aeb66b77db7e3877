//! A kernel K(dx, dy) tabulated on a polar-logarithmic grid.
//!
//! The table holds g = r K, which varies slowly with r where K falls as 1 / r. The angle is
//! measured by the *diamond angle*, which grows from 0 to 4 around the circle and needs neither
//! an arctangent nor a table of its own; the radius by an [`OctaveAxis`].

use crate::octave_axis::OctaveAxis;

/// Nodes around the circle: 0.45 degrees apart on the axes, 0.9 degrees on the diagonals.
pub const ANGLES: usize = 512;

/// A kernel in polar coordinates; rows of equal radius, columns of equal angle.
#[derive(Debug, Clone)]
pub struct PolarTable {
    radii: OctaveAxis,
    /// Smallest radius (m).
    start: f64,
    /// g = r K; row-major, `ANGLES + 1` columns of which the last repeats the first.
    values: Vec<f32>,
}

/// Where a table is sampled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Radius (m).
    pub radius: f64,
    /// Unit vector of the direction.
    pub direction: [f64; 2],
}

const COLUMNS: usize = ANGLES + 1;

impl PolarTable {
    /// Tabulates the kernel whose product with the radius is `rows(radius)`, a row of [`ANGLES`]
    /// values at the directions of [`PolarTable::directions`].
    ///
    /// A row that is shorter is completed with zeros.
    pub fn from_rows(radii: OctaveAxis, mut rows: impl FnMut(f64) -> Vec<f64>) -> Self {
        let mut values = Vec::with_capacity(radii.len() * COLUMNS);
        for radius in radii.nodes() {
            let mut row = rows(radius);
            row.resize(ANGLES, 0.0);
            values.extend(row.iter().map(|value| *value as f32));
            values.push(row[0] as f32);
        }
        Self {
            radii,
            start: radii.start(),
            values,
        }
    }

    /// The table with these values, as [`PolarTable::values`] gives them; none where their number
    /// is not that of the axis.
    #[must_use]
    pub fn from_values(radii: OctaveAxis, values: Vec<f32>) -> Option<Self> {
        (values.len() == radii.len() * COLUMNS).then(|| Self {
            start: radii.start(),
            radii,
            values,
        })
    }

    /// All that the table holds, for keeping.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// Unit vectors of the columns, counterclockwise from `[1, 0]`.
    pub fn directions() -> impl Iterator<Item = [f64; 2]> {
        (0..ANGLES).map(|column| direction(4.0 * column as f64 / ANGLES as f64))
    }

    /// The axis of the radii.
    #[must_use]
    pub fn radii(&self) -> OctaveAxis {
        self.radii
    }

    /// K at the offset `(dx, dy)` from the source (m); the radius is clamped to the table.
    ///
    /// ```
    /// use pluim_kernels::octave_axis::OctaveAxis;
    /// use pluim_kernels::polar_table::{PolarTable, ANGLES};
    /// let table = PolarTable::from_rows(OctaveAxis::new(0, 10, 16)?, |_| vec![2.0; ANGLES]);
    /// assert!((table.at(30.0, -40.0) - 2.0 / 50.0).abs() < 1e-7);
    /// # Ok::<(), pluim_kernels::octave_axis::AxisError>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn at(&self, dx: f64, dy: f64) -> f64 {
        let radius = (dx * dx + dy * dy).sqrt().max(self.start);
        self.times_radius(dx, dy, radius) / radius
    }

    /// g = r K at the offset `(dx, dy)`, whose length is `radius`.
    #[inline]
    #[must_use]
    pub fn times_radius(&self, dx: f64, dy: f64, radius: f64) -> f64 {
        let (row, along) = self.radii.locate(radius as f32);
        let turn = diamond_angle(dx, dy) * (ANGLES as f64 / 4.0);
        let column = (turn as usize).min(ANGLES - 1);
        let around = (turn - column as f64) as f32;
        let start = row * COLUMNS + column;
        let Some(near) = self.values.get(start..start + COLUMNS + 2) else {
            return 0.0;
        };
        let low = near[0] + around * (near[1] - near[0]);
        let high = near[COLUMNS] + around * (near[COLUMNS + 1] - near[COLUMNS]);
        f64::from(low + along * (high - low))
    }

    /// The table of M(r, phi) = integral of K rho over rho from 0 to r, from which the integral
    /// of K over any polygon follows by walking its edges. M is stored as M / r: the table
    /// returned has K -> M / r^2.
    #[must_use]
    pub fn radial_moment(&self) -> Self {
        let radii: Vec<f64> = self.radii.nodes().collect();
        let mut values = Vec::with_capacity(self.values.len());
        let mut moment: Vec<f64> = self.values[..COLUMNS]
            .iter()
            .map(|g| f64::from(*g) * radii[0])
            .collect();
        values.extend(moment.iter().map(|sum| (sum / radii[0]) as f32));
        for row in 1..radii.len() {
            let width = radii[row] - radii[row - 1];
            let (below, here) = (
                &self.values[(row - 1) * COLUMNS..],
                &self.values[row * COLUMNS..],
            );
            for (column, sum) in moment.iter_mut().enumerate() {
                *sum += 0.5 * width * (f64::from(below[column]) + f64::from(here[column]));
            }
            values.extend(moment.iter().map(|sum| (sum / radii[row]) as f32));
        }
        Self {
            radii: self.radii,
            start: self.start,
            values,
        }
    }
}

/// Diamond angle of `(x, y)`: 0 to 4 counterclockwise from the positive x axis.
#[inline]
fn diamond_angle(x: f64, y: f64) -> f64 {
    let sum = x.abs() + y.abs();
    if sum == 0.0 {
        return 0.0;
    }
    let share = x / sum;
    if y >= 0.0 { 1.0 - share } else { 3.0 + share }
}

/// Unit vector at a diamond angle.
fn direction(turn: f64) -> [f64; 2] {
    let (x, y) = match turn {
        turn if turn < 2.0 => (1.0 - turn, 1.0 - (1.0 - turn).abs()),
        turn => (turn - 3.0, (turn - 3.0).abs() - 1.0),
    };
    let length = x.hypot(y);
    [x / length, y / length]
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    fn radii() -> OctaveAxis {
        OctaveAxis::new(0, 12, 16).unwrap()
    }

    #[test]
    fn directions_have_their_diamond_angle() {
        for (column, [x, y]) in PolarTable::directions().enumerate() {
            let turn = diamond_angle(x, y) * ANGLES as f64 / 4.0;
            assert_relative_eq!(turn, column as f64, epsilon = 1e-9);
        }
    }

    #[test]
    fn follows_a_smooth_kernel() {
        let lobe = |x: f64, y: f64| (1.0 + 0.5 * x + 0.3 * y * x).max(0.0);
        let table = PolarTable::from_rows(radii(), |r| {
            PolarTable::directions()
                .map(|[x, y]| lobe(x, y) / (1.0 + r / 500.0))
                .collect()
        });
        for step in 0..500 {
            let (angle, r) = (
                f64::from(step) * 0.731,
                3.0 * (f64::from(step) * 0.013).exp(),
            );
            let (x, y) = (angle.cos(), angle.sin());
            let exact = lobe(x, y) / (1.0 + r / 500.0) / r;
            // linear interpolation with 16 steps an octave: (1/16)^2 / 8 of the second derivative
            assert_relative_eq!(table.at(r * x, r * y), exact, max_relative = 5e-4);
        }
    }

    #[test]
    fn radial_moment_of_one_over_r_is_the_radius() {
        let moment = PolarTable::from_rows(radii(), |_| vec![1.0; ANGLES]).radial_moment();
        // M = r, so M / r^2 = 1 / r
        assert_relative_eq!(moment.at(300.0, 400.0), 1.0 / 500.0, max_relative = 1e-5);
    }
}
