//! What the page concludes, before it explains.

use pluim_core::assessment::{Averaging, Binding, Regime};

use super::judge::LimitSummary;
use super::words::Language;

/// The overall answer for the limits in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overall {
    /// Every limit in force that can be told is met at every assessed receptor.
    Met,
    /// The same, with sea salt taken off somewhere.
    MetAfterNatural,
    /// Met wherever the concentration is known, which it is not everywhere.
    MetWhereKnown,
    /// At least one is exceeded.
    Exceeded,
    /// No limit in force could be told anywhere.
    Nothing,
}

/// The answer over all binding limits in force.
pub(super) fn overall(summaries: &[LimitSummary<'_>]) -> Overall {
    let binding = || {
        summaries
            .iter()
            .filter(|it| it.limit.regime == Regime::InForce && it.limit.binding == Binding::Limit)
    };
    let sum = |count: fn(&LimitSummary<'_>) -> usize| binding().map(count).sum::<usize>();
    let means = || binding().filter(|it| it.limit.averaging == Averaging::Year);
    if sum(|it| it.exceeded) > 0 {
        Overall::Exceeded
    } else if sum(|it| it.met) > 0 && means().any(|it| it.unknown > 0) {
        Overall::MetWhereKnown
    } else if sum(|it| it.met_after_natural) > 0 {
        Overall::MetAfterNatural
    } else if sum(|it| it.met) > 0 {
        Overall::Met
    } else {
        Overall::Nothing
    }
}

impl Overall {
    /// The answer as a sentence.
    pub(super) fn sentence(self, language: Language) -> &'static str {
        match self {
            Self::Met => language.pick(
                "Op alle beoordeelde rekenpunten wordt voldaan aan de rijksomgevingswaarden die uit deze gegevens te bepalen zijn.",
                "At all assessed receptors the limit values in force that these data can tell are met.",
            ),
            Self::MetAfterNatural => language.pick(
                "Op alle beoordeelde rekenpunten wordt voldaan aan de rijksomgevingswaarden die uit deze gegevens te bepalen zijn, op een deel daarvan na aftrek van zeezout.",
                "At all assessed receptors the limit values in force that these data can tell are met, at some of them after subtraction of sea salt.",
            ),
            Self::MetWhereKnown => language.pick(
                "Waar de concentratie bekend is, wordt voldaan aan de rijksomgevingswaarden die uit deze gegevens te bepalen zijn. Op een deel van de rekenpunten is zij niet bekend.",
                "Where the concentration is known, the limit values in force that these data can tell are met. At some receptors it is not known.",
            ),
            Self::Exceeded => language.pick(
                "Ten minste één rijksomgevingswaarde wordt op ten minste één beoordeeld rekenpunt overschreden.",
                "At least one limit value in force is exceeded at one or more assessed receptors.",
            ),
            Self::Nothing => language.pick(
                "Uit deze gegevens is geen enkele rijksomgevingswaarde te beoordelen.",
                "These data do not tell whether any limit value in force is met.",
            ),
        }
    }
}
