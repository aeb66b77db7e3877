//! Air for tests of the solver.

use pluim_core::boundary_layer::{BoundaryLayer, Convection, Observed, Wind};

/// Air of this friction velocity (m/s) and Monin-Obukhov length (m), alike in all else.
pub(crate) fn layer(friction_velocity: f64, monin_obukhov_length: f64) -> BoundaryLayer {
    BoundaryLayer {
        friction_velocity,
        monin_obukhov_length,
        convection: (monin_obukhov_length < 0.0).then_some(Convection {
            velocity: 1.1,
            mixing_height: 800.0,
            gradient_aloft: 0.005,
        }),
        mechanical_mixing_height: 300.0,
        roughness_length: 0.3,
        temperature: 284.0,
        wind: Wind {
            speed: 4.0,
            height: 10.0,
        },
        observed: Observed::default(),
    }
}
