//! Wind speed classes within a sector.

use super::reconstructed::effective_speed;

/// Bounds (m/s) between the low, the middle and the high speed class.
///
/// # References
/// Rbl 2007 annex 2.
pub const SPEED_CLASS_BOUNDS: [f64; 2] = [2.75, 5.75];

/// Night corrections c1, c2, c3 (-) of the classes: low wind falls mostly in the night, when
/// traffic is low, and weighs less.
///
/// # References
/// The numbers: Rbl 2007 annex 2. That they weigh the hours of a class is reconstructed.
pub const NIGHT_WEIGHTS: [f64; 3] = [0.8, 1.0, 1.1];

/// Lowest mean speed (m/s) of a class: guards sectors in which every hour was recorded as calm.
const SLOWEST: f64 = 0.5;

/// Hours and mean speed of the three speed classes of one sector.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SpeedClasses {
    hours: [f64; 3],
    travelled: [f64; 3],
}

impl SpeedClasses {
    /// Adds `hours` hours with wind `speed` (m/s).
    pub fn add(&mut self, speed: f64, hours: f64) {
        let class = SPEED_CLASS_BOUNDS
            .iter()
            .filter(|bound| speed >= **bound)
            .count();
        self.hours[class] += hours;
        self.travelled[class] += hours * speed;
    }

    /// Adds `share` times the hours of another set.
    pub fn add_share(&mut self, other: &Self, share: f64) {
        for class in 0..3 {
            self.hours[class] += share * other.hours[class];
            self.travelled[class] += share * other.travelled[class];
        }
    }

    /// Hours in all classes.
    #[must_use]
    pub fn hours(&self) -> f64 {
        self.hours.iter().sum()
    }

    /// Effective wind speed (m/s) with night corrections; `None` without hours.
    ///
    /// ```
    /// use pluim_core::scheme::srm2::SpeedClasses;
    /// let mut classes = SpeedClasses::default();
    /// classes.add(4.0, 10.0);
    /// assert_eq!(classes.effective(), Some(4.0));
    /// ```
    #[must_use]
    pub fn effective(&self) -> Option<f64> {
        let mut classes = [(0.0, SLOWEST); 3];
        for (k, class) in classes.iter_mut().enumerate() {
            if self.hours[k] > 0.0 {
                let mean = self.travelled[k] / self.hours[k];
                *class = (NIGHT_WEIGHTS[k] * self.hours[k], mean.max(SLOWEST));
            }
        }
        effective_speed(&classes)
    }
}
