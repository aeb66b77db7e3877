//! What a reader noticed and went on from.

use std::fmt;

use super::card::Card;
use crate::error::Place;

/// A remark on an input that does not stop the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where.
    pub place: Place,
    /// What, as a sentence without a full stop.
    pub text: String,
}

impl Warning {
    pub(crate) fn of(card: &Card, text: impl Into<String>) -> Self {
        Self {
            place: card.place(),
            text: text.into(),
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}: {}", self.place, self.text)
    }
}
