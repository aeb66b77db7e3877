//! What a plan adds, receptor by receptor.

use std::collections::HashMap;

use pluim_core::assessment::{
    NibmVerdict, PlanContribution, adds_not_significantly, plan_contribution,
};

use super::site::Site;

/// The pollutants of the NIBM test.
const TESTED: [&str; 2] = ["no2", "pm10"];

/// One receptor and pollutant, with and without the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanRow {
    /// Identification of the receptor.
    pub id: String,
    /// Pollutant.
    pub pollutant: String,
    /// What the plan adds.
    pub contribution: PlanContribution,
}

/// A plan against its reference.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanReport {
    /// Receptors in both, greatest increment first.
    pub rows: Vec<PlanRow>,
    /// Receptors of the plan that the reference lacks.
    pub without_reference: usize,
    /// Outcome of the NIBM test on the greatest increments of NO2 and PM10; `None` where one of
    /// them is not known at any receptor.
    pub nibm: Option<NibmVerdict>,
}

/// Compares annual means at receptors with the same identification; `None` where no receptor is
/// in both.
#[must_use]
pub fn plan_report(proposed: &[Site], reference: &[Site]) -> Option<PlanReport> {
    let before: HashMap<&str, &Site> = reference.iter().map(|it| (it.id.as_str(), it)).collect();
    let common = proposed.iter().filter_map(|site| {
        let other = before.get(site.id.as_str())?;
        Some((site, *other))
    });
    let pairs: Vec<(&Site, &Site)> = common.collect();
    if pairs.is_empty() {
        return None;
    }
    let mut rows: Vec<PlanRow> = pairs.iter().flat_map(|(a, b)| compare(a, b)).collect();
    rows.sort_by(|a, b| {
        let increments = b
            .contribution
            .increment
            .total_cmp(&a.contribution.increment);
        increments.then_with(|| a.id.cmp(&b.id))
    });
    Some(PlanReport {
        nibm: nibm(&rows),
        without_reference: proposed.len() - pairs.len(),
        rows,
    })
}

fn compare(proposed: &Site, reference: &Site) -> Vec<PlanRow> {
    proposed
        .years
        .iter()
        .filter_map(|year| {
            let before = reference
                .years
                .iter()
                .find(|it| it.pollutant == year.pollutant)?;
            Some(PlanRow {
                id: proposed.id.clone(),
                pollutant: year.pollutant.clone(),
                contribution: plan_contribution(before.mean.value, year.mean.value),
            })
        })
        .collect()
}

fn nibm(rows: &[PlanRow]) -> Option<NibmVerdict> {
    let greatest = |pollutant: &str| {
        rows.iter()
            .filter(|row| row.pollutant == pollutant)
            .map(|row| row.contribution.increment)
            .reduce(f64::max)
    };
    let [no2, pm10] = TESTED.map(greatest);
    Some(adds_not_significantly(no2?, pm10?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pluim_core::assessment::{AssessmentDuty, PollutantYear, Scope, Traced};

    fn site(id: &str, no2: f64, pm10: f64) -> Site {
        let year = |pollutant: &str, mean| PollutantYear {
            pollutant: pollutant.into(),
            mean: Traced::given(mean, "ug/m3", "test"),
            counted: vec![],
        };
        Site {
            id: id.into(),
            x: 0.0,
            y: 0.0,
            duty: AssessmentDuty::Assess,
            scope: Scope::All,
            years: vec![year("no2", no2), year("pm10", pm10)],
        }
    }

    #[test]
    fn the_greatest_increment_decides() {
        let reference = [site("a", 20.0, 18.0), site("b", 20.0, 18.0)];
        let small = [site("a", 21.2, 18.1), site("b", 20.1, 18.0)];
        let report = plan_report(&small, &reference).unwrap();
        assert_eq!(report.nibm, Some(NibmVerdict::NotSignificant));
        assert_eq!((report.rows[0].id.as_str(), report.rows.len()), ("a", 4));
        let large = [site("a", 21.4, 18.1), site("c", 20.1, 18.0)];
        let report = plan_report(&large, &reference).unwrap();
        assert_eq!(report.nibm, Some(NibmVerdict::Significant));
        assert_eq!(report.without_reference, 1);
        assert!(plan_report(&[site("z", 1.0, 1.0)], &reference).is_none());
    }
}
