//! Every emission of some sources times a factor.

use pluim_core::emission::Pollutant;
use pluim_io::error::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Selection, within};
use crate::plan::{Factor, Found};

/// Every emission of some sources times a factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Which sources; all where absent.
    #[serde(default)]
    pub sources: Selection,
    /// Factor on the emission, 0 or more.
    pub factor: f64,
    /// Pollutants by name; all where absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pollutants: Vec<String>,
}

impl Scale {
    pub(super) fn check(&self) -> Result<(), Fault> {
        within("a factor on the emission", self.factor, 1e6)?;
        known(&self.pollutants).map(|_| ())
    }

    pub(super) fn apply(&self, source: &mut Found) -> bool {
        scale(
            source,
            self.factor,
            &known(&self.pollutants).unwrap_or_default(),
        );
        true
    }
}

/// The pollutants with these names.
pub(super) fn known(names: &[String]) -> Result<Vec<Pollutant>, Fault> {
    let all = || Pollutant::ALL.into_iter().map(Pollutant::name);
    let one = |name: &String| {
        Pollutant::named(name).ok_or_else(|| {
            let expected = all().collect::<Vec<_>>().join(", ");
            Fault::new(format!("pollutants among {expected}"))
                .found(name)
                .nearest(all())
        })
    };
    names.iter().map(one).collect()
}

/// Multiplies the emission of a source; of all pollutants where none is named.
pub(super) fn scale(source: &mut Found, factor: f64, pollutants: &[Pollutant]) {
    if pollutants.is_empty() {
        source.factors.push(Factor {
            pollutant: None,
            factor,
        });
    }
    source.factors.extend(pollutants.iter().map(|it| Factor {
        pollutant: Some(*it),
        factor,
    }));
}
