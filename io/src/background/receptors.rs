//! Background per receptor, as the official results hold it.

use std::collections::HashMap;

use pluim_core::emission::Pollutant;

use crate::cimlk::{Background, ReceptorResult};

/// The backgrounds (ug/m3, annual mean) of receptors, by identification.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReceptorBackgrounds {
    by_receptor: HashMap<String, Vec<(Pollutant, Background)>>,
}

impl ReceptorBackgrounds {
    /// The backgrounds within results for `year`.
    #[must_use]
    pub fn of<'a>(results: impl IntoIterator<Item = &'a ReceptorResult>, year: i32) -> Self {
        let of_year = results.into_iter().filter(|result| result.year == year);
        let by_receptor = of_year.map(|result| (result.receptor.clone(), backgrounds(result)));
        Self {
            by_receptor: by_receptor.collect(),
        }
    }

    /// The background of a pollutant at a receptor: NO2, O3, PM10, PM2.5 or EC.
    #[must_use]
    pub fn get(&self, receptor: &str, pollutant: Pollutant) -> Option<Background> {
        let all = self.by_receptor.get(receptor)?;
        let found = all.iter().find(|(other, _)| *other == pollutant);
        found.map(|(_, background)| *background)
    }

    /// How many receptors have a background.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_receptor.len()
    }

    /// Whether no receptor has a background.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_receptor.is_empty()
    }
}

fn backgrounds(result: &ReceptorResult) -> Vec<(Pollutant, Background)> {
    vec![
        (Pollutant::No2, result.no2.background),
        (Pollutant::O3, result.o3),
        (Pollutant::Pm10, result.pm10.background),
        (Pollutant::Pm2_5, result.pm2_5.background),
        (Pollutant::Ec, result.ec.background),
    ]
}
