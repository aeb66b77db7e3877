//! What is to be computed.

use thiserror::Error;

use crate::meteorology::Hour;
use crate::scheme::Scheme;
use crate::source::{Release, ShapeError, Source, TimeProfile};

/// Sources, weather and scheme of one computation.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The dispersion scheme.
    pub scheme: &'a dyn Scheme,
    /// The hours, each of equal weight.
    pub hours: &'a [Hour],
    /// The sources.
    pub sources: &'a [Source],
    /// The time profiles that the sources name by number.
    pub profiles: &'a [TimeProfile],
    /// Receptor height above ground (m), 0 or more.
    pub receptor_height: f64,
    /// The channels of the answer.
    pub channels: Channels,
}

/// The fields that a computation keeps apart: one for each pollutant and source group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Channels {
    /// Number of pollutants, as long as every source's `rates`.
    pub pollutants: usize,
    /// Number of source groups.
    pub groups: usize,
}

impl Channels {
    /// Number of fields.
    #[must_use]
    pub fn count(self) -> usize {
        self.pollutants * self.groups
    }

    /// Number of the field of a pollutant and source group.
    #[must_use]
    pub fn index(self, pollutant: usize, group: usize) -> usize {
        pollutant * self.groups + group
    }
}

/// Why a case cannot be computed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CaseError {
    /// There are no hours of weather.
    #[error(
        "no hours of meteorology to compute with; select a period that the weather file covers"
    )]
    NoHours,
    /// A source names a group, profile or pollutant that does not exist.
    #[error("source {id}: {what} number {found} does not exist; there are {count}")]
    Dangling {
        /// The source.
        id: String,
        /// What it names.
        what: &'static str,
        /// The number it gives.
        found: usize,
        /// How many there are.
        count: usize,
    },
    /// A source cannot emit from its shape.
    #[error("source {id}: {error}")]
    Shape {
        /// The source.
        id: String,
        /// What is wrong with its shape.
        error: ShapeError,
    },
    /// A source has an emission that is negative or not a number.
    #[error("source {id}: an emission must be 0 or more and finite; found {found} g/s")]
    Emission {
        /// The source.
        id: String,
        /// The emission found (g/s).
        found: f64,
    },
    /// A source's release is out of range.
    #[error(
        "source {id}: release height and initial spread must be 0 or more and finite; found {found:?}"
    )]
    Release {
        /// The source.
        id: String,
        /// The release found.
        found: Release,
    },
}

impl Case<'_> {
    /// Checks that everything the sources name exists and can be computed with.
    ///
    /// # Errors
    /// The first fault found, with the source's id.
    pub fn check(&self) -> Result<(), CaseError> {
        if self.hours.is_empty() {
            return Err(CaseError::NoHours);
        }
        self.sources
            .iter()
            .try_for_each(|source| self.check_source(source))
    }

    fn check_source(&self, source: &Source) -> Result<(), CaseError> {
        let id = || source.id.clone();
        let dangling = |what, found, count| CaseError::Dangling {
            id: id(),
            what,
            found,
            count,
        };
        if source.group >= self.channels.groups {
            return Err(dangling("source group", source.group, self.channels.groups));
        }
        if source.profile >= self.profiles.len() {
            return Err(dangling(
                "time profile",
                source.profile,
                self.profiles.len(),
            ));
        }
        if source.rates.len() != self.channels.pollutants {
            return Err(dangling(
                "pollutant",
                source.rates.len(),
                self.channels.pollutants,
            ));
        }
        if let Some(&found) = source
            .rates
            .iter()
            .find(|rate| !(rate.is_finite() && **rate >= 0.0))
        {
            return Err(CaseError::Emission { id: id(), found });
        }
        let release = &source.release;
        let lengths = [release.height, release.sigma_y0, release.sigma_z0];
        if !lengths
            .iter()
            .all(|length| length.is_finite() && *length >= 0.0)
        {
            return Err(CaseError::Release {
                id: id(),
                found: *release,
            });
        }
        source
            .shape
            .check()
            .map_err(|error| CaseError::Shape { id: id(), error })
    }

    /// The distinct pairs of release and time profile, in order of appearance, and for each
    /// source the number of its pair: its *release group*.
    #[must_use]
    pub fn release_groups(&self) -> (Vec<(Release, usize)>, Vec<usize>) {
        let mut groups: Vec<(Release, usize)> = Vec::new();
        let mut last = 0;
        let membership = self
            .sources
            .iter()
            .map(|source| {
                let key = (source.release, source.profile);
                if groups.get(last) != Some(&key) {
                    last = groups
                        .iter()
                        .position(|group| *group == key)
                        .unwrap_or_else(|| {
                            groups.push(key);
                            groups.len() - 1
                        });
                }
                last
            })
            .collect();
        (groups, membership)
    }
}
