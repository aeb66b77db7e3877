//! The annual mean contribution of one street to one receptor.

use super::{RegionalWind, StreetType, TreeFactor};

/// Factor F_k (-) between emission and annual mean, the same for SO2, NOx, PM10, PM2.5, Pb, CO,
/// benzene and EC.
pub const SUBSTANCE_FACTOR: f64 = 0.62;

/// What one receptor sees of one street.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReceptorLink {
    /// Street type.
    pub street: StreetType,
    /// Trees.
    pub trees: TreeFactor,
    /// Distance S from the receptor to the road axis (m), 0 or more.
    pub distance: f64,
}

impl ReceptorLink {
    /// Annual mean concentration per unit of emission (s/m2): F_k theta F_b F_regio.
    ///
    /// # References
    /// Rbl 2007 annex 1, equation 1.2.
    ///
    /// ```
    /// use pluim_core::scheme::srm1::{ReceptorLink, RegionalWind, StreetType, TreeFactor};
    /// let link = ReceptorLink {
    ///     street: StreetType::NarrowCanyon,
    ///     trees: TreeFactor::Rows,
    ///     distance: 9.5,
    /// };
    /// let nox = 155.28021 * link.transfer(RegionalWind::new(4.6)?);
    /// assert!((nox - 44.662900).abs() < 1e-5);
    /// # Ok::<(), pluim_core::scheme::srm1::WindSpeedError>(())
    /// ```
    #[must_use]
    pub fn transfer(&self, wind: RegionalWind) -> f64 {
        SUBSTANCE_FACTOR * self.street.dilution(self.distance) * self.trees.value() * wind.factor()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn more_trees_and_less_wind_never_clean_the_air(
            distance in 0.0..100.0_f64,
            speed in 1.0..10.0_f64,
            street in prop::sample::select(StreetType::ALL.to_vec()),
        ) {
            let link = |trees| ReceptorLink { street, trees, distance };
            let (wind, calmer) = (RegionalWind::new(speed).unwrap(), RegionalWind::new(0.9 * speed).unwrap());
            let open = link(TreeFactor::Few).transfer(wind);
            prop_assert!(open > 0.0);
            prop_assert!(link(TreeFactor::Closed).transfer(wind) > open);
            prop_assert!(link(TreeFactor::Few).transfer(calmer) > open);
        }

        #[test]
        fn dilution_falls_with_distance_up_to_the_turn_of_the_parabola(
            near in 3.5..29.0_f64,
            step in 0.0..1.0_f64,
            street in prop::sample::select(StreetType::ALL.to_vec()),
        ) {
            let far = near + step * (29.0 - near);
            prop_assert!(street.dilution(far) <= street.dilution(near) + 1e-12);
        }
    }
}
