//! FAIRMODE's modelling quality indicator: a model's error beside that of the measurement.
//!
//! # References
//! Janssen & Thunis (2022), FAIRMODE guidance document on modelling quality objectives and
//! benchmarking, version 3.3, JRC129254: equations for annual means, and the table of parameters.
//! The form and the parameters of NO2 were confirmed in an independent implementation of version
//! 3.2, alpha of particles in another; N_p and N_np of particles are recalled, not read in the
//! text. Version 2.1 has alpha 0.13, N_p 30, N_np 0.25 for PM10 and 0.30, 30, 0.25 for PM2.5.

use crate::emission::Pollutant;

/// The tolerance for a model: its error may be as large as BETA times the uncertainty U.
const BETA: f64 = 2.0;
/// The share of the stations at which the objective has to be met.
const STATIONS: f64 = 0.9;

/// The parameters of a measurement's uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasurementUncertainty {
    /// U_r(RV): relative expanded uncertainty at the reference value (-).
    relative: f64,
    /// RV: reference value (ug/m3).
    reference: f64,
    /// alpha: the part of the uncertainty at RV that does not grow with the concentration (-).
    constant_part: f64,
    /// N_p: how far the proportional part averages out over a year.
    proportional: f64,
    /// N_np: how far the constant part does.
    non_proportional: f64,
}

impl MeasurementUncertainty {
    /// The parameters of a pollutant; none where FAIRMODE has none.
    #[must_use]
    pub fn of(pollutant: Pollutant) -> Option<Self> {
        let (relative, reference, constant_part, proportional, non_proportional) = match pollutant {
            Pollutant::No2 => (0.24, 200.0, 0.20, 5.2, 5.5),
            Pollutant::O3 => (0.18, 120.0, 0.79, 11.0, 3.0),
            Pollutant::Pm10 => (0.28, 50.0, 0.25, 20.0, 1.5),
            Pollutant::Pm2_5 => (0.36, 25.0, 0.50, 20.0, 1.5),
            _ => return None,
        };
        Some(Self {
            relative,
            reference,
            constant_part,
            proportional,
            non_proportional,
        })
    }

    /// Expanded uncertainty (ug/m3, 95 %) of an annual mean `observed` (ug/m3):
    /// U = U_r(RV) sqrt((1 - alpha^2) O^2 / N_p + alpha^2 RV^2 / N_np).
    ///
    /// ```
    /// use pluim_core::emission::Pollutant;
    /// use pluim_core::statistics::fairmode::MeasurementUncertainty;
    /// let uncertainty = MeasurementUncertainty::of(Pollutant::No2).unwrap();
    /// // 0.24 sqrt(0.96 / 5.2 40^2 + 0.04 200^2 / 5.5)
    /// assert!((uncertainty.annual(40.0) - 5.8112).abs() < 1e-3);
    /// ```
    #[must_use]
    pub fn annual(&self, observed: f64) -> f64 {
        let alpha_squared = self.constant_part * self.constant_part;
        let growing = (1.0 - alpha_squared) * observed * observed / self.proportional;
        let constant = alpha_squared * self.reference * self.reference / self.non_proportional;
        self.relative * (growing + constant).sqrt()
    }

    /// MQI of one station with annual means: |O - M| / (beta U(O)); the objective is met up to 1.
    ///
    /// ```
    /// use pluim_core::emission::Pollutant;
    /// use pluim_core::statistics::fairmode::MeasurementUncertainty;
    /// let uncertainty = MeasurementUncertainty::of(Pollutant::No2).unwrap();
    /// let margin = 2.0 * uncertainty.annual(40.0);
    /// assert!((uncertainty.indicator(40.0, 40.0 - margin) - 1.0).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn indicator(&self, observed: f64, modelled: f64) -> f64 {
        (observed - modelled).abs() / self.margin(observed)
    }

    /// The largest error (ug/m3) with which the objective is met: beta U(O).
    #[must_use]
    pub fn margin(&self, observed: f64) -> f64 {
        BETA * self.annual(observed)
    }
}

/// MQI of a model: the indicator that 90 % of the stations do not exceed, interpolated between
/// those next to it; none without stations.
///
/// ```
/// use pluim_core::statistics::fairmode::overall;
/// let ten: Vec<f64> = (1..=10).map(f64::from).collect();
/// assert_eq!(overall(&ten), Some(9.0));
/// assert_eq!(overall(&[0.4]), Some(0.4));
/// assert_eq!(overall(&[]), None);
/// ```
#[must_use]
pub fn overall(indicators: &[f64]) -> Option<f64> {
    let mut sorted = indicators.to_vec();
    sorted.sort_by(f64::total_cmp);
    let wanted = STATIONS * sorted.len() as f64;
    // Nine tenths of ten is 9 and a rounding.
    let whole = (wanted + 1e-9).floor();
    let at = |number: usize| sorted.get(number.max(1) - 1).or(sorted.last()).copied();
    let (below, above) = (at(whole as usize)?, at(whole as usize + 1)?);
    Some(below + (wanted - whole).max(0.0) * (above - below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_indicator_of_stations_is_interpolated() {
        // 0.9 x 5 = 4.5: halfway the fourth and the fifth
        let found = overall(&[5.0, 1.0, 2.0, 4.0, 3.0]).unwrap();
        assert!((found - 4.5).abs() < 1e-12);
    }

    #[test]
    fn low_concentrations_keep_an_uncertainty() {
        for pollutant in [
            Pollutant::No2,
            Pollutant::O3,
            Pollutant::Pm10,
            Pollutant::Pm2_5,
        ] {
            let uncertainty = MeasurementUncertainty::of(pollutant).unwrap();
            assert!(uncertainty.annual(0.0) > 1.0);
            assert!(uncertainty.annual(50.0) > uncertainty.annual(10.0));
        }
        assert!(MeasurementUncertainty::of(Pollutant::Nox).is_none());
    }
}
