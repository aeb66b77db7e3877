//! What is emitted passes: whatever the weather, the plume that a receptor sees carries the whole
//! emission at the wind that the plume is given there.
//!
//! The formulation gives every receptor height its own effective wind and turbulence, the mean
//! over the layer between the plume's centre and the receptor (EPA-454/R-03-004, section 4.2).
//! The statement that holds is therefore one of each receptor: with wind u and spread held at what
//! it is given, the crosswind integral C_y obeys
//!
//! ```text
//! u integral of C_y dz from the ground to the lid = 1 - what the delay holds above the lid,
//! ```
//!
//! for the part that keeps to the wind through a plane, and for the part that meanders through a
//! cylinder, in the same words. Where wind and turbulence do not change with height, all receptors
//! are given the same, and the flux through the whole plane closes: `tests/plume_flux.rs`.
//!
//! What the delay holds is the lofting plume of Weil et al. (1997): its images are moved up, and none
//! takes their place. It is nothing for plumes without buoyancy, and known in closed form.

use pluim_kernels::quadrature::Gauss;
use proptest::prelude::*;

use super::invariants::{any_layer, any_release, any_scheme, hour};
use super::plume::Body;
use super::section::Part;
use super::vertical::Look;
use super::{Pbl, PblHour};
use crate::boundary_layer::BoundaryLayer;
use crate::source::{Release, ReleaseKind};

/// Where a plume is followed at one distance.
#[derive(Debug, Clone)]
pub(super) struct Followed {
    /// Heights (m) around which there may be much of it.
    pub(super) centres: Vec<f64>,
    /// Heights (m) up to which its main and its penetrated part are followed.
    pub(super) lids: [f64; 2],
    /// What delay holds above the lid (-).
    pub(super) held: f64,
}

impl Followed {
    /// Integral over height up to the lid of `part`, in layers that grow away from the centres:
    /// from a tenth of a millimetre to kilometres.
    fn integrate(&self, part: usize, density: &mut dyn FnMut(f64) -> f64) -> f64 {
        let lid = self.lids[part];
        let mut cuts = vec![0.0, lid];
        for centre in &self.centres {
            for step in -13..14 {
                let away = f64::from(step).exp2();
                cuts.extend([centre - away, centre + away]);
            }
        }
        cuts.retain(|z| (0.0..=lid).contains(z));
        cuts.sort_by(f64::total_cmp);
        let layers = cuts.windows(2);
        layers
            .map(|pair| Gauss::Eight.integrate(pair[0], pair[1], &mut *density))
            .sum()
    }
}

/// Main and penetrated part of the plume of `release` at `x` (m) as the receptor at `z` (m) is
/// given it, looked at `height` (m).
fn parts(prepared: &PblHour, release: &Release, (x, z): (f64, f64), height: f64) -> [Part; 2] {
    // what a road's receptor is given does not depend on its height
    let stands = match release.kind {
        ReleaseKind::Road => height,
        _ => z,
    };
    let mut body = Body::new(&prepared.0, release, stands);
    body.look_at(Look::At(height), 0.0);
    let section = body.section(x);
    [section.main, section.penetrated]
}

/// Flux (-) of what the receptor at `z` (m) sees at `x` (m), and what is held above the lid.
fn flux(scheme: &Pbl, layer: BoundaryLayer, release: &Release, at: (f64, f64)) -> (f64, f64) {
    let prepared = scheme.hour(&hour(layer));
    let followed = Body::new(&prepared.0, release, at.1).followed(at.0);
    let through = |number: usize| {
        followed.integrate(number, &mut |height| {
            let part = parts(&prepared, release, at, height)[number];
            part.integral * part.local.wind
        })
    };
    (through(0) + through(1), followed.held)
}

proptest! {
    #[test]
    fn the_plume_that_a_receptor_sees_carries_what_is_emitted(
        layer in any_layer(),
        release in any_release(),
        scheme in any_scheme(),
        (ln_x, z) in (0.5..10.0_f64, 0.0..300.0_f64),
    ) {
        let (flux, held) = flux(&scheme, layer, &release, (ln_x.exp(), z));
        prop_assert!((-1e-9..=1.0).contains(&held), "held {held}");
        prop_assert!((flux + held - 1.0).abs() < 1e-3, "flux {flux}, held {held}");
    }

    #[test]
    fn the_delay_holds_nothing_of_plumes_without_buoyancy(
        layer in any_layer(),
        release in any_release(),
        (ln_x, z) in (0.5..10.0_f64, 0.0..300.0_f64),
    ) {
        let passive = Release { kind: ReleaseKind::Volume, ..release };
        let (_, held) = flux(&Pbl::default(), layer, &passive, (ln_x.exp(), z));
        prop_assert!(held.abs() < 1e-9, "held {held}");
    }
}
