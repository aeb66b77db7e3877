//! Dutch for the English terms that numbers carry as their rules, names and units.

use super::words::Language;

/// English terms with their Dutch.
const TERMS: [(&str, &str); 32] = [
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
    ("run", "berekening"),
    ("sum of contributions", "som van de bijdragen"),
    ("scenario", "scenario"),
    ("roads", "wegen"),
    ("measures", "maatregelen"),
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
    let text = known.map_or(term, |(_, dutch)| language.pick(dutch, term));
    text.replace("ug/m3", "µg/m³")
        .replace(", column ", language.pick(", kolom ", ", column "))
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
        assert_eq!(term("ug/m3", Language::En), "µg/m³");
    }
}
