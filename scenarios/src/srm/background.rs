//! The background of one receptor.

use geo_types::Coord;
use pluim_core::emission::Pollutant;
use pluim_io::cimlk::Background;

use super::receptor::PARTICLES;
use crate::background::BackgroundField;

/// The background at one receptor (ug/m3, annual means); `None` where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Backgrounds {
    /// NO2.
    pub no2: Option<Background>,
    /// Ozone.
    pub o3: Option<Background>,
    /// Particles, in the order of [`PARTICLES`].
    pub particles: [Option<Background>; PARTICLES.len()],
    /// Whether a map of any of them is not corrected for double counting here, as it is elsewhere.
    pub uncorrected: bool,
}

/// The background at one receptor, of all pollutants.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WholeBackground {
    pub(super) no2: Background,
    pub(super) o3: Background,
    pub(super) particles: [Background; PARTICLES.len()],
}

impl Backgrounds {
    /// The background of `field` at a receptor.
    #[must_use]
    pub fn of(field: &BackgroundField, receptor: &str, at: Coord<f64>) -> Self {
        let of = |pollutant| field.at_receptor(receptor, at, pollutant);
        let mut all = [Pollutant::No2, Pollutant::O3].into_iter().chain(PARTICLES);
        Self {
            uncorrected: all.any(|it| field.uncorrected(receptor, at, it)),
            no2: of(Pollutant::No2),
            o3: of(Pollutant::O3),
            particles: PARTICLES.map(of),
        }
    }

    /// The background where that of no pollutant is missing.
    pub(super) fn whole(&self) -> Option<WholeBackground> {
        let [pm10, pm2_5, ec] = self.particles;
        Some(WholeBackground {
            no2: self.no2?,
            o3: self.o3?,
            particles: [pm10?, pm2_5?, ec?],
        })
    }
}
