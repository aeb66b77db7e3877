//! What keeps a plume dispersing when wind and turbulence die down.

/// Lower bounds on wind and turbulence, and the bounds of meander (AERMOD `LOW_WIND`; EPA-454/
/// R-03-004, section 5.4).
///
/// ```
/// use pluim_core::scheme::pbl::LowWind;
/// assert_eq!(LowWind::default().least_sigma_v, 0.2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LowWind {
    /// Least lateral turbulence sigma_v (m/s), default 0.2 (Hanna 1983; section 4.1.6).
    pub least_sigma_v: f64,
    /// Least vertical turbulence sigma_w (m/s), default 0.02 (AERMOD 24142).
    pub least_sigma_w: f64,
    /// Least wind speed (m/s), default 0.2828 = sqrt(2) 0.2.
    pub least_wind: f64,
    /// Least fraction of the plume that meanders (-), default 0.
    pub least_meander: f64,
    /// Largest fraction of the plume that meanders (-), default 1.
    pub most_meander: f64,
    /// Time T_r after which the mean wind has lost its direction (h), default 24 (Brett and Tuller
    /// 1991; section 5.4).
    pub memory: f64,
}

impl Default for LowWind {
    fn default() -> Self {
        Self {
            least_sigma_v: 0.2,
            least_sigma_w: 0.02,
            least_wind: 0.2828,
            least_meander: 0.0,
            most_meander: 1.0,
            memory: 24.0,
        }
    }
}
