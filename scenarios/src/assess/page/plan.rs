//! What a plan adds.

use pluim_core::assessment::NIBM_THRESHOLD;

use super::super::html::Html;
use super::super::numbers::number;
use super::super::plan::PlanReport;
use super::super::words::Language;
use super::MOST_ROWS;
use super::results::rest;

pub(super) fn plan_section(html: &mut Html, plan: Option<&PlanReport>, language: Language) {
    html.heading(
        2,
        language.pick("5. Bijdrage van het plan", "5. Contribution of the plan"),
    );
    let Some(plan) = plan else {
        html.paragraph(language.pick(
            "Er is geen referentie opgegeven; de bijdrage van een plan is niet bepaald en niet aan de NIBM-grens getoetst.",
            "No reference was given; the contribution of a plan was not computed nor put to the NIBM test.",
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
    let answer = plan.nibm.map_or(
        language.pick(
            "Niet te bepalen: NO₂ of PM₁₀ ontbreekt.",
            "Cannot be told: NO₂ or PM₁₀ is missing.",
        ),
        |verdict| language.nibm(verdict),
    );
    html.verdict(answer, "");
    let heads = [
        language.pick("Rekenpunt", "Receptor"),
        language.pick("Stof", "Pollutant"),
        language.pick("Referentie", "Reference"),
        language.pick("Beoogd", "Proposed"),
        language.pick("Toename", "Increment"),
        language.pick("Afgerond", "Rounded"),
    ];
    let rows = plan.rows.iter().take(MOST_ROWS).map(|row| {
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
    html.table(&heads, rows);
    rest(html, plan.rows.len(), language);
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
