//! What a plan adds.

use pluim_core::assessment::{AccessRoads, NIBM_THRESHOLD};

use super::super::args::Assessment;
use super::super::category::CategoryTest;
use super::super::html::Html;
use super::super::numbers::number;
use super::super::plan::{PlanReport, PlanRow};
use super::super::site::No2;
use super::super::words::Language;
use super::MOST_ROWS;
use super::opening::input_files;
use super::results::rest;

pub(super) fn plan_section(html: &mut Html, assessment: &Assessment<'_>, language: Language) {
    html.heading(
        2,
        language.pick("5. Bijdrage van het plan", "5. Contribution of the plan"),
    );
    if let Some(test) = &assessment.category {
        category(html, test, language);
    }
    let Some(plan) = assessment.plan else {
        html.paragraph(language.pick(
            "Er is geen referentie opgegeven; de bijdrage van een plan is niet berekend en niet aan de NIBM-grens getoetst.",
            "No reference was given; the contribution of a plan was not computed nor put to the NIBM threshold.",
        ));
        return;
    };
    html.paragraph(&format!(
        "{} {} µg/m³ ({}).",
        language.pick("NIBM-grens:", "NIBM threshold:"),
        number(NIBM_THRESHOLD, 1, language),
        language.pick(
            "3 % van 40 µg/m³, voor NO₂ en PM₁₀ beide, op één decimaal afgerond",
            "3 % of 40 µg/m³, for NO₂ and PM₁₀ both, rounded to one decimal"
        )
    ));
    let answer = format!(
        "{}: {}.",
        language.pick("Bijdrage van het plan", "Contribution of the plan"),
        language.nibm_answer(plan.nibm)
    );
    html.verdict(&answer, "");
    if plan.no2 == No2::EmittedOnly {
        html.paragraph(language.pick(
            "NO₂ in dit onderdeel is alleen wat bronnen als NO₂ uitstoten. De toename van NO₂ in de lucht is ten hoogste die van NOₓ: daarmee is getoetst of het plan zeker niet in betekenende mate bijdraagt.",
            "NO₂ in this section is only what sources emit as NO₂. The increment of NO₂ in the air is at most that of NOₓ, by which the plan was tested for being not significant beyond doubt.",
        ));
    }
    html.paragraph(&format!(
        "{} {}. {}",
        language.pick("Vergeleken met:", "Compared with:"),
        plan.reference.title,
        language.pick(
            "De bijdrage is het verschil van de jaargemiddelden; voor de NIBM-toets telt de grootste toename over alle gedeelde rekenpunten, ook die niet worden beoordeeld.",
            "The contribution is the difference of the annual means; the NIBM test takes the greatest increase over all shared receptors, those not assessed included."
        )
    ));
    extremes(html, plan, language);
    increments(html, assessment, plan, language);
    if plan.unlike > 0 {
        html.paragraph(&format!(
            "{} {}",
            plan.unlike,
            language.pick(
                "keer is een waarde met achtergrond niet vergeleken met een waarde zonder.",
                "times a value with background was not compared with one without."
            )
        ));
    }
    if !plan.reference.inputs.is_empty() {
        html.heading(
            3,
            language.pick(
                "Invoerbestanden van de referentie",
                "Input files of the reference",
            ),
        );
        input_files(html, &plan.reference.inputs, language);
    }
    if plan.without_reference > 0 {
        html.paragraph(&format!(
            "{} {}",
            plan.without_reference,
            language.pick(
                "rekenpunten ontbreken in de referentie en zijn niet vergeleken.",
                "receptors are not in the reference and were not compared."
            )
        ));
    }
}

/// The greatest increase and decrease of every pollutant.
fn extremes(html: &mut Html, plan: &PlanReport, language: Language) {
    let mut pollutants: Vec<&str> = Vec::new();
    for row in &plan.rows {
        if !pollutants.contains(&row.pollutant.as_str()) {
            pollutants.push(&row.pollutant);
        }
    }
    pollutants.sort_unstable();
    let heads = [
        language.pick("Stof", "Pollutant"),
        language.pick("Grootste toename", "Greatest increase"),
        language.pick("Rekenpunt", "Receptor"),
        language.pick("Grootste afname", "Greatest decrease"),
        language.pick("Rekenpunt", "Receptor"),
        language.pick("Vergeleken", "Compared"),
    ];
    let rows = pollutants.into_iter().map(|pollutant| {
        let of = || plan.rows.iter().filter(|row| row.pollutant == pollutant);
        let [up, down] = [
            of().next().filter(|row| row.contribution.increment > 0.0),
            of().next_back()
                .filter(|row| row.contribution.increment < 0.0),
        ];
        let amount = |row: Option<&PlanRow>| {
            let increment = row.map(|it| number(it.contribution.increment, 3, language));
            increment.unwrap_or_default()
        };
        let at = |row: Option<&PlanRow>| row.map(|it| it.id.clone()).unwrap_or_default();
        vec![
            language.pollutant(pollutant),
            amount(up),
            at(up),
            amount(down),
            at(down),
            of().count().to_string(),
        ]
    });
    html.table(&heads, rows);
}

/// The plan against the list of plans that never add significantly.
fn category(html: &mut Html, test: &CategoryTest, language: Language) {
    let roads = match test.roads {
        AccessRoads::One => language.pick("één ontsluitingsweg", "one access road"),
        AccessRoads::Two => language.pick("twee ontsluitingswegen", "two access roads"),
    };
    html.paragraph(&format!(
        "{} {} {}, {} {} ({roads}): {} {} {}; {}.",
        language.pick("Regeling NIBM, bijlage 3:", "Regeling NIBM, annex 3:"),
        number(test.plan.homes, 0, language),
        language.pick("woningen", "homes"),
        number(test.plan.offices, 0, language),
        language.pick("m² kantoor", "m² of offices"),
        language.pick(
            "0,0008 per woning plus 0,000012 per m² is",
            "0.0008 a home plus 0.000012 a m² is"
        ),
        number(test.plan.increment(), 2, language),
        language.pick(
            "op een grens van 1,2 (2,4 bij twee ontsluitingswegen)",
            "of at most 1.2 (2.4 with two access roads)"
        ),
        language.nibm(test.verdict)
    ));
}

/// The increments of pollutants with a limit, greatest first.
fn increments(html: &mut Html, assessment: &Assessment<'_>, plan: &PlanReport, language: Language) {
    let heads = [
        language.pick("Rekenpunt", "Receptor"),
        language.pick("Stof", "Pollutant"),
        language.pick("Referentie", "Reference"),
        language.pick("Beoogd", "Proposed"),
        language.pick("Toename", "Increment"),
        language.pick("Afgerond", "Rounded"),
    ];
    let limited = |row: &&PlanRow| {
        let mut limits = assessment.limits.limits.iter();
        limits.any(|limit| limit.pollutant == row.pollutant)
    };
    let rows: Vec<&PlanRow> = plan.rows.iter().filter(limited).collect();
    let shown = rows.iter().take(MOST_ROWS).map(|row| {
        let by = &row.contribution;
        vec![
            row.id.clone(),
            language.pollutant(&row.pollutant),
            number(by.reference, 2, language),
            number(by.proposed, 2, language),
            number(by.increment, 3, language),
            number(by.rounded, 1, language),
        ]
    });
    html.table(&heads, shown);
    rest(html, rows.len(), "assessment.json", language);
}
