//! The assessment as `assessment.json`.

use std::collections::HashMap;

use pluim_core::assessment::{Extent, NaturalSources, NibmVerdict, Traced};
use serde_json::{Map, Value, json};

use super::args::Assessment;
use super::judge::{Judgement, LimitSummary};
use super::plan::{NibmAnswer, PlanReport, PlanRow};
use super::recomputed::Recomputed;
use super::site::{InputFile, Method, Site};
use super::table::{averaging, reason, verdict};
use super::words::{LEGAL_STATUS, Language};

/// The assessment as a record that programs read, without its receptors.
pub(super) fn record(assessment: &Assessment<'_>) -> Value {
    let subject = assessment.subject;
    json!({
        "title": subject.title,
        "computed_with": subject.tool,
        "run_id": subject.run_id,
        "method": subject.method.as_ref().map(|method| match method {
            Method::StandardMethods => "srm",
            Method::Scheme(name) => name,
        }),
        "year": subject.year,
        "run_finished": subject.finished,
        "assessed_with": concat!("pluim ", env!("CARGO_PKG_VERSION")),
        "legal_status": LEGAL_STATUS.map(|(_, english)| english),
        "limits": {
            "version": assessment.limits.version,
            "origin": assessment.limits.origin.to_string_lossy(),
        },
        "inputs": inputs(&subject.inputs),
        "warnings": subject.warnings,
        "recomputed": subject.recomputed.iter().map(recomputed).collect::<Vec<_>>(),
        "summaries": assessment.summaries.iter().map(summary).collect::<Vec<_>>(),
        "sea_salt": salt(assessment.natural),
        "category": assessment.category.map(|test| json!({
            "homes": test.plan.homes,
            "offices_m2": test.plan.offices,
            "increment": test.plan.increment(),
            "nibm": nibm(test.verdict),
        })),
        "plan": assessment.plan.map(plan),
    })
}

fn recomputed(found: &Recomputed) -> Value {
    json!({
        "rule": found.what.rule(),
        "receptors": found.receptors,
        "greatest_difference": found.greatest,
        "beyond_rounding": found.beyond,
    })
}

fn salt(natural: NaturalSources) -> Option<Value> {
    match natural {
        NaturalSources::None => None,
        NaturalSources::SeaSalt(salt) => Some(json!({
            "annual_mean_ug_m3": salt.annual_mean,
            "days": salt.days,
        })),
    }
}

fn inputs(files: &[InputFile]) -> Vec<Value> {
    let input = |file: &InputFile| {
        json!({
            "path": file.path,
            "role": file.role,
            "sha256": file.sha256,
        })
    };
    files.iter().map(input).collect()
}

fn summary(summary: &LimitSummary<'_>) -> Value {
    let highest = summary.highest;
    json!({
        "limit": summary.limit.id,
        "regime": summary.limit.regime.name(),
        "pollutant": summary.limit.pollutant,
        "averaging": averaging(summary.limit.averaging),
        "value": summary.limit.value,
        "allowed": summary.limit.allowed,
        "source": summary.limit.source,
        "certainty": summary.limit.provenance.to_string(),
        "met": summary.met,
        "met_after_natural_sources": summary.met_after_natural,
        "exceeded": summary.exceeded,
        "unknown": summary.unknown,
        "not_assessed": summary.not_assessed,
        "highest": highest.and_then(|it| it.finding.value.as_ref()).map(|it| it.value),
        "highest_at": highest.map(|it| it.site.id.as_str()),
    })
}

/// Every receptor with its annual means, their inputs, and its findings by limit.
pub(super) fn receptors(assessment: &Assessment<'_>) -> Value {
    let mut findings: HashMap<&str, Map<String, Value>> = HashMap::new();
    for judgement in assessment.judgements {
        let of_site = findings.entry(&judgement.site.id).or_default();
        of_site.insert(judgement.limit.id.clone(), finding(judgement));
    }
    let sites = assessment.subject.sites.iter();
    sites
        .map(|site| receptor(site, findings.remove(site.id.as_str())))
        .collect()
}

fn receptor(site: &Site, findings: Option<Map<String, Value>>) -> Value {
    let means = site.years.iter();
    let means = means.map(|year| {
        let mut mean = traced(&year.mean);
        mean["holds"] = match year.extent {
            Extent::Total => "total".into(),
            Extent::Contribution => "contribution".into(),
        };
        (year.pollutant.clone(), mean)
    });
    json!({
        "id": site.id,
        "x": site.x,
        "y": site.y,
        "means": means.collect::<Map<String, Value>>(),
        "findings": findings.unwrap_or_default(),
    })
}

fn finding(judgement: &Judgement<'_>) -> Value {
    let finding = &judgement.finding;
    let mut value = json!({
        "verdict": verdict(finding.verdict),
        "rounded": finding.rounded,
        "compared_with": finding.bound,
    });
    if finding.natural > 0.0 {
        value["natural_sources"] = finding.natural.into();
    }
    if let Some(why) = judgement.not_assessed {
        value["not_assessed"] = reason(why).into();
    }
    let derived = finding.value.as_ref();
    if let Some(derived) = derived.filter(|_| !judgement.limit.averaging.is_long()) {
        value["value"] = derived.value.into();
        value["rule"] = derived.rule.clone().into();
        value["provenance"] = derived.provenance.to_string().into();
    }
    value
}

fn traced(value: &Traced) -> Value {
    json!({
        "value": value.value,
        "unit": value.unit,
        "rule": value.rule,
        "provenance": value.provenance.to_string(),
        "inputs": value.inputs.iter().map(|input| json!({
            "name": input.name,
            "value": input.value,
            "unit": input.unit,
            "origin": input.origin,
        })).collect::<Vec<_>>(),
    })
}

fn plan(plan: &PlanReport) -> Value {
    json!({
        "nibm": match plan.nibm {
            NibmAnswer::Told(verdict) => Some(nibm(verdict)),
            NibmAnswer::Missing | NibmAnswer::NotFormed | NibmAnswer::LeftOut => None,
        },
        "nibm_in_words": Language::En.nibm_answer(plan.nibm),
        "reference": plan.reference.title,
        "reference_inputs": inputs(&plan.reference.inputs),
        "receptors_without_reference": plan.without_reference,
        "values_with_and_without_background": plan.unlike,
        "rows": plan.rows.iter().map(plan_row).collect::<Vec<_>>(),
    })
}

fn plan_row(row: &PlanRow) -> Value {
    json!({
        "receptor": row.id,
        "pollutant": row.pollutant,
        "reference": row.contribution.reference,
        "proposed": row.contribution.proposed,
        "increment": row.contribution.increment,
        "rounded": row.contribution.rounded,
    })
}

fn nibm(verdict: NibmVerdict) -> &'static str {
    match verdict {
        NibmVerdict::NotSignificant => "not-significant",
        NibmVerdict::Significant => "significant",
    }
}
