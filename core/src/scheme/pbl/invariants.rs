//! What must hold in any weather.

use jiff::civil::date;
use proptest::prelude::*;

use super::{Pbl, Surroundings, Urban};
use crate::boundary_layer::profiles::HEIGHTS;
use crate::boundary_layer::{BoundaryLayer, Convection, Level, Observed, Wind};
use crate::meteorology::{Hour, WindDirection};
use crate::scheme::Plume;
use crate::source::{Outlet, ProfileLevels, Release, ReleaseKind, Stack};

pub(super) fn hour(layer: BoundaryLayer) -> Hour {
    Hour {
        begins: date(2020, 6, 1).at(12, 0, 0, 0),
        direction: WindDirection::From {
            degrees: 270.0,
            spread: 0.0,
        },
        layer,
    }
}

/// Slightly stable air.
pub(super) fn slightly_stable() -> BoundaryLayer {
    BoundaryLayer {
        friction_velocity: 0.4,
        monin_obukhov_length: 200.0,
        convection: None,
        mechanical_mixing_height: 600.0,
        roughness_length: 0.1,
        temperature: 285.0,
        wind: Wind {
            speed: 4.0,
            height: 10.0,
        },
        observed: Observed::default(),
    }
}

/// Any finite weather, calms and vanishing scales included.
pub(super) fn any_layer() -> impl Strategy<Value = BoundaryLayer> {
    let scales = (0.0..2.5_f64, -1.0..1.0_f64, -3.0..5.0_f64, 0.0..3.0_f64);
    let heights = (0.0..4500.0_f64, 0.0..4500.0_f64, 0.0..3.0_f64);
    let air = (
        0.0..30.0_f64,
        0.5..100.0_f64,
        230.0..320.0_f64,
        -0.01..0.1_f64,
    );
    (scales, heights, air).prop_map(|((u_star, sign, magnitude, w_star), heights, air)| {
        let length = 10.0_f64.powf(magnitude).copysign(sign);
        BoundaryLayer {
            friction_velocity: u_star * u_star * u_star / 6.0,
            monin_obukhov_length: length,
            convection: (length < 0.0).then_some(Convection {
                velocity: w_star,
                mixing_height: heights.1,
                gradient_aloft: air.3,
            }),
            mechanical_mixing_height: heights.0,
            roughness_length: heights.2,
            temperature: air.2,
            wind: Wind {
                speed: air.0,
                height: air.1,
            },
            observed: Observed::default(),
        }
    })
}

fn any_stack() -> impl Strategy<Value = ReleaseKind> {
    let outlet = prop_oneof![
        Just(Outlet::Vertical),
        Just(Outlet::Capped),
        Just(Outlet::Horizontal)
    ];
    (0.01..8.0_f64, 0.0..40.0_f64, -50.0..900.0_f64, outlet).prop_map(
        |(diameter, velocity, temperature, outlet)| {
            ReleaseKind::Stack(Stack {
                diameter,
                velocity,
                temperature,
                outlet,
            })
        },
    )
}

pub(super) fn any_release() -> impl Strategy<Value = Release> {
    let kind = prop_oneof![
        any_stack(),
        Just(ReleaseKind::Volume),
        Just(ReleaseKind::Area),
        Just(ReleaseKind::Road)
    ];
    let levels = prop_oneof![
        Just(ProfileLevels::Around),
        (0.0..300.0_f64).prop_map(ProfileLevels::Near)
    ];
    (kind, 0.0..300.0_f64, 0.0..50.0_f64, 0.0..50.0_f64, levels).prop_map(
        |(kind, height, sigma_y0, sigma_z0, levels)| Release {
            kind,
            height,
            sigma_y0,
            sigma_z0,
            levels,
        },
    )
}

pub(super) fn any_scheme() -> impl Strategy<Value = Pbl> {
    prop_oneof![
        Just(Pbl::default()),
        (1e3..2e7_f64).prop_map(|population| Pbl {
            surroundings: Surroundings::Urban(Urban {
                population,
                ..Urban::default()
            }),
            ..Pbl::default()
        })
    ]
}

fn plausible(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}

proptest! {
    #[test]
    fn every_number_is_finite_and_not_negative(
        layer in any_layer(),
        release in any_release(),
        scheme in any_scheme(),
        (ln_x, z) in (-3.0..12.0_f64, 0.0..600.0_f64),
    ) {
        let hour = hour(layer);
        let plume = scheme.hour(&hour).plume(&release, z);
        let x = ln_x.exp();
        for lobe in plume.lobes(x) {
            prop_assert!(plausible(lobe.centre), "{lobe:?} at {x}");
            prop_assert!(lobe.centre == 0.0 || plausible(lobe.decay) && lobe.decay > 0.0);
        }
        prop_assert!(plausible(plume.meander(x)));
        prop_assert!((0.0..=1.0).contains(&plume.coherence(x)));
    }

    /// Not in every convective hour: where wind or turbulence change with height, a thicker plume
    /// feels other air, and where updrafts have carried it off, spread brings it back to the ground.
    #[test]
    fn a_plume_thinner_at_the_source_is_denser_at_the_ground(
        layer in any_layer(),
        thickness in (0.1..20.0_f64, 1.1..3.0_f64),
        ln_x in 1.0..9.0_f64,
    ) {
        let length = layer.monin_obukhov_length.abs();
        let stable = BoundaryLayer { monin_obukhov_length: length, convection: None, ..layer };
        let (thin, thick) = of_two_thicknesses(stable, thickness, ln_x.exp());
        prop_assert!(thin >= thick * (1.0 - 1e-4), "{thin} {thick}");
    }

    #[test]
    fn a_plume_thinner_at_the_source_is_denser_near_it_in_convective_air(
        (wind, length) in (1.0..15.0_f64, -500.0..-5.0_f64),
        thickness in (0.1..20.0_f64, 1.1..3.0_f64),
        ln_x in 1.0..5.0_f64,
    ) {
        let layer = uniform(wind, length, |z| level(wind, z));
        let (thin, thick) = of_two_thicknesses(layer, thickness, ln_x.exp());
        prop_assert!(thin >= thick * (1.0 - 1e-4), "{thin} {thick}");
    }
}

/// Ground concentration on the axis at `x`, of a volume source as thick as `sigma_z0` and one
/// `growth` times thicker.
fn of_two_thicknesses(layer: BoundaryLayer, (sigma_z0, growth): (f64, f64), x: f64) -> (f64, f64) {
    let prepared = Pbl::default().hour(&hour(layer));
    let at = |sigma_z0| {
        let release = Release {
            kind: ReleaseKind::Volume,
            height: 0.0,
            sigma_y0: 1e-5,
            sigma_z0,
            levels: ProfileLevels::Around,
        };
        prepared.plume(&release, 0.0).lobes(x)[0].centre
    };
    (at(sigma_z0), at(sigma_z0 * growth))
}

/// Air that is the same at every height from half a metre up.
fn uniform(wind: f64, length: f64, levels: impl Fn(f64) -> Level) -> BoundaryLayer {
    BoundaryLayer {
        friction_velocity: 0.3,
        monin_obukhov_length: length,
        convection: (length < 0.0).then_some(Convection {
            velocity: 1.5,
            mixing_height: 800.0,
            gradient_aloft: 0.01,
        }),
        mechanical_mixing_height: 400.0,
        roughness_length: 0.05,
        temperature: 285.0,
        wind: Wind {
            speed: wind,
            height: 10.0,
        },
        observed: Observed {
            levels: HEIGHTS[1..].iter().map(|&z| levels(z)).collect(),
            ..Observed::default()
        },
    }
}

fn level(wind: f64, height: f64) -> Level {
    Level {
        height,
        direction: Some(270.0),
        speed: Some(wind),
        temperature: Some(285.0 - 0.004 * height),
        sigma_theta: Some(8.0),
        sigma_w: Some(0.4),
    }
}

#[test]
fn a_city_stirs_the_night() {
    let mut layer = uniform(1.5, 12.0, |z| level(1.5, z));
    layer.observed.levels.clear();
    layer.friction_velocity = 0.08;
    layer.mechanical_mixing_height = 55.0;
    let hour = hour(layer);
    let city = Pbl {
        surroundings: Surroundings::Urban(Urban::default()),
        ..Pbl::default()
    };
    let release = Release {
        kind: ReleaseKind::Volume,
        height: 3.0,
        sigma_y0: 2.0,
        sigma_z0: 2.0,
        levels: ProfileLevels::Around,
    };
    let centre = |scheme: &Pbl| scheme.hour(&hour).plume(&release, 1.5).lobes(1000.0)[0].centre;
    assert!(centre(&city) < 0.5 * centre(&Pbl::default()));
}
