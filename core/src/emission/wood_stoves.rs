//! Wood stoves and fireplaces in homes.
//!
//! The annual emission of a neighbourhood is the number of appliances times their hours, fuel and
//! emission factor; the hours of the year then share it out by degree days and time of day.
//!
//! Sources: EMEP/EEA guidebook 2019, chapter 1.A.4.b (factors per energy, condensables included);
//! hours of use from ECN-E--12-011. Factors are known to within a factor of three to five, and
//! carry that factor along.

/// A number known to within a factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uncertain {
    /// Best estimate.
    pub value: f64,
    /// The true value lies between `value / factor` and `value * factor`; 1 or more.
    pub factor: f64,
}

impl Uncertain {
    /// Lower bound.
    #[must_use]
    pub fn low(self) -> f64 {
        self.value / self.factor
    }

    /// Upper bound.
    #[must_use]
    pub fn high(self) -> f64 {
        self.value * self.factor
    }

    /// This number times a certain one.
    #[must_use]
    pub fn times(self, by: f64) -> Self {
        Self {
            value: self.value * by,
            ..self
        }
    }

    /// The sum of two that err together: bounds add up.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let value = self.value + other.value;
        let factor = if value > 0.0 {
            (self.high() + other.high()) / value
        } else {
            1.0
        };
        Self { value, factor }
    }
}

/// One class of appliance: how it is used and what it emits.
#[derive(Debug, Clone, PartialEq)]
pub struct Appliance {
    /// Name of the class.
    pub class: String,
    /// Hours of use a year (h).
    pub hours: f64,
    /// Wood burnt while in use (kg/h).
    pub burn_rate: f64,
    /// Net calorific value of the wood (MJ/kg): 15.5 to 18.
    pub heating_value: f64,
    /// PM2.5 with condensables (g/GJ).
    pub pm2_5: f64,
    /// Share of elemental carbon in PM2.5 (-), 0 to 1.
    pub ec_share: f64,
    /// Benzo(a)pyrene (mg/GJ).
    pub benzo_a_pyrene: f64,
    /// Uncertainty factor of the emission factors (-), 1 or more.
    pub uncertainty: f64,
}

/// How many appliances a neighbourhood has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ApplianceCount {
    /// Counted or estimated as a number.
    Number(f64),
    /// A share of the homes.
    PerHome {
        /// Homes.
        homes: f64,
        /// Appliances per home (-); the Dutch mean is about 0.1.
        share: f64,
    },
    /// A density over the area of the neighbourhood.
    PerArea {
        /// Area (km2).
        area: f64,
        /// Appliances per km2.
        density: f64,
    },
}

/// Annual emission of wood smoke (kg/yr).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WoodSmoke {
    /// PM2.5 with condensables (kg/yr).
    pub pm2_5: Uncertain,
    /// Elemental carbon (kg/yr).
    pub ec: Uncertain,
    /// Benzo(a)pyrene (kg/yr).
    pub benzo_a_pyrene: Uncertain,
}

impl ApplianceCount {
    /// The number of appliances.
    ///
    /// ```
    /// use pluim_core::emission::wood_stoves::ApplianceCount;
    /// assert_eq!(ApplianceCount::PerHome { homes: 2000.0, share: 0.1 }.number(), 200.0);
    /// assert_eq!(ApplianceCount::PerArea { area: 0.5, density: 80.0 }.number(), 40.0);
    /// ```
    #[must_use]
    pub fn number(self) -> f64 {
        match self {
            Self::Number(number) => number,
            Self::PerHome { homes, share } => homes * share,
            Self::PerArea { area, density } => area * density,
        }
    }
}

impl Appliance {
    /// Energy burnt by one appliance (GJ/yr).
    #[must_use]
    pub fn energy(&self) -> f64 {
        const GJ_PER_MJ: f64 = 1e-3;
        self.hours * self.burn_rate * self.heating_value * GJ_PER_MJ
    }

    /// Emission of `number` appliances.
    ///
    /// ```
    /// use pluim_core::emission::wood_stoves::Appliance;
    /// let stove = Appliance {
    ///     class: "conventional stove".into(),
    ///     hours: 500.0,
    ///     burn_rate: 2.0,
    ///     heating_value: 16.0,
    ///     pm2_5: 740.0,
    ///     ec_share: 0.10,
    ///     benzo_a_pyrene: 121.0,
    ///     uncertainty: 3.0,
    /// };
    /// assert_eq!(stove.energy(), 16.0);
    /// let smoke = stove.emission(100.0);
    /// assert!((smoke.pm2_5.value - 1184.0).abs() < 1e-9);
    /// assert!((smoke.ec.value - 118.4).abs() < 1e-9);
    /// assert!((smoke.benzo_a_pyrene.value - 0.1936).abs() < 1e-9);
    /// assert!((smoke.pm2_5.high() - 3552.0).abs() < 1e-9);
    /// ```
    #[must_use]
    pub fn emission(&self, number: f64) -> WoodSmoke {
        const KG_PER_G: f64 = 1e-3;
        const KG_PER_MG: f64 = 1e-6;
        let energy = number * self.energy();
        let uncertain = |value| Uncertain {
            value,
            factor: self.uncertainty.max(1.0),
        };
        let pm2_5 = uncertain(energy * self.pm2_5 * KG_PER_G);
        WoodSmoke {
            pm2_5,
            ec: pm2_5.times(self.ec_share),
            benzo_a_pyrene: uncertain(energy * self.benzo_a_pyrene * KG_PER_MG),
        }
    }
}

/// Emission of `count` appliances divided over classes by `mix` (shares, scaled to add up to 1).
/// `None` where the shares are negative or add up to nothing.
#[must_use]
pub fn neighbourhood(count: ApplianceCount, mix: &[(&Appliance, f64)]) -> Option<WoodSmoke> {
    let total: f64 = mix.iter().map(|(_, share)| share).sum();
    let sound = total > 0.0 && mix.iter().all(|(_, share)| *share >= 0.0);
    let per_class = mix
        .iter()
        .map(|(appliance, share)| appliance.emission(count.number() * share / total));
    per_class.reduce(WoodSmoke::plus).filter(|_| sound)
}

impl WoodSmoke {
    /// The factor to within which all of it is known: that of the pollutant known least (-).
    #[must_use]
    pub fn greatest_factor(&self) -> f64 {
        let others = self.ec.factor.max(self.benzo_a_pyrene.factor);
        self.pm2_5.factor.max(others)
    }

    fn plus(self, other: Self) -> Self {
        Self {
            pm2_5: self.pm2_5.plus(other.pm2_5),
            ec: self.ec.plus(other.ec),
            benzo_a_pyrene: self.benzo_a_pyrene.plus(other.benzo_a_pyrene),
        }
    }
}

/// Daily mean temperature (degrees C) below which homes are heated.
const HEATING_FROM: f64 = 12.0;
/// Temperature (degrees C) to which the difference is taken.
const INDOORS: f64 = 19.0;
/// Wind speed (m/s) at which the factor for wind is 1.
const REFERENCE_WIND: f64 = 3.2;

/// Degree-day weight of a day: (19 - T24) sqrt(u / 3.2) below 12 degrees, 0 above.
///
/// `temperature` is the daily mean (degrees C), `wind` the daily mean at 10 m (m/s).
///
/// # References
/// OPS documentation, space heating.
///
/// ```
/// use pluim_core::emission::wood_stoves::degree_day;
/// assert_eq!(degree_day(3.0, 3.2), 16.0);
/// assert_eq!(degree_day(12.0, 3.2), 0.0);
/// ```
#[must_use]
pub fn degree_day(temperature: f64, wind: f64) -> f64 {
    if temperature < HEATING_FROM {
        (INDOORS - temperature) * (wind.max(0.0) / REFERENCE_WIND).sqrt()
    } else {
        0.0
    }
}

/// How use of stoves is divided over the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeOfDay {
    /// Average space heating (OPS code 2): stoves that heat the home.
    Heating,
    /// Evenings: stoves lit for comfort, four fifths between 17 and 24 h.
    #[default]
    Evening,
}

/// Space heating in twelve blocks of two hours, mean 100 (OPS, emission behaviour 2).
const HEATING: [f64; 12] = [
    33.0, 33.0, 35.0, 80.0, 150.0, 155.0, 120.0, 116.0, 122.0, 135.0, 145.0, 77.0,
];

/// Share (-) of evening use between 17 and 24 h. An assumption, after surveys of use.
const EVENING_SHARE: f64 = 0.8;
/// First evening hour.
const EVENING_FROM: usize = 17;

impl TimeOfDay {
    /// Weight of `hour` (0 to 23, local time); the mean over the day is 1.
    ///
    /// ```
    /// use pluim_core::emission::wood_stoves::TimeOfDay;
    /// for profile in [TimeOfDay::Heating, TimeOfDay::Evening] {
    ///     let mean = (0..24).map(|hour| profile.weight(hour)).sum::<f64>() / 24.0;
    ///     assert!((mean - 1.0).abs() < 0.002);
    /// }
    /// assert!(TimeOfDay::Evening.weight(20) > 5.0 * TimeOfDay::Evening.weight(4));
    /// ```
    #[must_use]
    pub fn weight(self, hour: usize) -> f64 {
        let hour = hour % 24;
        match self {
            Self::Heating => HEATING[hour / 2] / 100.0,
            Self::Evening if hour >= EVENING_FROM => {
                EVENING_SHARE * 24.0 / (24 - EVENING_FROM) as f64
            }
            Self::Evening => (1.0 - EVENING_SHARE) * 24.0 / EVENING_FROM as f64,
        }
    }
}

/// Weights of the hours of consecutive whole days, scaled to mean 1: degree day of the day times
/// weight of the hour. Where no day is cold enough, every day counts alike.
///
/// ```
/// use pluim_core::emission::wood_stoves::{hourly_weights, TimeOfDay};
/// let weights = hourly_weights(&[16.0, 0.0], TimeOfDay::Evening);
/// assert_eq!(weights.len(), 48);
/// assert!((weights.iter().sum::<f64>() / 48.0 - 1.0).abs() < 1e-12);
/// assert_eq!(weights[30], 0.0);
/// ```
#[must_use]
pub fn hourly_weights(degree_days: &[f64], profile: TimeOfDay) -> Vec<f64> {
    let cold: f64 = degree_days.iter().sum();
    let day_weight = |degree_day: f64| if cold > 0.0 { degree_day } else { 1.0 };
    let mut weights: Vec<f64> = degree_days
        .iter()
        .flat_map(|day| (0..24).map(move |hour| day_weight(*day) * profile.weight(hour)))
        .collect();
    let mean = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
    for weight in &mut weights {
        *weight /= mean;
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appliance(pm2_5: f64, uncertainty: f64) -> Appliance {
        Appliance {
            class: "test".into(),
            hours: 500.0,
            burn_rate: 2.0,
            heating_value: 16.0,
            pm2_5,
            ec_share: 0.1,
            benzo_a_pyrene: 100.0,
            uncertainty,
        }
    }

    #[test]
    fn a_mix_lies_between_its_classes_and_carries_its_bounds() {
        let (dirty, clean) = (appliance(800.0, 4.0), appliance(100.0, 2.0));
        let count = ApplianceCount::Number(10.0);
        let smoke = neighbourhood(count, &[(&dirty, 1.0), (&clean, 3.0)]).unwrap();
        assert!((smoke.pm2_5.value - 16.0 * 10.0 * (0.25 * 0.8 + 0.75 * 0.1)).abs() < 1e-9);
        let high = 4.0 * 0.25 * 0.8 * 160.0 + 2.0 * 0.75 * 0.1 * 160.0;
        assert!((smoke.pm2_5.high() - high).abs() < 1e-9);
    }

    #[test]
    fn the_pollutant_known_least_tells_how_well_smoke_is_known() {
        let (dirty, clean) = (appliance(800.0, 2.0), appliance(100.0, 4.0));
        let count = ApplianceCount::Number(10.0);
        let smoke = neighbourhood(count, &[(&dirty, 1.0), (&clean, 1.0)]).unwrap();
        // of benzo(a)pyrene both emit as much; of PM2.5 the better known emits most
        assert!((smoke.benzo_a_pyrene.factor - 3.0).abs() < 1e-9);
        assert!((smoke.pm2_5.factor - 2.0 - 2.0 / 9.0).abs() < 1e-9);
        assert_eq!(smoke.greatest_factor(), smoke.benzo_a_pyrene.factor);
    }

    #[test]
    fn a_mix_of_nothing_is_no_mix() {
        let stove = appliance(800.0, 4.0);
        let count = ApplianceCount::Number(10.0);
        assert_eq!(neighbourhood(count, &[]), None);
        assert_eq!(neighbourhood(count, &[(&stove, 0.0)]), None);
        assert_eq!(neighbourhood(count, &[(&stove, 2.0), (&stove, -1.0)]), None);
    }

    #[test]
    fn a_summer_without_cold_counts_every_day() {
        let weights = hourly_weights(&[0.0, 0.0], TimeOfDay::Heating);
        assert_eq!(weights[3], weights[27]);
        assert!(hourly_weights(&[], TimeOfDay::Heating).is_empty());
    }
}
