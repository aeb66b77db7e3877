//! The words of the page, in Dutch and English.

use clap::ValueEnum;
use pluim_core::assessment::{Averaging, Binding, Limit, NibmVerdict, Regime, Verdict};
use pluim_core::provenance::Provenance;

use super::judge::NotAssessed;
use super::plan::NibmAnswer;

/// Language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Language {
    /// Dutch.
    #[default]
    Nl,
    /// English.
    En,
}

impl Language {
    /// One of two texts.
    #[must_use]
    pub fn pick<'a>(self, dutch: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Nl => dutch,
            Self::En => english,
        }
    }

    /// Code for the `lang` attribute of a page.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// Name of a pollutant.
    #[must_use]
    pub fn pollutant(self, name: &str) -> String {
        let (dutch, english) = match name {
            "no2" => ("stikstofdioxide (NO₂)", "nitrogen dioxide (NO₂)"),
            "nox" => ("stikstofoxiden (NOₓ)", "nitrogen oxides (NOₓ)"),
            "pm10" => ("fijn stof (PM₁₀)", "particulate matter (PM₁₀)"),
            "pm2_5" => ("fijn stof (PM₂,₅)", "fine particulate matter (PM₂.₅)"),
            "ec" => ("roet (EC)", "elemental carbon (EC)"),
            "o3" => ("ozon (O₃)", "ozone (O₃)"),
            "so2" => ("zwaveldioxide (SO₂)", "sulphur dioxide (SO₂)"),
            "co" => ("koolmonoxide (CO)", "carbon monoxide (CO)"),
            "benzene" => ("benzeen", "benzene"),
            "pb" => ("lood", "lead"),
            "as" => ("arseen", "arsenic"),
            "cd" => ("cadmium", "cadmium"),
            "ni" => ("nikkel", "nickel"),
            "benzo_a_pyrene" => ("benzo(a)pyreen", "benzo(a)pyrene"),
            other => (other, other),
        };
        self.pick(dutch, english).to_owned()
    }

    /// Name of a set of rules.
    #[must_use]
    pub fn regime(self, regime: Regime) -> &'static str {
        match regime {
            Regime::InForce => self.pick(
                "Geldende rijksomgevingswaarden",
                "Limit values in force in the Netherlands",
            ),
            Regime::Eu2030 => self.pick(
                "Grenswaarden vanaf 2030 (Richtlijn (EU) 2024/2881)",
                "Limit values from 2030 (Directive (EU) 2024/2881)",
            ),
            Regime::Who2021 => self.pick("WHO-advieswaarden 2021", "WHO guidelines 2021"),
        }
    }

    /// A set of rules in a few words, for legends and lists.
    #[must_use]
    pub fn short_regime(self, regime: Regime) -> &'static str {
        match regime {
            Regime::InForce => self.pick("geldende grenswaarde", "limit in force"),
            Regime::Eu2030 => self.pick("EU-grenswaarde vanaf 2030", "EU limit from 2030"),
            Regime::Who2021 => self.pick("WHO-advieswaarde 2021", "WHO guideline 2021"),
        }
    }

    /// How a limit binds.
    #[must_use]
    pub fn binding(self, binding: Binding) -> &'static str {
        match binding {
            Binding::Limit => self.pick("grenswaarde", "limit value"),
            Binding::Target => self.pick("streefwaarde", "target value"),
            Binding::ExposureObligation => {
                self.pick("blootstellingsverplichting", "exposure obligation")
            }
            Binding::Guideline => self.pick("advieswaarde", "guideline"),
        }
    }

    /// Averaging period.
    #[must_use]
    pub fn averaging(self, averaging: Averaging) -> &'static str {
        match averaging {
            Averaging::Hour => self.pick("uur", "hour"),
            Averaging::EightHours => self.pick("8 uur", "8 hours"),
            Averaging::Day => self.pick("etmaal", "day"),
            Averaging::Season => self.pick("seizoen", "season"),
            Averaging::Year => self.pick("jaar", "year"),
        }
    }

    /// A mean over an averaging period.
    fn mean(self, averaging: Averaging) -> &'static str {
        match averaging {
            Averaging::Hour => self.pick("uurgemiddelde", "hourly mean"),
            Averaging::EightHours => self.pick("8-uurgemiddelde", "8-hour mean"),
            Averaging::Day => self.pick("etmaalgemiddelde", "daily mean"),
            Averaging::Season => self.pick("seizoensgemiddelde", "seasonal mean"),
            Averaging::Year => self.pick("jaargemiddelde", "annual mean"),
        }
    }

    /// A limit in words: what, over which period, how often.
    #[must_use]
    pub fn limit(self, limit: &Limit) -> String {
        let value = super::numbers::number(limit.value, limit.decimals(), self);
        let mean = self.mean(limit.averaging);
        let base = format!("{value} µg/m³, {mean}");
        match limit.allowed {
            None => base,
            Some(0) => format!("{base}, {}", self.pick("nooit erboven", "never above")),
            Some(times) => format!("{base}, {} {times}×", self.pick("ten hoogste", "at most")),
        }
    }

    /// An answer.
    #[must_use]
    pub fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Met => self.pick("voldoet", "met"),
            Verdict::Exceeded => self.pick("overschreden", "exceeded"),
            Verdict::MetAfterNaturalSources => {
                self.pick("voldoet na zeezoutaftrek", "met after sea salt")
            }
            Verdict::Unknown => self.pick("niet te bepalen", "cannot be told"),
        }
    }

    /// Why a receptor is not assessed.
    #[must_use]
    pub fn not_assessed(self, reason: NotAssessed) -> &'static str {
        match reason {
            NotAssessed::NotApplicable => self.pick(
                "toepasbaarheidsbeginsel: geen toegang voor publiek en geen bewoning, of bedrijfsterrein, rijbaan of middenberm",
                "applicability principle: no public access and no dwelling, or company ground, carriageway or median",
            ),
            NotAssessed::NoExposure => self.pick(
                "blootstellingscriterium: geen significant verblijf ten opzichte van de middelingstijd",
                "exposure criterion: no stay that is significant relative to the averaging time",
            ),
            NotAssessed::Other => self.pick(
                "andere reden, vastgelegd bij het rekenpunt",
                "another reason, registered with the receptor",
            ),
            NotAssessed::OtherPollutants => self.pick(
                "rekenpunt is alleen voor andere stoffen aangewezen",
                "receptor is registered for other pollutants only",
            ),
        }
    }

    /// How sure a rule is.
    #[must_use]
    pub fn provenance(self, provenance: Provenance) -> &'static str {
        match provenance {
            Provenance::Statute => self.pick("gegeven of wettekst", "given, or text of the law"),
            Provenance::Verified => self.pick(
                "bevestigd op officiële resultaten",
                "confirmed on official results",
            ),
            Provenance::Derived => self.pick(
                "afgeleid van gepubliceerde definities",
                "derived from published definitions",
            ),
            Provenance::Reconstructed => self.pick(
                "gereconstrueerd; officiële formule niet gezien",
                "reconstructed; official formula not seen",
            ),
        }
    }

    /// What the NIBM test tells of a plan.
    #[must_use]
    pub fn nibm_answer(self, answer: NibmAnswer) -> &'static str {
        match answer {
            NibmAnswer::Told(verdict) => self.nibm(verdict),
            NibmAnswer::Missing => self.pick(
                "niet te bepalen, want NO₂ of PM₁₀ ontbreekt",
                "cannot be told, as NO₂ or PM₁₀ is missing",
            ),
            NibmAnswer::LeftOut => self.pick(
                "niet te bepalen, want niet alle bronnen zijn meegerekend (paragraaf 7); wat is berekend, is niet in betekenende mate",
                "cannot be told, as not all sources were computed (section 7); what was computed is not significant",
            ),
            NibmAnswer::NotFormed => self.pick(
                "niet te bepalen, want de NO₂ die uit NO ontstaat is niet berekend en kan in betekenende mate zijn; reken met de standaardmethoden",
                "cannot be told, as the NO₂ that forms from NO was not computed and may be significant; compute with the standard methods",
            ),
        }
    }

    /// Outcome of the NIBM test.
    #[must_use]
    pub fn nibm(self, verdict: NibmVerdict) -> &'static str {
        match verdict {
            NibmVerdict::NotSignificant => {
                self.pick("niet in betekenende mate (NIBM)", "not significant (NIBM)")
            }
            NibmVerdict::Significant => self.pick("in betekenende mate (IBM)", "significant (IBM)"),
        }
    }
}

/// What the answer is worth in law.
pub(super) const LEGAL_STATUS: [(&str, &str); 4] = [
    (
        "Pluim is een open implementatie van gepubliceerde rekenmethoden. Het is géén door het bevoegd gezag goedgekeurde of in de Omgevingsregeling aangewezen rekeninstrument.",
        "Pluim is an open implementation of published methods. It is not an approved instrument, nor one named in the Omgevingsregeling.",
    ),
    (
        "SRM1, de NO₂-regels en de PM₁₀-dagen zijn getoetst aan officiële resultaten van een hele stad. Delen van SRM2 zijn gereconstrueerd, omdat de formules in de openbare tekst ontbreken; elk resultaat waarin SRM2 meeweegt, draagt die waarschuwing.",
        "SRM1, the NO₂ rules and the PM₁₀ days were tested against official results of a whole city. Parts of SRM2 are reconstructed, because the public text lacks the formulas; every result in which SRM2 counts carries that warning.",
    ),
    (
        "Wie deze uitkomst aan een besluit ten grondslag legt, bevestigt haar met het aangewezen instrument (CIMLK-rekentool of AERIUS) of motiveert waarom dat niet nodig is.",
        "Whoever rests a decision on this outcome confirms it with the instrument that the law names (CIMLK or AERIUS), or argues why that is not needed.",
    ),
    (
        "WHO-advieswaarden en waarden vanaf 2030 zijn nu geen toetsingskader voor vergunningen; zij staan er ter oriëntatie.",
        "WHO guidelines and the values from 2030 are no test for permits now; they are shown for orientation.",
    ),
];
