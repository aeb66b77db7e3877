//! Spreads of several origins together (EPA-454/R-03-004, section 5.5, equation 75).

/// The spread (m) of a plume that spreads independently in each of these ways (m): their variances
/// add up.
///
/// sigma² = sigma_1² + sigma_2² + ...
pub(in crate::scheme::pbl) fn combined<const COUNT: usize>(spreads: [f64; COUNT]) -> f64 {
    spreads
        .map(|sigma| sigma * sigma)
        .iter()
        .sum::<f64>()
        .sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variances_add_up() {
        assert_eq!(combined([3.0, 4.0]), 5.0);
        assert_eq!(combined([2.0, 3.0, 6.0]), 7.0);
    }
}
