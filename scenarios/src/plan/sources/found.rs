//! A source as its file gives it, and what measures make of it.

use geo_types::Coord;
use pluim_core::emission::{
    Amounts, FactorTable, NoFactor, Pollutant, RoadTraffic, RoadType, road_emission,
};
use pluim_core::plane;
use pluim_core::source::{Release, Shape};

/// What a file says of a source's emission.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Given {
    /// The emission (kg/yr).
    Yearly(Amounts),
    /// The traffic that emits.
    Traffic(RoadTraffic),
    /// Both: the emission counts, and the traffic tells how a measure changes it.
    Both(Amounts, RoadTraffic),
}

/// A factor on the emission of a source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Factor {
    /// The pollutant; all of them where none is named.
    pub(crate) pollutant: Option<Pollutant>,
    pub(crate) factor: f64,
}

/// A source as its file gives it, and what measures make of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) id: String,
    /// Name of the street or label; may be empty.
    pub(crate) name: String,
    /// Source group.
    pub(crate) group: String,
    /// Source group of its table, where its file names another.
    pub(crate) table: String,
    /// Line of the file on which it stands, where that is known.
    pub(crate) line: Option<u64>,
    pub(crate) shape: Shape,
    pub(crate) release: Release,
    /// Name of the time profile that it states and follows; none where that of its table counts.
    pub(crate) profile: Option<String>,
    pub(crate) given: Given,
    /// The traffic under the measures; none where no measure changes it.
    pub(crate) traffic: Option<RoadTraffic>,
    /// Factors of measures, which multiply.
    pub(crate) factors: Vec<Factor>,
    pub(crate) notes: Vec<String>,
    /// The true emission lies between the given one divided by and multiplied with this factor.
    pub(crate) uncertainty: Option<f64>,
}

/// The factors of a scenario, and those that a measure puts in their place.
#[derive(Clone, Copy)]
pub(crate) struct RoadFactors<'a> {
    pub(crate) base: &'a FactorTable,
    pub(crate) instead: Option<&'a FactorTable>,
}

impl Found {
    /// The middle of a line, the centre of an area, or the place itself.
    pub(crate) fn place(&self) -> Option<Coord<f64>> {
        match &self.shape {
            Shape::Point(at) => Some(*at),
            Shape::Line(line) => plane::middle(line),
            Shape::Area(area) => plane::centre(area),
        }
    }

    /// The traffic under the measures so far; none for sources that are not roads.
    pub(crate) fn traffic(&self) -> Option<&RoadTraffic> {
        self.traffic.as_ref().or(match &self.given {
            Given::Yearly(_) => None,
            Given::Traffic(traffic) | Given::Both(_, traffic) => Some(traffic),
        })
    }

    /// Type of the road; none for sources that are not roads.
    pub(crate) fn road_type(&self) -> Option<RoadType> {
        self.traffic().map(|traffic| traffic.road_type)
    }

    /// Whether its emission follows from factors of road traffic.
    pub(crate) fn needs_factors(&self, instead: bool) -> bool {
        match &self.given {
            Given::Yearly(_) => false,
            Given::Traffic(_) => true,
            Given::Both(..) => self.traffic.is_some() || instead,
        }
    }

    /// Emission (kg/yr), and remarks on the factors used.
    pub(crate) fn yearly(
        &self,
        factors: Option<RoadFactors<'_>>,
    ) -> Result<(Amounts, Vec<String>), NoFactor> {
        let (yearly, notes) = match (&self.given, factors) {
            (Given::Yearly(yearly) | Given::Both(yearly, _), None) => (yearly.clone(), Vec::new()),
            (Given::Yearly(yearly), Some(_)) => (yearly.clone(), Vec::new()),
            (Given::Traffic(traffic), Some(factors)) => {
                of_traffic(factors.latest(), self.traffic.as_ref().unwrap_or(traffic))?
            }
            (Given::Traffic(_), None) => (Amounts::new(), Vec::new()),
            (Given::Both(stated, traffic), Some(factors)) => {
                let before = of_traffic(factors.base, traffic)?.0;
                let now = self.traffic.as_ref().unwrap_or(traffic);
                let (after, notes) = of_traffic(factors.latest(), now)?;
                (in_proportion(stated, &before, &after), notes)
            }
        };
        let notes = [self.notes.clone(), notes].concat();
        Ok((self.under_factors(&yearly), notes))
    }

    fn under_factors(&self, yearly: &Amounts) -> Amounts {
        let factor = |pollutant: Pollutant| -> f64 {
            let hold = |it: &&Factor| it.pollutant.is_none_or(|of| of == pollutant);
            self.factors
                .iter()
                .filter(hold)
                .map(|it| it.factor)
                .product()
        };
        yearly
            .iter()
            .map(|(pollutant, amount)| (pollutant, amount * factor(pollutant)))
            .collect()
    }
}

impl<'a> RoadFactors<'a> {
    fn latest(self) -> &'a FactorTable {
        self.instead.unwrap_or(self.base)
    }
}

/// A stated emission changes as that computed from the traffic does.
fn in_proportion(stated: &Amounts, before: &Amounts, after: &Amounts) -> Amounts {
    let changed = |(pollutant, amount): (Pollutant, f64)| {
        let ratio = match (before.get(pollutant), after.get(pollutant)) {
            (Some(before), Some(after)) if before > 0.0 => after / before,
            _ => 1.0,
        };
        (pollutant, amount * ratio)
    };
    stated.iter().map(changed).collect()
}

/// Yearly emission (kg) of a road's traffic, and remarks on its factors.
fn of_traffic(
    factors: &FactorTable,
    traffic: &RoadTraffic,
) -> Result<(Amounts, Vec<String>), NoFactor> {
    let emission = road_emission(factors, traffic)?;
    let notes = emission.notes.iter().map(ToString::to_string).collect();
    Ok((emission.yearly, notes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_emission_changes_as_the_computed_one_does() {
        let amounts = |nox| Amounts::from([(Pollutant::Nox, nox), (Pollutant::Nh3, 1.0)]);
        let stated = Amounts::from([(Pollutant::Nox, 10.0), (Pollutant::Pm10, 2.0)]);
        let changed = in_proportion(&stated, &amounts(4.0), &amounts(1.0));
        assert_eq!(changed.get(Pollutant::Nox), Some(2.5));
        // not in the table of factors: nothing is known of its change
        assert_eq!(changed.get(Pollutant::Pm10), Some(2.0));
        assert_eq!(changed.get(Pollutant::Nh3), None);
    }
}
