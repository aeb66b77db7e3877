//! What the observations of an hour hold beyond the scales of the boundary layer.
//!
//! Everything here may be absent; a scheme then falls back on similarity theory, or refuses
//! the option that needs the value. The fields are those of the AERMET surface (`.SFC`) and
//! profile (`.PFL`) files, by their physical names.

/// The observations of one hour beside the scales of the boundary layer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Observed {
    /// Observed levels from the lowest to the highest. Empty where only scales are known.
    pub levels: Vec<Level>,
    /// How the friction velocity of stable hours was found, which sets their temperature scale.
    pub friction_method: FrictionMethod,
    /// Surface energy balance.
    pub surface: Surface,
    /// State of the air near the ground.
    pub air: Air,
    /// Height (m above sea level) of the foot of the levels: the base of potential temperature.
    pub base_elevation: f64,
}

/// One level of an observed profile. A quantity that was not observed is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Level {
    /// Height above ground (m), above 0.
    pub height: f64,
    /// Direction the wind comes from (degrees clockwise from north).
    pub direction: Option<f64>,
    /// Mean wind speed (m/s), 0 or more.
    pub speed: Option<f64>,
    /// Air temperature (K).
    pub temperature: Option<f64>,
    /// Standard deviation of the wind direction, sigma_theta (degrees), 0 or more.
    pub sigma_theta: Option<f64>,
    /// Standard deviation of the vertical velocity, sigma_w (m/s), 0 or more.
    pub sigma_w: Option<f64>,
}

/// How the friction velocity of stable hours was found; it sets the temperature scale theta*
/// and the coefficients of the temperature gradient that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FrictionMethod {
    /// From u* and L by similarity.
    #[default]
    Similarity,
    /// Adjusted u* (`ADJ_U*`), theta* = 0.08 K (Venkatram and Princevac 2008; Qian and
    /// Venkatram 2011).
    Adjusted,
    /// Adjusted u* with the bulk Richardson method (`ADJ_U*` with `BULKRN`; Luhar and Rayner
    /// 2009).
    AdjustedBulkRichardson,
}

/// Surface energy balance of the hour.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Surface {
    /// Sensible heat flux H (W/m2), positive upward.
    pub sensible_heat_flux: Option<f64>,
    /// Bowen ratio: sensible over latent heat flux (-).
    pub bowen_ratio: Option<f64>,
    /// Albedo (-), from 0 to 1.
    pub albedo: Option<f64>,
}

/// State of the air near the ground.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Air {
    /// Height (m) at which the temperature was observed.
    pub temperature_height: Option<f64>,
    /// Station pressure (hPa).
    pub pressure: Option<f64>,
    /// Relative humidity (%), from 0 to 100.
    pub relative_humidity: Option<f64>,
    /// Precipitation rate (mm/h), 0 or more.
    pub precipitation_rate: Option<f64>,
    /// Precipitation code: 0 none, 1 to 18 liquid, 19 to 45 frozen.
    pub precipitation_code: Option<u16>,
    /// Cloud cover (tenths), from 0 to 10, or 99 where AERMOD has it as missing: it counts that as
    /// more than overcast.
    pub cloud_cover: Option<u8>,
}
