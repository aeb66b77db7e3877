//! How one field differs from another, streamed.

use super::field::FieldSummary;

/// The differences of a field from a reference in the same unit, place by place. Places where either
/// is NaN are left aside. Memory does not grow with the field.
///
/// ```
/// use pluim_core::statistics::field_difference::FieldDifference;
/// let mut difference = FieldDifference::default();
/// for (value, reference) in [(1.0, 2.0), (4.0, 2.0), (f32::NAN, 9.0)] {
///     difference.add(value, reference);
/// }
/// assert_eq!(difference.places(), 2);
/// assert_eq!(difference.bias(), Some(0.5));
/// assert_eq!(difference.mean_absolute(), Some(1.5));
/// assert_eq!(difference.root_mean_square(), Some(2.5_f64.sqrt()));
/// assert_eq!(difference.bias_of_maximum(), Some(2.0));
/// assert!((difference.quantile(1.0).unwrap() / 2.0 - 1.0).abs() < 5e-4);
/// ```
#[derive(Debug, Clone)]
pub struct FieldDifference {
    absolute: FieldSummary,
    sum: f64,
    squares: f64,
    highest: [f32; 2],
}

impl Default for FieldDifference {
    fn default() -> Self {
        Self {
            absolute: FieldSummary::new(Vec::new()),
            sum: 0.0,
            squares: 0.0,
            highest: [f32::NEG_INFINITY; 2],
        }
    }
}

impl FieldDifference {
    /// Adds a place.
    pub fn add(&mut self, value: f32, reference: f32) {
        if value.is_nan() || reference.is_nan() {
            return;
        }
        let difference = f64::from(value) - f64::from(reference);
        self.absolute.add(&[difference.abs() as f32]);
        self.sum += difference;
        self.squares += difference * difference;
        let [highest, of_reference] = self.highest;
        self.highest = [highest.max(value), of_reference.max(reference)];
    }

    /// Places that were compared.
    #[must_use]
    pub fn places(&self) -> u64 {
        self.absolute.cells()
    }

    /// Mean difference; none where no place was compared, as for all others.
    #[must_use]
    pub fn bias(&self) -> Option<f64> {
        self.mean_of(self.sum)
    }

    /// Mean of the absolute differences.
    #[must_use]
    pub fn mean_absolute(&self) -> Option<f64> {
        self.absolute.mean()
    }

    /// Root of the mean of the squares of the differences.
    #[must_use]
    pub fn root_mean_square(&self) -> Option<f64> {
        self.mean_of(self.squares).map(f64::sqrt)
    }

    /// The absolute difference below which the part `part` (0 to 1) of the places lies, within
    /// 0.05 % of it.
    #[must_use]
    pub fn quantile(&self, part: f64) -> Option<f64> {
        self.absolute.quantile(part)
    }

    /// The highest value less the highest reference, wherever each lies.
    #[must_use]
    pub fn bias_of_maximum(&self) -> Option<f64> {
        let [highest, of_reference] = self.highest.map(f64::from);
        self.mean_of(0.0).map(|_| highest - of_reference)
    }

    fn mean_of(&self, sum: f64) -> Option<f64> {
        let places = self.places();
        (places > 0).then(|| sum / places as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_compared_has_no_difference() {
        let mut difference = FieldDifference::default();
        difference.add(1.0, f32::NAN);
        assert_eq!(difference.places(), 0);
        let all = [
            difference.bias(),
            difference.mean_absolute(),
            difference.root_mean_square(),
            difference.bias_of_maximum(),
            difference.quantile(0.95),
        ];
        assert_eq!(all, [None; 5]);
    }

    #[test]
    fn the_sign_is_that_of_the_value_less_the_reference() {
        let mut difference = FieldDifference::default();
        (0..100_u8).for_each(|at| difference.add(f32::from(at), 2.0 * f32::from(at)));
        assert_eq!(difference.bias(), Some(-49.5));
        assert_eq!(difference.bias_of_maximum(), Some(-99.0));
        assert!((difference.quantile(0.95).unwrap() / 94.0 - 1.0).abs() < 5e-4);
    }
}
