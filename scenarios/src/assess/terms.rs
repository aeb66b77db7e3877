//! Dutch for the English terms that numbers carry as their rules, names and units.

use super::site::AT_MOST;
use super::words::Language;

/// English terms with their Dutch.
const TERMS: [(&str, &str); 36] = [
    (
        "background + direct SRM1 + direct SRM2 + conversion (Rbl 2007 annex 1)",
        "achtergrond + directe uitstoot SRM1 + directe uitstoot SRM2 + omzetting (Rbl 2007 bijlage 1)",
    ),
    ("background + SRM1 + SRM2", "achtergrond + SRM1 + SRM2"),
    (
        "days above 50 ug/m3 from the annual mean (Rbl 2007 annex 1)",
        "dagen boven 50 µg/m³ uit het jaargemiddelde (Rbl 2007 bijlage 1)",
    ),
    (
        "hours above 200 ug/m3 from the annual mean, table K + M C (Rbl 2007 annex 1); 19 means 19 or more",
        "uren boven 200 µg/m³ uit het jaargemiddelde, tabel K + M C (Rbl 2007 bijlage 1); 19 betekent 19 of meer",
    ),
    (
        "days above 125 ug/m3 from the annual mean, table K C^M (Rbl 2007 annex 1); 4 means 4 or more",
        "dagen boven 125 µg/m³ uit het jaargemiddelde, tabel K C^M (Rbl 2007 bijlage 1); 4 betekent 4 of meer",
    ),
    (
        "results file, pm10Overschrijdingsdagen",
        "resultatenbestand, kolom pm10Overschrijdingsdagen",
    ),
    ("results file", "resultatenbestand"),
    ("background", "achtergrond"),
    ("direct SRM1", "directe uitstoot SRM1"),
    ("direct SRM2", "directe uitstoot SRM2"),
    ("conversion", "omzetting van NO met ozon"),
    ("NOx SRM1", "NOₓ SRM1"),
    ("NOx SRM2", "NOₓ SRM2"),
    ("ozone", "ozon, achtergrond"),
    ("annual mean", "jaargemiddelde"),
    ("hours", "uren"),
    ("days", "dagen"),
    ("periods", "keer per jaar"),
    ("results", "resultaten"),
    ("receptors", "rekenpunten"),
    ("places", "rekenpunten"),
    ("run", "berekening"),
    ("sum of contributions", "som van de bijdragen"),
    ("background + contributions", "achtergrond + bijdragen"),
    ("scenario", "scenario"),
    ("roads", "wegen"),
    ("measures", "maatregelen"),
    ("limits", "normen"),
    ("sea salt", "zeezout"),
    ("sources", "bronnen"),
    ("corrections", "correcties"),
    ("double counting", "dubbeltellingcorrectie"),
    ("meteorology", "meteorologie"),
    ("road emission factors", "emissiefactoren wegverkeer"),
    ("wood_stoves", "emissiefactoren houtkachels"),
    ("livestock", "emissiefactoren veehouderij"),
];

/// `term` in the language of the page; as it stands where no translation is known.
pub(super) fn term(term: &str, language: Language) -> String {
    let known = TERMS.iter().find(|(english, _)| *english == term);
    let text = match known {
        Some((_, dutch)) => language.pick(dutch, term).to_owned(),
        None => part(term, language)
            .or_else(|| at_most(term, language))
            .unwrap_or_else(|| term.to_owned()),
    };
    text.replace("ug/m3", "µg/m³")
        .replace(", column ", language.pick(", kolom ", ", column "))
}

/// A column of a run's receptor table in words, such as NOx of SRM1; `None` for other terms.
fn part(term: &str, language: Language) -> Option<String> {
    if term.contains(' ') {
        return None;
    }
    let (pollutant, rest) = term.split_once("__").and_then(|(total, group)| {
        let known = ["mean", "direct", "conversion"].into_iter();
        let mut split = known.filter_map(|it| Some((total.strip_suffix(it)?, (it, group))));
        split.next()
    })?;
    let name = language.pollutant(pollutant.strip_suffix('_')?);
    Some(match rest {
        ("mean", "background") => format!("{name}: {}", language.pick("achtergrond", "background")),
        ("mean", "sources") => format!("{name}: {}", language.pick("alle bronnen", "all sources")),
        ("mean", "roads") => format!("{name}: {}", language.pick("alle wegen", "all roads")),
        ("mean", group) => format!("{name}: {}", of_group(group)),
        ("conversion", _) => format!(
            "{name}: {}",
            language.pick(
                "daarvan omzetting van NO met ozon",
                "of which conversion of NO with ozone"
            )
        ),
        (_, group) => format!(
            "{name}: {} {}",
            language.pick("daarvan directe uitstoot", "of which direct"),
            of_group(group)
        ),
    })
}

/// The mean at most of groups whose emission is known to within a factor; `None` for other terms.
fn at_most(term: &str, language: Language) -> Option<String> {
    let groups = term.strip_prefix(AT_MOST)?;
    let words = language.pick(
        "jaargemiddelde ten hoogste, waar de emissie tot op een factor bekend is:",
        AT_MOST,
    );
    Some(format!("{words}{groups}"))
}

/// A standard method in capitals; other groups as the scenario calls them.
fn of_group(group: &str) -> String {
    match group {
        "srm1" | "srm2" => group.to_uppercase(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_terms_are_translated_and_others_kept() {
        assert_eq!(term("hours", Language::Nl), "uren");
        assert_eq!(term("hours", Language::En), "hours");
        assert_eq!(
            term("receptors.csv, column no2_mean", Language::Nl),
            "receptors.csv, kolom no2_mean"
        );
        assert_eq!(
            term("receptors.csv, column no2_mean__roads", Language::En),
            "receptors.csv, column no2_mean__roads"
        );
        assert_eq!(
            term("pm10_mean__roads-urban", Language::En),
            "particulate matter (PM₁₀): roads-urban"
        );
        assert_eq!(term("ug/m3", Language::En), "µg/m³");
        assert_eq!(
            term(&format!("{AT_MOST} stoves (4.0)"), Language::Nl),
            "jaargemiddelde ten hoogste, waar de emissie tot op een factor bekend is: stoves (4.0)"
        );
        assert_eq!(
            term("pm10_mean__srm1", Language::Nl),
            "fijn stof (PM₁₀): SRM1"
        );
        assert_eq!(
            term("no2_direct__srm2", Language::En),
            "nitrogen dioxide (NO₂): of which direct SRM2"
        );
    }
}
