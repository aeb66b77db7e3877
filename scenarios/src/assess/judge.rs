//! Every receptor against every limit.

use pluim_core::assessment::{
    AssessmentDuty, Extent, Finding, Limit, NaturalSources, Scope, Verdict, assess,
};

use super::site::Site;

/// Why a receptor is not assessed against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NotAssessed {
    /// Applicability principle.
    NotApplicable,
    /// Exposure criterion.
    NoExposure,
    /// Another reason, stated with the receptor.
    Other,
    /// The receptor is registered for other pollutants only.
    OtherPollutants,
}

/// One receptor against one limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement<'a> {
    /// The receptor.
    pub site: &'a Site,
    /// The limit.
    pub limit: &'a Limit,
    /// What was found.
    pub finding: Finding,
    /// Why the finding has no bearing on the verdict, where that is so.
    pub not_assessed: Option<NotAssessed>,
}

impl Judgement<'_> {
    /// Whether the value would meet the limit, were the emission behind it known better.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let mut years = self.site.years.iter();
        let year = years.find(|it| it.pollutant == self.limit.pollutant);
        let uncertain = year.is_some_and(|it| it.extent == Extent::Total && it.at_most.is_some());
        uncertain && self.finding.value.is_some() && self.finding.verdict == Verdict::Unknown
    }
}

/// All receptors against one limit.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitSummary<'a> {
    /// The limit.
    pub limit: &'a Limit,
    /// Receptors at or below.
    pub met: usize,
    /// Receptors at or below after subtraction of natural sources.
    pub met_after_natural: usize,
    /// Receptors above.
    pub exceeded: usize,
    /// Receptors of which the value cannot be told.
    pub unknown: usize,
    /// Receptors that are not assessed.
    pub not_assessed: usize,
    /// The highest value among assessed receptors, with its receptor.
    pub highest: Option<&'a Judgement<'a>>,
}

/// Compares all `sites` with all `limits`; pairs of which the receptor does not know the
/// pollutant are left out.
#[must_use]
pub fn judge<'a>(
    sites: &'a [Site],
    limits: &'a [Limit],
    natural: NaturalSources,
) -> Vec<Judgement<'a>> {
    let mut judgements = Vec::new();
    for limit in limits {
        for site in sites {
            let finding = site
                .years
                .iter()
                .find_map(|year| assess(year, limit, natural));
            judgements.extend(finding.map(|finding| Judgement {
                site,
                limit,
                finding,
                not_assessed: not_assessed(site, limit),
            }));
        }
    }
    judgements
}

fn not_assessed(site: &Site, limit: &Limit) -> Option<NotAssessed> {
    match site.duty {
        AssessmentDuty::NotApplicable => Some(NotAssessed::NotApplicable),
        AssessmentDuty::NoExposure => Some(NotAssessed::NoExposure),
        AssessmentDuty::Other => Some(NotAssessed::Other),
        AssessmentDuty::Assess if site.scope == Scope::Nothing => Some(NotAssessed::Other),
        AssessmentDuty::Assess => {
            let covered = site.scope.covers(&limit.pollutant);
            (!covered).then_some(NotAssessed::OtherPollutants)
        }
    }
}

/// The judgements by limit, in the order of the limits; limits without judgements are left out.
#[must_use]
pub fn summaries<'a>(judgements: &'a [Judgement<'a>]) -> Vec<LimitSummary<'a>> {
    judgements
        .chunk_by(|one, other| std::ptr::eq(one.limit, other.limit))
        .filter_map(|of_limit| summary(of_limit))
        .collect()
}

fn summary<'a>(judgements: &'a [Judgement<'a>]) -> Option<LimitSummary<'a>> {
    let assessed = || judgements.iter().filter(|it| it.not_assessed.is_none());
    let count = |verdict| {
        assessed()
            .filter(|it| it.finding.verdict == verdict)
            .count()
    };
    let value = |it: &Judgement<'_>| {
        it.finding
            .value
            .as_ref()
            .map_or(f64::NEG_INFINITY, |v| v.value)
    };
    let highest = assessed()
        .filter(|it| it.finding.value.is_some())
        .reduce(|highest, it| {
            if value(it) > value(highest) {
                it
            } else {
                highest
            }
        });
    Some(LimitSummary {
        limit: judgements.first()?.limit,
        met: count(Verdict::Met),
        met_after_natural: count(Verdict::MetAfterNaturalSources),
        exceeded: count(Verdict::Exceeded),
        unknown: count(Verdict::Unknown),
        not_assessed: judgements.len() - assessed().count(),
        highest,
    })
}

#[cfg(test)]
mod tests {
    use super::super::limits::default_limits;
    use super::*;
    use pluim_core::assessment::{PollutantYear, Traced};

    fn site(id: &str, no2: f64, duty: AssessmentDuty) -> Site {
        Site {
            id: id.into(),
            x: 0.0,
            y: 0.0,
            duty,
            scope: Scope::All,
            years: vec![PollutantYear {
                pollutant: "no2".into(),
                extent: Extent::Total,
                mean: Traced::given(no2, "ug/m3", "test"),
                at_most: None,
                counted: vec![],
            }],
        }
    }

    #[test]
    fn receptors_out_of_reach_of_people_do_not_decide() {
        let sites = [
            site("home", 30.0, AssessmentDuty::Assess),
            site("median", 60.0, AssessmentDuty::NotApplicable),
        ];
        let set = default_limits().unwrap();
        let judgements = judge(&sites, &set.limits, NaturalSources::None);
        let summaries = summaries(&judgements);
        let year = summaries
            .iter()
            .find(|it| it.limit.id == "nl-no2-year")
            .unwrap();
        assert_eq!((year.met, year.exceeded, year.not_assessed), (1, 0, 1));
        assert_eq!(year.highest.unwrap().site.id, "home");
        assert!(summaries.iter().all(|it| it.limit.pollutant == "no2"));
    }
}
