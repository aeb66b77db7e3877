//! A short text for people, in Dutch and English.

use pluim_core::exposure::Band;
use pluim_io::picture::printed;

use super::Told;
use super::people::Reached;
use super::tables::{annual, burden};
use crate::assess::{Language, number};

/// What the figures do not say, and how sure they are.
pub(super) fn caveats(language: Language) -> [&'static str; 4] {
    match language {
        Language::En => [
            "Concentrations are those of the sources of the run alone, without background: people above a limit are those whom these sources alone bring above it.",
            "The range of deaths and years of life is the 95 % confidence interval of the relative risk. The uncertainty of concentrations, inhabitants and mortality is not in it.",
            "Figures of different pollutants overlap, because they come from the same sources: do not add them.",
            "Inhabitants of an area are taken to live evenly over it, to breathe the outdoor air of their home, and to die as often as the average of the country.",
        ],
        Language::Nl => [
            "De concentraties zijn die van de bronnen van de berekening alleen, zonder achtergrond: boven een grenswaarde komen hier alleen mensen die door deze bronnen alleen erboven komen.",
            "De marge van sterfgevallen en levensjaren is het 95%-betrouwbaarheidsinterval van het relatieve risico. De onzekerheid van concentraties, inwoners en sterfte zit er niet in.",
            "Cijfers van verschillende stoffen overlappen, omdat ze uit dezelfde bronnen komen: tel ze niet op.",
            "Inwoners worden gelijk over hun buurt verdeeld; zij ademen de buitenlucht bij hun woning in en overlijden even vaak als het landelijk gemiddelde.",
        ],
    }
}

pub(super) fn text(told: &Told<'_>, language: Language) -> String {
    let people = number(told.people.counted(), 0, language);
    let title = &told.results.record.title;
    let mut text = match language {
        Language::En => format!("{title}: what {people} people breathe\n\n"),
        Language::Nl => format!("{title}: wat {people} mensen inademen\n\n"),
    };
    for it in told.reached {
        text.push_str(&of_pollutant(told, it, language));
    }
    let missing = told.people.uncounted();
    if missing > 0 {
        text.push_str(&match language {
            Language::En => {
                format!("Areas of which the inhabitants are not known: {missing}.\n")
            }
            Language::Nl => {
                format!("Gebieden waarvan de inwoners niet bekend zijn: {missing}.\n")
            }
        });
    }
    text.push_str(language.pick("\nVoorbehoud\n", "\nMind\n"));
    for caveat in caveats(language) {
        text.push_str(&format!("- {caveat}\n"));
    }
    text
}

fn of_pollutant(told: &Told<'_>, it: &Reached, language: Language) -> String {
    let name = printed(it.quantity.pollutant());
    let unit = printed(&it.unit);
    let spelt = |value: Option<f64>| number(value.unwrap_or(f64::NAN), 2, language);
    let (mean, most) = (spelt(it.all.mean()), spelt(it.all.quantile(0.95)));
    let mut text = match language {
        Language::En => {
            format!("{name}: on average {mean} {unit}; 95 % of the people at most {most} {unit}.\n")
        }
        Language::Nl => {
            format!("{name}: gemiddeld {mean} {unit}; 95% van de mensen hoogstens {most} {unit}.\n")
        }
    };
    for limit in annual(told, it) {
        let above = number(it.all.people_above(limit.value), 0, language);
        let value = number(limit.value, limit.decimals(), language);
        let regime = language.short_regime(limit.regime);
        text.push_str(&match language {
            Language::En => format!("  above {value} {unit} ({regime}): {above} people\n"),
            Language::Nl => format!("  boven {value} {unit} ({regime}): {above} mensen\n"),
        });
    }
    if let Some((deaths, years)) = burden(told, it) {
        let (deaths, years) = (range(deaths, language), range(years, language));
        text.push_str(&match language {
            Language::En => {
                format!("  attributable each year: {deaths} deaths, {years} years of life\n")
            }
            Language::Nl => format!(
                "  toe te schrijven per jaar: {deaths} sterfgevallen, {years} levensjaren\n"
            ),
        });
    }
    text
}

fn range(band: Band, language: Language) -> String {
    let decimals = if band.central < 10.0 { 2 } else { 0 };
    let spelt = |value: f64| number(value, decimals, language);
    let to = language.pick("tot", "to");
    format!(
        "{} ({} {to} {})",
        spelt(band.central),
        spelt(band.low),
        spelt(band.high)
    )
}
