//! The solver ladder: the same sum over sources and hours, ever cheaper.
//!
//! | rung | what it does |
//! |---|---|
//! | [`direct`] | the scheme's formula at every receptor, integrated adaptively, f64 |
//! | [`profile`] | tabulated profiles and fixed quadrature |
//! | [`climatology`] | one mean kernel per release group and time profile, no hour loop |
//! | [`raster`] | the same kernels summed level by level over the cells of a grid |
//!
//! Every rung answers the same question, [`MeanField`]: the mean concentration over the hours of
//! a [`Case`] at a list of receptors, per channel. Sums run over hours and sources in the order
//! given, one receptor at a time, so that results do not depend on the number of threads.

mod at_place;
mod case;
pub mod climatology;
pub mod direct;
mod element;
mod group_store;
pub mod hour;
pub mod hourly;
mod kernel_integrals;
mod kernel_sample;
mod mean_field;
mod mean_kernel;
pub mod profile;
pub mod raster;
mod witness;

use pluim_kernels::octave_axis::OctaveAxis;

pub use at_place::units_at;
pub use case::{Case, CaseError, Channels};
pub use element::{CLOSEST, Element, FarLine};
pub use group_store::{GroupStore, GroupSums, NoStore};
pub use kernel_integrals::MeanKernel;
pub use kernel_sample::Pair;
pub use mean_field::{Fields, MeanField, Progress, error_between, mean_fields};

/// The axis from 2^`first` to 2^`last` m with `steps` nodes an octave, for constants.
#[allow(clippy::panic, reason = "it stops the compiler, never the program")]
const fn octaves(first: i32, last: i32, steps: u32) -> OctaveAxis {
    match OctaveAxis::new(first, last, steps) {
        Ok(axis) => axis,
        Err(_) => panic!("an axis that cannot be made"),
    }
}

/// A rung of the ladder, cheapest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// The formula at every receptor.
    Direct,
    /// Tabulated profiles.
    Profile,
    /// Mean kernels over all hours.
    Climatology,
    /// Multilevel summation on rasters.
    Raster,
}

impl Rung {
    /// The name in scenario files and records.
    ///
    /// ```
    /// use pluim_core::solve::Rung;
    /// assert_eq!(Rung::Climatology.name(), "climatology");
    /// assert_eq!(Rung::Climatology.below(), Some(Rung::Profile));
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Profile => "profile",
            Self::Climatology => "climatology",
            Self::Raster => "raster",
        }
    }

    /// The dearer rung that this one is measured against.
    #[must_use]
    pub fn below(self) -> Option<Self> {
        match self {
            Self::Direct => None,
            Self::Profile => Some(Self::Direct),
            Self::Climatology => Some(Self::Profile),
            Self::Raster => Some(Self::Climatology),
        }
    }
}
