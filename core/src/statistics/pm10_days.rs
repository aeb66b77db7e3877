//! Days with PM10 above 50 ug/m3, from the annual mean.

/// Annual mean (ug/m3) at which 35 days exceed.
pub const THIRTY_FIVE_DAYS: f64 = 31.2;

/// Annual mean (ug/m3) below which the number of days is constant.
const LOWEST: f64 = 16.0;

/// Slope (days per ug/m3) of the linear branch.
const SLOPE: f64 = 4.6128;

/// Number of days a year with a daily mean above 50 ug/m3, from the total annual mean
/// (ug/m3, not rounded).
///
/// # References
/// Rbl 2007 annex 1, section on PM10.
///
/// ```
/// use pluim_core::statistics::pm10_days::days_over_50;
/// assert!((days_over_50(20.90356) - 8.61152).abs() < 1e-4);
/// assert_eq!(days_over_50(12.0), 6.0);
/// ```
#[must_use]
pub fn days_over_50(annual_mean: f64) -> f64 {
    let above = annual_mean - THIRTY_FIVE_DAYS;
    if annual_mean < LOWEST {
        6.0
    } else if above > 0.0 {
        SLOPE * annual_mean - 108.92
    } else {
        0.13401 * above * above + 3.9427 * above + 35.0
    }
}

/// Days that a road with PM10 contribution `road` (ug/m3) adds to the days of industry and
/// background, computed from hours.
///
/// # References
/// Rbl 2007 article 65; the factor is reconstructed as the slope of the upper branch.
#[must_use]
pub fn days_added_by_road(road: f64) -> f64 {
    SLOPE * road
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_published_values() {
        let published = [
            (10.0, 6.0),
            (15.999, 6.0),
            (16.0, 6.0326),
            (18.0, 6.3063),
            (20.0, 7.652),
            (22.5, 10.8417),
            (25.0, 15.7066),
            (30.0, 30.4617),
            (31.2, 35.0),
            (31.2001, 34.9998),
            (35.0, 52.528),
            (40.0, 75.592),
        ];
        for (mean, days) in published {
            assert_abs_diff_eq!(days_over_50(mean), days, epsilon = 1.01e-4);
        }
    }
}
