//! Running means over a window of hours.

/// Share (-) of a window that must hold values for its mean to count.
///
/// # References
/// Directive 2008/50/EC annex XI: 75 %.
pub const LEAST_CAPTURE: f64 = 0.75;

/// Mean over the last hours of a series, in memory of one window.
///
/// ```
/// use pluim_core::statistics::running_mean::RunningMean;
/// let mut mean = RunningMean::over(4);
/// assert_eq!(mean.add(1.0), None);
/// mean.add(2.0);
/// mean.add(3.0);
/// assert_eq!(mean.add(6.0), Some(3.0));
/// assert_eq!(mean.add(9.0), Some(5.0));
/// ```
#[derive(Debug, Clone)]
pub struct RunningMean {
    window: Vec<f64>,
    next: usize,
    seen: usize,
}

impl RunningMean {
    /// The mean over `hours` hours, at least 1.
    #[must_use]
    pub fn over(hours: usize) -> Self {
        Self {
            window: vec![f64::NAN; hours.max(1)],
            next: 0,
            seen: 0,
        }
    }

    /// Adds an hour (NaN is missing) and gives the mean of the window that ends with it; `None`
    /// before the first full window, or where under 75 % of it holds values.
    pub fn add(&mut self, value: f64) -> Option<f64> {
        let hours = self.window.len();
        self.window[self.next] = value;
        self.next = (self.next + 1) % hours;
        self.seen = (self.seen + 1).min(hours);
        if self.seen < hours {
            return None;
        }
        captured_mean(&self.window)
    }
}

/// Mean of the values that are not missing; `None` where these are fewer than 75 %.
#[must_use]
pub fn captured_mean(values: &[f64]) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0_usize);
    for value in values.iter().filter(|value| !value.is_nan()) {
        sum += value;
        count += 1;
    }
    let enough = count > 0 && count as f64 >= LEAST_CAPTURE * values.len() as f64;
    enough.then(|| sum / count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_bridged_up_to_a_quarter() {
        let mut mean = RunningMean::over(4);
        for value in [2.0, f64::NAN, 4.0] {
            assert_eq!(mean.add(value), None);
        }
        assert_eq!(mean.add(6.0), Some(4.0));
        assert_eq!(mean.add(8.0), Some(6.0));
        assert_eq!(mean.add(f64::NAN), Some(6.0));
        assert_eq!(mean.add(f64::NAN), None);
    }
}
