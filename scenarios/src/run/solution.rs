//! A plan made ready to be summed on a rung.

use geo_types::Coord;
use pluim_core::solve::climatology::Climatology;
use pluim_core::solve::direct::Direct;
use pluim_core::solve::profile::Profiles;
use pluim_core::solve::{Fields, GroupStore, MeanField, Rung, mean_fields};

use super::error_sample::{self, Errors};
use super::progress::Bar;
use crate::plan::Plan;

/// A plan made ready to be summed.
pub(super) enum Solution<'a> {
    /// Place by place, with the values of the rung below at the sample.
    Places {
        rung: Rung,
        field: Box<dyn MeanField + 'a>,
        below: Option<(Rung, Fields)>,
    },
    /// All cells together, with single plumes by their kernels and by the hours.
    Raster {
        climatology: Climatology<'a>,
        plumes: [Fields; 2],
    },
}

impl<'a> Solution<'a> {
    /// Release groups that `store` holds are not averaged again.
    pub(super) fn of(
        plan: &'a Plan,
        rung: Rung,
        places: &[Coord<f64>],
        store: &dyn GroupStore,
    ) -> Self {
        let case = plan.case();
        let bar = Bar::spinner("averaging the plumes of all hours");
        let solution = match rung {
            Rung::Direct => Self::Places {
                rung,
                field: Box::new(Direct::new(case)),
                below: None,
            },
            Rung::Profile => {
                let exact = mean_fields(&Direct::new(case), places, &|_| {});
                let field = Box::new(Profiles::new(case));
                Self::Places {
                    rung,
                    field,
                    below: Some((Rung::Direct, exact)),
                }
            }
            Rung::Climatology => {
                let (field, exact) = Climatology::witnessed(case, places, store);
                Self::Places {
                    rung,
                    field: Box::new(field),
                    below: Some((Rung::Profile, exact)),
                }
            }
            Rung::Raster => {
                let pairs = error_sample::pairs(plan, places);
                let (climatology, plumes) = Climatology::sampled(case, &pairs, store);
                Self::Raster {
                    climatology,
                    plumes,
                }
            }
        };
        bar.finish();
        solution
    }

    /// On the raster rung by mean kernels that `known` holds, all of them.
    pub(super) fn by_kernels(plan: &'a Plan, known: &dyn GroupStore) -> Self {
        let (climatology, plumes) = Climatology::sampled(plan.case(), &[], known);
        Self::Raster {
            climatology,
            plumes,
        }
    }

    /// The rung on which a raster is summed.
    pub(super) fn rung(&self) -> Rung {
        match self {
            Self::Places { rung, .. } => *rung,
            Self::Raster { .. } => Rung::Raster,
        }
    }

    /// The field at single places.
    pub(super) fn field(&self) -> &dyn MeanField {
        match self {
            Self::Places { field, .. } => field.as_ref(),
            Self::Raster { climatology, .. } => climatology,
        }
    }

    /// The errors that can be had before any raster.
    pub(super) fn errors(&self, plan: &Plan, places: &[Coord<f64>]) -> Errors {
        match self {
            Self::Places { below: None, .. } => Errors::default(),
            Self::Places {
                field,
                below: Some((below, exact)),
                ..
            } => {
                let found = mean_fields(field.as_ref(), places, &|_| {});
                Errors {
                    measured: error_sample::measured(plan, *below, &found, exact),
                    ..Errors::default()
                }
            }
            Self::Raster { plumes, .. } => Errors {
                kernels: error_sample::of_kernels(plan, plumes),
                ..Errors::default()
            },
        }
    }
}
