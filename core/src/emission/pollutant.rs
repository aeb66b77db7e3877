//! The substances that pluim knows.

/// A pollutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pollutant {
    /// Nitrogen oxides, counted as NO2.
    Nox,
    /// Nitrogen dioxide.
    No2,
    /// Particles up to 10 um.
    Pm10,
    /// Particles up to 2.5 um.
    Pm2_5,
    /// Elemental carbon.
    Ec,
    /// Ammonia.
    Nh3,
    /// Sulphur dioxide.
    So2,
    /// Carbon monoxide.
    Co,
    /// Benzene.
    Benzene,
    /// Benzo(a)pyrene.
    BenzoAPyrene,
    /// Ozone; never emitted.
    O3,
    /// Odour, in European odour units instead of grams.
    Odour,
}

impl Pollutant {
    /// All pollutants.
    pub const ALL: [Self; 12] = [
        Self::Nox,
        Self::No2,
        Self::Pm10,
        Self::Pm2_5,
        Self::Ec,
        Self::Nh3,
        Self::So2,
        Self::Co,
        Self::Benzene,
        Self::BenzoAPyrene,
        Self::O3,
        Self::Odour,
    ];

    /// The name in files and columns.
    ///
    /// ```
    /// use pluim_core::emission::Pollutant;
    /// assert_eq!(Pollutant::Pm2_5.name(), "pm2_5");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nox => "nox",
            Self::No2 => "no2",
            Self::Pm10 => "pm10",
            Self::Pm2_5 => "pm2_5",
            Self::Ec => "ec",
            Self::Nh3 => "nh3",
            Self::So2 => "so2",
            Self::Co => "co",
            Self::Benzene => "benzene",
            Self::BenzoAPyrene => "benzo_a_pyrene",
            Self::O3 => "o3",
            Self::Odour => "odour",
        }
    }

    /// The pollutant with a name, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|pollutant| pollutant.name() == name)
    }
}

impl std::fmt::Display for Pollutant {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for pollutant in Pollutant::ALL {
            assert_eq!(Pollutant::named(pollutant.name()), Some(pollutant));
        }
        assert_eq!(Pollutant::named("NOx"), None);
    }
}
