//! Bins that are equally wide on a logarithmic axis, for counting and for keeping values small.
//!
//! The bins lie on either side of nothing, 750 to a factor of two, from 1e-7 up to 1.4e6. The value
//! of a bin differs by at most 0.05 % from any value in it.

/// The smallest size that differs from nothing.
const FLOOR: f64 = 1e-7;
/// Bins to a factor of two.
const STEPS: f64 = 750.0;
/// The bin of nothing.
const NOTHING: u16 = 1 << 15;

/// A bin; that of NaN is 0, that of 0.0 lies in the middle, and bins rise with their values.
///
/// ```
/// use pluim_core::statistics::log_bins::LogBin;
/// let bin = LogBin::of(12.34);
/// assert!((bin.value() / 12.34 - 1.0).abs() < 5e-4);
/// assert_eq!(LogBin::of(-12.34).value(), -bin.value());
/// assert_eq!(LogBin::of(0.0).value(), 0.0);
/// assert!(LogBin::of(f64::NAN).value().is_nan());
/// assert!(LogBin::of(-1.0) < LogBin::of(0.0) && LogBin::of(0.0) < LogBin::of(1e-3));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogBin(u16);

impl LogBin {
    /// How many bins there are, that of NaN included.
    pub const COUNT: usize = 1 << 16;

    /// The bin that holds `value`; sizes below half of 1e-7 count as nothing, and those above
    /// 1.4e6 fall in the last bin.
    #[must_use]
    pub fn of(value: f64) -> Self {
        if value.is_nan() {
            return Self(0);
        }
        let size = value.abs();
        if size < 0.5 * FLOOR {
            return Self(NOTHING);
        }
        let step = (STEPS * libm::log2(size / FLOOR)).round().max(0.0);
        let step = step.min(f64::from(NOTHING) - 2.0) as u16 + 1;
        Self(if value > 0.0 {
            NOTHING + step
        } else {
            NOTHING - step
        })
    }

    /// The bin with a number.
    #[must_use]
    pub fn numbered(number: u16) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> u16 {
        self.0
    }

    /// The value that stands for the bin.
    #[must_use]
    pub fn value(self) -> f64 {
        if self.0 == 0 {
            return f64::NAN;
        }
        let step = i32::from(self.0) - i32::from(NOTHING);
        if step == 0 {
            return 0.0;
        }
        let size = FLOOR * libm::exp2(f64::from(step.abs() - 1) / STEPS);
        if step > 0 { size } else { -size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bin_holds_its_own_value() {
        for number in 1..=u16::MAX {
            let bin = LogBin::numbered(number);
            assert_eq!(LogBin::of(bin.value()), bin);
        }
    }

    #[test]
    fn values_beyond_the_axis_keep_their_sign() {
        assert_eq!(LogBin::of(1e300).number(), u16::MAX);
        assert_eq!(LogBin::of(-1e300).number(), 1);
        assert_eq!(LogBin::of(1e-9).value(), 0.0);
    }

    #[test]
    fn half_a_bin_is_the_largest_error() {
        let mut value = 1e-6;
        while value < 1e6 {
            let error = (LogBin::of(value).value() / value - 1.0).abs();
            assert!(error < 4.7e-4, "{value}: {error}");
            value *= 1.000_37;
        }
    }
}
