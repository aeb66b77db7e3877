//! Amounts of several pollutants.

use std::collections::BTreeMap;

use super::pollutant::Pollutant;

/// Seconds in the year of emission inventories, which has 365 days.
pub const SECONDS_PER_YEAR: f64 = 365.0 * 86_400.0;

/// An amount of each of some pollutants, in the unit that the owner states.
///
/// A pollutant that is absent is unknown, which differs from an amount of 0.
///
/// ```
/// use pluim_core::emission::{Amounts, Pollutant};
/// let yearly = Amounts::from([(Pollutant::Nox, 31_536.0)]);
/// assert_eq!(yearly.grams_per_second().get(Pollutant::Nox), Some(1.0));
/// assert_eq!(yearly.get(Pollutant::Pm10), None);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Amounts(BTreeMap<Pollutant, f64>);

impl Amounts {
    /// No amounts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The amount of a pollutant, if it is known.
    #[must_use]
    pub fn get(&self, pollutant: Pollutant) -> Option<f64> {
        self.0.get(&pollutant).copied()
    }

    /// Sets the amount of a pollutant.
    pub fn set(&mut self, pollutant: Pollutant, amount: f64) {
        self.0.insert(pollutant, amount);
    }

    /// Adds to the amount of a pollutant, which starts at 0.
    pub fn add(&mut self, pollutant: Pollutant, amount: f64) {
        *self.0.entry(pollutant).or_default() += amount;
    }

    /// Adds all amounts of `other`.
    pub fn add_all(&mut self, other: &Self) {
        for (pollutant, amount) in other.iter() {
            self.add(pollutant, amount);
        }
    }

    /// Pollutants and amounts, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (Pollutant, f64)> + '_ {
        self.0
            .iter()
            .map(|(pollutant, amount)| (*pollutant, *amount))
    }

    /// The pollutants of which the amount is known, in a fixed order.
    pub fn pollutants(&self) -> impl Iterator<Item = Pollutant> + '_ {
        self.0.keys().copied()
    }

    /// Whether no amount is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All amounts times `factor`.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        self.iter()
            .map(|(pollutant, amount)| (pollutant, amount * factor))
            .collect()
    }

    /// Amounts in kg/yr as rates in g/s.
    #[must_use]
    pub fn grams_per_second(&self) -> Self {
        self.scaled(1000.0 / SECONDS_PER_YEAR)
    }
}

impl FromIterator<(Pollutant, f64)> for Amounts {
    fn from_iter<I: IntoIterator<Item = (Pollutant, f64)>>(amounts: I) -> Self {
        Self(amounts.into_iter().collect())
    }
}

impl<const N: usize> From<[(Pollutant, f64); N]> for Amounts {
    fn from(amounts: [(Pollutant, f64); N]) -> Self {
        amounts.into_iter().collect()
    }
}
