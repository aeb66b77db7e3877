//! Numbers that know where they come from.

use crate::provenance::Provenance;

/// A number that went into another.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// What it is.
    pub name: String,
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
    /// Whence: a file and column, a table, a rule.
    pub origin: String,
}

/// A number with the rule and the inputs from which it follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
    /// The rule, named so that a reader can look it up.
    pub rule: String,
    /// How sure the rule is.
    pub provenance: Provenance,
    /// What went in.
    pub inputs: Vec<Input>,
}

impl Traced {
    /// A number taken as it stands from `origin`.
    #[must_use]
    pub fn given(value: f64, unit: &'static str, origin: impl Into<String>) -> Self {
        Self {
            value,
            unit,
            rule: origin.into(),
            provenance: Provenance::Statute,
            inputs: Vec::new(),
        }
    }

    /// A number that follows from this one by `rule`.
    #[must_use]
    pub fn then(
        &self,
        name: &str,
        value: f64,
        unit: &'static str,
        rule: (&str, Provenance),
    ) -> Self {
        let input = Input {
            name: name.to_owned(),
            value: self.value,
            unit: self.unit,
            origin: self.rule.clone(),
        };
        Self {
            value,
            unit,
            rule: rule.0.to_owned(),
            provenance: rule.1.and(self.provenance),
            inputs: vec![input],
        }
    }
}
