//! Annual mean NO2 of road traffic by the Dutch standard methods.
//!
//! Traffic emits NO2 directly, and NO that ozone converts. With N = (1 - f) NOx the contribution
//! of NO, expressed as NO2, SRM1 states
//!
//! ```text
//! C[NO2] = f NOx + B O3 N / (N + K),   B = 0.6,  K = 100 ug/m3          (1.3)
//! ```
//!
//! and SRM2 the same per wind sector without B. Where both reach a receptor, the conversion of
//! SRM2 is first expressed as the NO that would cause it under SRM1.

/// Share B (-) of annual mean ozone that takes part in the conversion of SRM1.
pub const OZONE_SHARE: f64 = 0.6;

/// Constant K (ug/m3) of the conversion.
pub const HALF_CONVERSION: f64 = 100.0;

/// NOx contribution (ug/m3) of SRM1 above which the combined rule holds.
pub const COMBINED_FROM: f64 = 0.049;

/// NO contribution (ug/m3) of SRM2 at which its conversion reaches all that SRM1 can convert, so
/// that no equivalent NO exists: N2 = B K / (1 - B).
pub const SATURATION: f64 = OZONE_SHARE * HALF_CONVERSION / (1.0 - OZONE_SHARE);

/// The contribution of traffic to one receptor.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TrafficNitrogen {
    /// NOx, expressed as NO2 (ug/m3), 0 or more.
    pub nox: f64,
    /// NO2 emitted as such (ug/m3), 0 to `nox`.
    pub direct: f64,
}

/// What the annual NO2 of one receptor is made of.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AnnualNo2Parts {
    /// Contribution of streets (SRM1).
    pub street: TrafficNitrogen,
    /// Contribution of open roads (SRM2).
    pub open_road: TrafficNitrogen,
    /// Conversion of open roads alone, summed over wind sectors (ug/m3).
    pub sector_conversion: f64,
    /// Annual mean background ozone, corrected for double counting (ug/m3).
    pub ozone: f64,
    /// Background NO2, corrected for double counting (ug/m3).
    pub background: f64,
}

/// The rule by which a conversion was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConversionRule {
    /// Streets matter too little: the sum over wind sectors of SRM2.
    Sectors,
    /// Streets alone: equation 1.3.
    Street,
    /// Streets and open roads by way of the equivalent NO.
    Combined,
    /// Open roads alone convert as much as SRM1 allows; streets add nothing.
    Saturated,
}

/// Annual mean NO2 and its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnnualNo2 {
    /// NO2 emitted as such by both kinds of road (ug/m3).
    pub direct: f64,
    /// NO2 formed from NO (ug/m3).
    pub conversion: f64,
    /// Background (ug/m3).
    pub background: f64,
    /// Rule behind `conversion`.
    pub rule: ConversionRule,
}

impl TrafficNitrogen {
    /// The contribution with NOx `nox` (ug/m3) of which the share `fraction` is NO2.
    #[must_use]
    pub fn with_fraction(nox: f64, fraction: f64) -> Self {
        let direct = fraction * nox;
        Self { nox, direct }
    }

    /// f_NO2 (-), weighted by NOx; 0 where there is no NOx.
    #[must_use]
    pub fn fraction(&self) -> f64 {
        if self.nox > 0.0 {
            self.direct / self.nox
        } else {
            0.0
        }
    }

    /// N = (1 - f) NOx (ug/m3), 0 or more.
    #[must_use]
    pub fn nitric_oxide(&self) -> f64 {
        (self.nox - self.direct).max(0.0)
    }
}

impl std::ops::AddAssign for TrafficNitrogen {
    fn add_assign(&mut self, other: Self) {
        self.nox += other.nox;
        self.direct += other.direct;
    }
}

impl AnnualNo2 {
    /// Total annual mean NO2 (ug/m3).
    #[must_use]
    pub fn total(&self) -> f64 {
        self.background + self.direct + self.conversion
    }

    /// Contribution of road traffic (ug/m3).
    #[must_use]
    pub fn contribution(&self) -> f64 {
        self.direct + self.conversion
    }
}

/// Conversion (ug/m3) of `nitric_oxide` (ug/m3) from streets: B O3 N / (N + K).
///
/// # References
/// Rbl 2007 annex 1, equation 1.3.
///
/// ```
/// use pluim_core::chemistry::dutch_annual_no2::{street_conversion, TrafficNitrogen};
/// let street = TrafficNitrogen::with_fraction(44.662900, 0.171397);
/// let conversion = street_conversion(street.nitric_oxide(), 45.0);
/// assert!((conversion - 7.293094).abs() < 1e-5);
/// assert_eq!(street_conversion(0.0, 45.0), 0.0);
/// assert_eq!(street_conversion(30.0, 0.0), 0.0);
/// ```
#[must_use]
pub fn street_conversion(nitric_oxide: f64, ozone: f64) -> f64 {
    OZONE_SHARE * sector_conversion(nitric_oxide, ozone)
}

/// Conversion (ug/m3) of `nitric_oxide` (ug/m3) from open roads in one wind sector with `ozone`
/// (ug/m3): O3 N / (N + K), without the share B.
///
/// # References
/// Rbl 2007 annex 2, section on NO2; derived from the definitions.
#[must_use]
pub fn sector_conversion(nitric_oxide: f64, ozone: f64) -> f64 {
    let n = nitric_oxide.max(0.0);
    ozone.max(0.0) * n / (n + HALF_CONVERSION)
}

/// The NO (ug/m3) of streets that converts as much as `n2` (ug/m3) of open roads:
/// K N2 / (B K - (1 - B) N2). `None` from [`SATURATION`] on, where no amount of NO does.
///
/// ```
/// use pluim_core::chemistry::dutch_annual_no2::equivalent_nitric_oxide;
/// assert!((equivalent_nitric_oxide(3.2999).unwrap_or_default() - 5.62355).abs() < 1e-5);
/// assert_eq!(equivalent_nitric_oxide(150.0), None);
/// assert_eq!(equivalent_nitric_oxide(0.0), Some(0.0));
/// ```
#[must_use]
pub fn equivalent_nitric_oxide(n2: f64) -> Option<f64> {
    let n2 = n2.max(0.0);
    let room = OZONE_SHARE * HALF_CONVERSION - (1.0 - OZONE_SHARE) * n2;
    (n2 < SATURATION && room > 0.0).then(|| HALF_CONVERSION * n2 / room)
}

/// Annual mean NO2 of one receptor.
///
/// Above [`SATURATION`] open roads alone convert all that SRM1 allows; the conversion then is
/// that of the open roads, which continues the combined rule without a step.
///
/// # References
/// Rbl 2007 annex 1, section 7; threshold and equations confirmed on official results.
///
/// ```
/// use pluim_core::chemistry::dutch_annual_no2::{
///     annual_no2, AnnualNo2Parts, ConversionRule, TrafficNitrogen,
/// };
/// let no2 = annual_no2(&AnnualNo2Parts {
///     street: TrafficNitrogen { nox: 1.8712, direct: 0.1641 },
///     open_road: TrafficNitrogen { nox: 3.9023, direct: 0.6024 },
///     ozone: 49.917,
///     ..AnnualNo2Parts::default()
/// });
/// assert_eq!(no2.rule, ConversionRule::Combined);
/// assert!((no2.conversion - 2.04559).abs() < 1e-5);
/// ```
#[must_use]
pub fn annual_no2(parts: &AnnualNo2Parts) -> AnnualNo2 {
    let (conversion, rule) = conversion(parts);
    AnnualNo2 {
        direct: parts.street.direct + parts.open_road.direct,
        conversion,
        background: parts.background,
        rule,
    }
}

fn conversion(parts: &AnnualNo2Parts) -> (f64, ConversionRule) {
    let (n1, n2) = (parts.street.nitric_oxide(), parts.open_road.nitric_oxide());
    if parts.street.nox <= COMBINED_FROM {
        return (parts.sector_conversion, ConversionRule::Sectors);
    }
    match equivalent_nitric_oxide(n2) {
        Some(0.0) => (street_conversion(n1, parts.ozone), ConversionRule::Street),
        Some(equivalent) => (
            street_conversion(n1 + equivalent, parts.ozone),
            ConversionRule::Combined,
        ),
        None => (
            sector_conversion(n2, parts.ozone),
            ConversionRule::Saturated,
        ),
    }
}

/// NOx contribution (ug/m3) of a street whose NO2 contribution is `no2` (ug/m3), of which the
/// share `fraction` of NOx is direct: the inverse of equation 1.3. `None` where no amount of NOx
/// gives that much NO2, or where an input lies out of range.
///
/// ```
/// use pluim_core::chemistry::dutch_annual_no2::nox_from_no2;
/// let nox = nox_from_no2(14.948187, 0.171397, 45.0).unwrap_or_default();
/// assert!((nox - 44.662900).abs() < 1e-4);
/// ```
#[must_use]
pub fn nox_from_no2(no2: f64, fraction: f64, ozone: f64) -> Option<f64> {
    let in_range = no2 >= 0.0 && (0.0..=1.0).contains(&fraction) && ozone >= 0.0;
    if !in_range || no2 == 0.0 {
        return in_range.then_some(0.0);
    }
    let rest = 1.0 - fraction;
    let a = fraction * rest;
    let b = fraction * HALF_CONVERSION + (OZONE_SHARE * ozone - no2) * rest;
    positive_root(a, b, no2 * HALF_CONVERSION)
}

/// The positive root of a x^2 + b x - c = 0, for a and c of 0 or more.
fn positive_root(a: f64, b: f64, c: f64) -> Option<f64> {
    let root = (b * b + 4.0 * a * c).sqrt();
    let x = if b >= 0.0 {
        2.0 * c / (b + root)
    } else {
        (root - b) / (2.0 * a)
    };
    x.is_finite().then_some(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(street: f64, open_road: f64, ozone: f64) -> AnnualNo2 {
        annual_no2(&AnnualNo2Parts {
            street: TrafficNitrogen::with_fraction(street, 0.1),
            open_road: TrafficNitrogen::with_fraction(open_road, 0.1),
            sector_conversion: sector_conversion(0.9 * open_road, ozone),
            ozone,
            background: 12.0,
        })
    }

    #[test]
    fn no_ozone_converts_nothing() {
        for (street, open_road) in [(30.0, 0.0), (0.0, 30.0), (30.0, 30.0), (30.0, 400.0)] {
            assert_eq!(at(street, open_road, 0.0).conversion, 0.0);
        }
    }

    #[test]
    fn no_traffic_leaves_the_background() {
        let no2 = at(0.0, 0.0, 50.0);
        assert_eq!(no2.total(), 12.0);
        assert_eq!(TrafficNitrogen::default().fraction(), 0.0);
    }

    #[test]
    fn the_threshold_divides_the_rules() {
        assert_eq!(at(0.049, 5.0, 50.0).rule, ConversionRule::Sectors);
        assert_eq!(at(0.0491, 5.0, 50.0).rule, ConversionRule::Combined);
        assert_eq!(at(5.0, 0.0, 50.0).rule, ConversionRule::Street);
    }

    #[test]
    fn the_singularity_is_passed_without_a_step() {
        let n2 = |n: f64| at(1.0, n / 0.9, 50.0);
        let (below, on, above) = (n2(150.0 - 1e-9), n2(150.0), n2(150.0 + 1e-9));
        assert_eq!(below.rule, ConversionRule::Combined);
        assert_eq!(on.rule, ConversionRule::Saturated);
        assert!((below.conversion - 30.0).abs() < 1e-6);
        assert!((on.conversion - 30.0).abs() < 1e-6);
        assert!((above.conversion - below.conversion).abs() < 1e-6);
    }

    #[test]
    fn the_inverse_has_defined_ends() {
        assert_eq!(nox_from_no2(0.0, 0.2, 40.0), Some(0.0));
        assert_eq!(nox_from_no2(7.0, 1.0, 40.0), Some(7.0));
        assert_eq!(nox_from_no2(7.0, 0.0, 0.0), None);
        assert_eq!(nox_from_no2(30.0, 0.0, 50.0), None);
        assert_eq!(nox_from_no2(-1.0, 0.2, 40.0), None);
        assert_eq!(nox_from_no2(5.0, f64::NAN, 40.0), None);
    }

    proptest! {
        #[test]
        fn conversion_never_exceeds_ozone(
            street in 0.0..500.0_f64, open_road in 0.0..500.0_f64, ozone in 0.0..120.0_f64,
        ) {
            let no2 = at(street, open_road, ozone);
            prop_assert!(no2.conversion >= 0.0);
            prop_assert!(no2.conversion <= ozone + 1e-9);
        }

        #[test]
        fn more_street_never_means_less_no2(
            street in 0.05..200.0_f64, more in 0.0..50.0_f64,
            open_road in 0.0..300.0_f64, ozone in 0.0..100.0_f64,
        ) {
            let (less, greater) = (at(street, open_road, ozone), at(street + more, open_road, ozone));
            prop_assert!(greater.total() >= less.total() - 1e-9);
        }

        #[test]
        fn the_inverse_undoes_the_law(
            nox in 0.01..300.0_f64, fraction in 0.0..1.0_f64, ozone in 1.0..100.0_f64,
        ) {
            let street = TrafficNitrogen::with_fraction(nox, fraction);
            let no2 = street.direct + street_conversion(street.nitric_oxide(), ozone);
            let back = nox_from_no2(no2, street.fraction(), ozone).unwrap();
            prop_assert!((back / nox - 1.0).abs() < 1e-6);
        }
    }
}
