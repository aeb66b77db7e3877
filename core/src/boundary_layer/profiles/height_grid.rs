//! Heights at which the profiles of an hour are laid down, and a profile on them.
//!
//! The levels are those of AERMOD (EPA-454/R-03-004, section 4): fine near the ground, 50 m apart
//! up to 2 km and 100 m up to 5 km. Between levels a profile is linear.

/// Number of levels.
pub const LEVELS: usize = 87;

/// The lowest height (m) that counts in the mean over a layer.
const LOWEST: f64 = 0.5;
/// The least depth (m) of a layer over which a mean is taken.
const THINNEST: f64 = 0.01;

/// Heights above ground (m).
pub static HEIGHTS: [f64; LEVELS] = heights();

const NEAR_GROUND: [f64; 21] = [
    0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 14.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0,
    120.0, 140.0, 160.0, 180.0, 200.0,
];

/// The last of them, above which levels are 50 m apart up to [`EVERY_100_FROM`] (m), and 100 m from
/// there.
const LAST_NEAR: usize = NEAR_GROUND.len() - 1;
const EVERY_100_FROM: f64 = 2000.0;

const fn heights() -> [f64; LEVELS] {
    let mut levels = [0.0; LEVELS];
    let mut k = 0;
    while k < LEVELS {
        levels[k] = if k < NEAR_GROUND.len() {
            NEAR_GROUND[k]
        } else if levels[k - 1] < EVERY_100_FROM {
            levels[k - 1] + 50.0
        } else {
            levels[k - 1] + 100.0
        };
        k += 1;
    }
    levels
}

/// A quantity on [`HEIGHTS`].
///
/// ```
/// use pluim_core::boundary_layer::profiles::Profile;
/// let wind = Profile::new(|z| 2.0 + 0.01 * z);
/// assert!((wind.at(33.0) - 2.33).abs() < 1e-12);
/// assert!((wind.mean(10.0, 30.0) - 2.2).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    values: [f64; LEVELS],
    /// Integral from the ground to each level.
    integral: [f64; LEVELS],
}

impl Profile {
    /// The profile of `value` of height (m).
    #[must_use]
    pub fn new(value: impl Fn(f64) -> f64) -> Self {
        Self::of(HEIGHTS.map(value))
    }

    /// The profile with these values at the levels.
    #[must_use]
    pub fn of(values: [f64; LEVELS]) -> Self {
        let mut integral = [0.0; LEVELS];
        for k in 1..LEVELS {
            let depth = HEIGHTS[k] - HEIGHTS[k - 1];
            integral[k] = integral[k - 1] + 0.5 * depth * (values[k] + values[k - 1]);
        }
        Self { values, integral }
    }

    /// Values at the levels.
    #[must_use]
    pub fn values(&self) -> &[f64; LEVELS] {
        &self.values
    }

    /// The value at height `z` (m); above the top level that of the top, below the ground that
    /// of the ground.
    #[must_use]
    pub fn at(&self, z: f64) -> f64 {
        self.between(locate(z))
    }

    /// The value at height `z` (m) on the line through the two levels around the height `near` (m).
    ///
    /// ```
    /// use pluim_core::boundary_layer::profiles::Profile;
    /// let wind = Profile::new(f64::sqrt);
    /// // levels at 4 and 8 m
    /// assert!((wind.extended(0.0, 5.0) - (4.0 - 8.0_f64.sqrt())).abs() < 1e-12);
    /// assert_eq!(wind.extended(5.0, 5.0), wind.at(5.0));
    /// ```
    #[must_use]
    pub fn extended(&self, z: f64, near: f64) -> f64 {
        let (k, _) = locate(near);
        self.between((k, (z - HEIGHTS[k]) / (HEIGHTS[k + 1] - HEIGHTS[k])))
    }

    /// The value `part` of the way from level `k` to the next.
    fn between(&self, (k, part): (usize, f64)) -> f64 {
        self.values[k] + part * (self.values[k + 1] - self.values[k])
    }

    /// Mean over the layer from `bottom` to `top` (m), of which the lowest half metre does not
    /// count.
    #[must_use]
    pub fn mean(&self, bottom: f64, top: f64) -> f64 {
        let bottom = bottom.max(LOWEST);
        let top = top.max(LOWEST + THINNEST);
        if top - bottom < 1e-9 * top {
            return self.at(bottom);
        }
        (self.integral_to(top) - self.integral_to(bottom)) / (top - bottom)
    }

    /// Integral from the ground to `z` (m).
    #[must_use]
    pub fn integral_to(&self, z: f64) -> f64 {
        let top = HEIGHTS[LEVELS - 1];
        let within = z.clamp(0.0, top);
        let (k, part) = locate(within);
        let here = self.between((k, part));
        let inside = self.integral[k] + 0.5 * (within - HEIGHTS[k]) * (self.values[k] + here);
        inside + (z - top).max(0.0) * self.values[LEVELS - 1]
    }
}

/// The level below `z` and the part of the way to the next.
fn locate(z: f64) -> (usize, f64) {
    let k = if z < NEAR_GROUND[LAST_NEAR] {
        let above = NEAR_GROUND.partition_point(|&level| level <= z);
        above.saturating_sub(1)
    } else {
        let (fine, coarse) = (z.min(EVERY_100_FROM), (z - EVERY_100_FROM).max(0.0));
        let steps = (fine - NEAR_GROUND[LAST_NEAR]) / 50.0 + coarse / 100.0;
        (LAST_NEAR + steps as usize).min(LEVELS - 2)
    };
    let part = (z - HEIGHTS[k]) / (HEIGHTS[k + 1] - HEIGHTS[k]);
    (k, part.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_reach_5_km() {
        assert_eq!(HEIGHTS[LEVELS - 1], 5000.0);
        assert_eq!(HEIGHTS[56], 2000.0);
        assert_eq!(HEIGHTS[21], 250.0);
    }

    #[test]
    fn mean_of_a_kinked_profile_is_exact() {
        let profile = Profile::new(|z| if z < 100.0 { 1.0 } else { 3.0 });
        let expected = (0.5 * 10.0 * (1.0 + 2.0 * 0.0 + 1.0) + 10.0 * 2.0 + 20.0 * 3.0) / 40.0;
        assert!((profile.mean(80.0, 120.0) - expected).abs() < 1e-12);
        assert_eq!(profile.at(9000.0), 3.0);
    }
}
