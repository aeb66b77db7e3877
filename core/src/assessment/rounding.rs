//! Rounding before comparison.

/// `value` rounded to `decimals` decimals, halves to the even neighbour.
///
/// # References
/// Rbl 2007 article 68.
///
/// ```
/// use pluim_core::assessment::round_half_even;
/// assert_eq!(round_half_even(40.5, 0), 40.0);
/// assert_eq!(round_half_even(41.5, 0), 42.0);
/// assert_eq!(round_half_even(1.25, 1), 1.2);
/// assert_eq!(round_half_even(1.26, 1), 1.3);
/// ```
#[must_use]
pub fn round_half_even(value: f64, decimals: u8) -> f64 {
    let scale = 10_f64.powi(i32::from(decimals));
    (value * scale).round_ties_even() / scale
}

/// `value` as a whole number, halves to the even neighbour.
#[must_use]
pub fn whole(value: f64) -> f64 {
    round_half_even(value, 0)
}
