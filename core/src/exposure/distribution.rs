//! The distribution of a concentration over people.

/// People who breathe one concentration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exposed {
    /// Number of people, 0 or more; a share of an area's inhabitants need not be whole.
    pub people: f64,
    /// Annual mean concentration (ug/m3).
    pub concentration: f64,
}

/// The distribution of a concentration over people, lowest first.
///
/// ```
/// use pluim_core::exposure::{Distribution, Exposed};
/// let of = |people, concentration| Exposed { people, concentration };
/// let all = Distribution::new(vec![of(300.0, 10.0), of(100.0, 30.0)]);
/// assert_eq!(all.people(), 400.0);
/// assert_eq!(all.mean(), Some(15.0));
/// assert_eq!(all.quantile(0.5), Some(10.0));
/// assert_eq!(all.people_above(20.0), 100.0);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Distribution {
    sorted: Vec<Exposed>,
    people: f64,
}

impl Distribution {
    /// The distribution over `exposed`; entries without people or without a number are left out.
    #[must_use]
    pub fn new(mut exposed: Vec<Exposed>) -> Self {
        exposed
            .retain(|it| it.people > 0.0 && it.people.is_finite() && it.concentration.is_finite());
        exposed.sort_by(|one, other| one.concentration.total_cmp(&other.concentration));
        Self {
            people: exposed.iter().map(|it| it.people).sum(),
            sorted: exposed,
        }
    }

    /// Number of people.
    #[must_use]
    pub fn people(&self) -> f64 {
        self.people
    }

    /// The mean over people (ug/m3), the *population-weighted mean*; none without people.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let sum: f64 = self
            .sorted
            .iter()
            .map(|it| it.people * it.concentration)
            .sum();
        (self.people > 0.0).then(|| sum / self.people)
    }

    /// The lowest concentration (ug/m3) that a `share` (0 to 1) of the people do not exceed; none
    /// without people.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let wanted = share.clamp(0.0, 1.0) * self.people;
        let mut counted = 0.0;
        self.sorted
            .iter()
            .find(|it| {
                counted += it.people;
                counted >= wanted
            })
            .or(self.sorted.last())
            .map(|it| it.concentration)
    }

    /// Number of people who breathe more than `limit` (ug/m3).
    #[must_use]
    pub fn people_above(&self, limit: f64) -> f64 {
        let above = self.sorted.iter().rev();
        above
            .take_while(|it| it.concentration > limit)
            .map(|it| it.people)
            .sum()
    }

    /// The people and what they breathe, lowest first.
    #[must_use]
    pub fn exposed(&self) -> &[Exposed] {
        &self.sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nobody_breathes_nothing() {
        let none = Distribution::new(vec![Exposed {
            people: 0.0,
            concentration: 40.0,
        }]);
        assert_eq!((none.mean(), none.quantile(0.5)), (None, None));
        assert_eq!(none.people_above(10.0), 0.0);
    }

    proptest! {
        #[test]
        fn quantiles_rise_and_people_above_the_median_are_at_most_half(
            parts in prop::collection::vec((0.1..1e4_f64, 0.0..80.0_f64), 1..40),
        ) {
            let exposed = parts
                .iter()
                .map(|(people, concentration)| Exposed { people: *people, concentration: *concentration });
            let all = Distribution::new(exposed.collect());
            let at = |share| all.quantile(share).unwrap_or(f64::NAN);
            prop_assert!(at(0.05) <= at(0.5) && at(0.5) <= at(0.95));
            prop_assert!(all.people_above(at(0.5)) <= 0.5 * all.people() * (1.0 + 1e-12));
            let mean = all.mean().unwrap_or(f64::NAN);
            prop_assert!(at(0.0) <= mean * (1.0 + 1e-12) && mean <= at(1.0) * (1.0 + 1e-12));
        }
    }
}
