//! The judgements as rows of `assessment.csv`.

use pluim_core::assessment::{Averaging, Extent, Limit, Verdict};
use pluim_io::assessment_table::AssessmentRow;

use super::judge::{Judgement, NotAssessed};
use super::numbers::plain;
use super::site::Site;

/// One row a judgement. Words are English and stable, whatever the language of the page.
pub(super) fn rows(judgements: &[Judgement<'_>]) -> Vec<AssessmentRow> {
    judgements.iter().map(row).collect()
}

fn row(judgement: &Judgement<'_>) -> AssessmentRow {
    let Judgement {
        site,
        limit,
        finding,
        not_assessed,
    } = judgement;
    let value = finding.value.as_ref();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    AssessmentRow {
        cells: [
            site.id.clone(),
            plain(site.x),
            plain(site.y),
            limit.id.clone(),
            limit.regime.name().to_owned(),
            limit.pollutant.clone(),
            averaging(limit.averaging).to_owned(),
            plain(limit.value),
            limit.allowed.map(|it| it.to_string()).unwrap_or_default(),
            value.map(|it| plain(it.value)).unwrap_or_default(),
            text(value.map(|it| it.unit)),
            value
                .map(|_| extent(site, limit))
                .unwrap_or_default()
                .to_owned(),
            finding.rounded.map(plain).unwrap_or_default(),
            plain(finding.natural),
            plain(finding.bound),
            verdict(finding.verdict).to_owned(),
            text(value.map(|it| it.rule.as_str())),
            value
                .map(|it| it.provenance.to_string())
                .unwrap_or_default(),
            value.map(inputs).unwrap_or_default(),
            text(not_assessed.map(reason)),
        ],
    }
}

fn inputs(value: &pluim_core::assessment::Traced) -> String {
    let one = |input: &pluim_core::assessment::Input| {
        format!("{} = {} {}", input.name, plain(input.value), input.unit)
    };
    value.inputs.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The word for what the value of a limit's pollutant holds.
fn extent(site: &Site, limit: &Limit) -> &'static str {
    let mut years = site.years.iter();
    match years
        .find(|it| it.pollutant == limit.pollutant)
        .map(|it| it.extent)
    {
        Some(Extent::Total) => "total",
        Some(Extent::Contribution) => "contribution",
        None => "",
    }
}

/// The word for a verdict in files.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Exceeded => "exceeded",
        Verdict::MetAfterNaturalSources => "met-after-natural-sources",
        Verdict::Unknown => "unknown",
    }
}

/// The word for an averaging period in files.
pub(super) fn averaging(averaging: Averaging) -> &'static str {
    match averaging {
        Averaging::Hour => "hour",
        Averaging::EightHours => "8h",
        Averaging::Day => "day",
        Averaging::Season => "season",
        Averaging::Year => "year",
    }
}

/// The word for a reason in files.
pub(super) fn reason(reason: NotAssessed) -> &'static str {
    match reason {
        NotAssessed::NotApplicable => "applicability-principle",
        NotAssessed::NoExposure => "exposure-criterion",
        NotAssessed::Other => "other",
        NotAssessed::OtherPollutants => "other-pollutants",
    }
}
