//! The large-scale background at receptors.

use std::collections::HashMap;

use pluim_io::cimlk::{Background, ReceptorResult};

/// The background at one receptor (ug/m3, annual means).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backgrounds {
    /// NO2.
    pub no2: Background,
    /// Ozone.
    pub o3: Background,
    /// PM10.
    pub pm10: Background,
    /// PM2.5.
    pub pm2_5: Background,
    /// Elemental carbon.
    pub ec: Background,
}

/// The background at the receptors of earlier results, by identification.
#[must_use]
pub fn backgrounds_of_results<'a>(
    results: impl IntoIterator<Item = &'a ReceptorResult>,
) -> HashMap<String, Backgrounds> {
    results
        .into_iter()
        .map(|result| {
            let backgrounds = Backgrounds {
                no2: result.no2.background,
                o3: result.o3,
                pm10: result.pm10.background,
                pm2_5: result.pm2_5.background,
                ec: result.ec.background,
            };
            (result.receptor.clone(), backgrounds)
        })
        .collect()
}
