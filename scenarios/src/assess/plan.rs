//! What a plan adds, receptor by receptor.

use std::collections::HashMap;

use pluim_core::assessment::{
    NibmVerdict, PlanContribution, PollutantYear, adds_not_significantly, plan_contribution,
};

use super::site::{InputFile, No2, Site};

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

/// The run or file that a plan is compared with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReferenceRun {
    /// Title of the run, or name of the file.
    pub title: String,
    /// The files behind it.
    pub inputs: Vec<InputFile>,
}

/// A plan against its reference.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanReport {
    /// Receptors in both, greatest increment first.
    pub rows: Vec<PlanRow>,
    /// Receptors of the plan that the reference lacks.
    pub without_reference: usize,
    /// Pairs of which one holds a background and the other does not, so that they were left out.
    pub unlike: usize,
    /// What the reference is.
    pub reference: ReferenceRun,
    /// Outcome of the NIBM test on the greatest increments of NO2 and PM10.
    pub nibm: NibmAnswer,
    /// What the NO2 in the increments is.
    pub no2: No2,
}

/// What the NIBM test tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NibmAnswer {
    /// The verdict.
    Told(NibmVerdict),
    /// Nothing: NO2 or PM10 is not known at any receptor.
    Missing,
    /// Nothing: the NO2 that forms from NO is not known, and could be significant.
    NotFormed,
    /// Nothing: what was computed is not significant, but sources were left out.
    LeftOut,
}

impl NibmAnswer {
    /// The answer where sources of the plan or of its reference were left out: small increments
    /// then tell nothing.
    #[must_use]
    pub fn of_part(self) -> Self {
        match self {
            Self::Told(NibmVerdict::NotSignificant) => Self::LeftOut,
            other => other,
        }
    }
}

/// Compares annual means at receptors with the same identification, of which `no2` says what their
/// NO2 is; `None` where no receptor is in both.
#[must_use]
pub fn plan_report(proposed: &[Site], reference: &[Site], no2: No2) -> Option<PlanReport> {
    let before: HashMap<&str, &Site> = reference.iter().map(|it| (it.id.as_str(), it)).collect();
    let common = proposed.iter().filter_map(|site| {
        let other = before.get(site.id.as_str())?;
        Some((site, *other))
    });
    let pairs: Vec<(&Site, &Site)> = common.collect();
    if pairs.is_empty() {
        return None;
    }
    let compared = || pairs.iter().flat_map(|(a, b)| compare(a, b));
    let unlike = compared().filter(Option::is_none).count();
    let mut rows: Vec<PlanRow> = compared().flatten().collect();
    rows.sort_by(|a, b| {
        let increments = b
            .contribution
            .increment
            .total_cmp(&a.contribution.increment);
        increments.then_with(|| a.id.cmp(&b.id))
    });
    Some(PlanReport {
        nibm: nibm(&rows, no2),
        no2,
        without_reference: proposed.len() - pairs.len(),
        unlike,
        reference: ReferenceRun::default(),
        rows,
    })
}

/// One row a pollutant in both; `None` where one mean holds a background and the other does not.
fn compare(proposed: &Site, reference: &Site) -> Vec<Option<PlanRow>> {
    let row = |year: &PollutantYear| {
        let mut others = reference.years.iter();
        let before = others.find(|it| it.pollutant == year.pollutant)?;
        Some((before.extent == year.extent).then(|| PlanRow {
            id: proposed.id.clone(),
            pollutant: year.pollutant.clone(),
            contribution: plan_contribution(before.mean.value, year.mean.value),
        }))
    };
    proposed.years.iter().filter_map(row).collect()
}

/// Where NO2 lacks what forms from NO, its increment is at most the larger of those of emitted NO2
/// and NOx, as a step of NO makes no larger step of NO2.
fn nibm(rows: &[PlanRow], state: No2) -> NibmAnswer {
    let greatest = |pollutant: &str| {
        rows.iter()
            .filter(|row| row.pollutant == pollutant)
            .map(|row| row.contribution.increment)
            .reduce(f64::max)
    };
    let [Some(no2), Some(pm10)] = TESTED.map(greatest) else {
        return NibmAnswer::Missing;
    };
    let at_most = match state {
        No2::Formed => Some(no2),
        No2::EmittedOnly => greatest("nox").map(|nox| nox.max(no2)),
    };
    let at_most = at_most.map(|no2| adds_not_significantly(no2, pm10));
    match (adds_not_significantly(no2, pm10), at_most) {
        (NibmVerdict::Significant, _) => NibmAnswer::Told(NibmVerdict::Significant),
        (verdict, Some(most)) if verdict == most => NibmAnswer::Told(verdict),
        _ => NibmAnswer::NotFormed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pluim_core::assessment::{AssessmentDuty, Extent, Scope, Traced};

    fn site(id: &str, no2: f64, pm10: f64) -> Site {
        let year = |pollutant: &str, mean| PollutantYear {
            pollutant: pollutant.into(),
            extent: Extent::Total,
            mean: Traced::given(mean, "ug/m3", "test"),
            at_most: None,
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
        let report = plan_report(&small, &reference, No2::Formed).unwrap();
        assert_eq!(report.nibm, NibmAnswer::Told(NibmVerdict::NotSignificant));
        assert_eq!((report.rows[0].id.as_str(), report.rows.len()), ("a", 4));
        let large = [site("a", 21.4, 18.1), site("c", 20.1, 18.0)];
        let report = plan_report(&large, &reference, No2::Formed).unwrap();
        assert_eq!(report.nibm, NibmAnswer::Told(NibmVerdict::Significant));
        assert_eq!(report.without_reference, 1);
        assert!(plan_report(&[site("z", 1.0, 1.0)], &reference, No2::Formed).is_none());
    }

    #[test]
    fn a_plan_of_which_sources_were_left_out_is_not_found_small() {
        let told = NibmAnswer::Told;
        assert_eq!(
            told(NibmVerdict::NotSignificant).of_part(),
            NibmAnswer::LeftOut
        );
        let significant = told(NibmVerdict::Significant);
        assert_eq!(significant.of_part(), significant);
        assert_eq!(NibmAnswer::Missing.of_part(), NibmAnswer::Missing);
    }

    #[test]
    fn a_total_is_not_compared_with_a_contribution() {
        let reference = [site("a", 20.0, 18.0)];
        let mut bare = site("a", 2.0, 18.0);
        bare.years[0].extent = Extent::Contribution;
        let report = plan_report(&[bare], &reference, No2::Formed).unwrap();
        assert_eq!((report.rows.len(), report.unlike), (1, 1));
        assert_eq!(report.nibm, NibmAnswer::Missing);
    }

    #[test]
    fn emitted_no2_alone_finds_no_plan_small() {
        let with_nox = |no2: f64, nox: f64| {
            let mut site = site("a", no2, 18.0);
            let mut year = site.years[0].clone();
            year.pollutant = "nox".into();
            year.mean.value = nox;
            site.years.push(year);
            site
        };
        let answer = |no2: f64, nox: f64| {
            let [before, after] = [with_nox(1.0, 10.0), with_nox(no2, nox)];
            let report = plan_report(&[after], &[before], No2::EmittedOnly);
            report.unwrap().nibm
        };
        let small = NibmAnswer::Told(NibmVerdict::NotSignificant);
        assert_eq!(answer(1.2, 11.2), small);
        assert_eq!(answer(1.2, 14.0), NibmAnswer::NotFormed);
        let large = NibmAnswer::Told(NibmVerdict::Significant);
        assert_eq!(answer(2.4, 14.0), large);
        let bare = plan_report(
            &[site("a", 1.2, 18.0)],
            &[site("a", 1.0, 18.0)],
            No2::EmittedOnly,
        );
        assert_eq!(bare.unwrap().nibm, NibmAnswer::NotFormed);
    }
}
