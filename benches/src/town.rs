//! A few roads and hours, as many as are asked for.

use geo_types::{LineString, coord};
use jiff::ToSpan;
use jiff::civil::date;
use pluim_core::boundary_layer::{BoundaryLayer, Convection, Observed, Wind};
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::surface_layer::SurfaceLayer;
use pluim_core::solve::{Case, Channels};
use pluim_core::source::{ProfileLevels, Release, ReleaseKind, Shape, Source, TimeProfile};

/// Hours differ in this many ways.
const KINDS: i32 = 36;

/// Roads side by side under hours of all wind directions.
pub struct Town {
    hours: Vec<Hour>,
    sources: Vec<Source>,
    profiles: [TimeProfile; 1],
}

impl Town {
    /// A town of `roads` roads in `hours` hours.
    #[must_use]
    pub fn new(roads: i32, hours: i32) -> Self {
        Self {
            hours: (0..hours).map(hour).collect(),
            sources: (0..roads).map(road).collect(),
            profiles: [TimeProfile::constant()],
        }
    }

    /// The case of all its roads and hours.
    #[must_use]
    pub fn case(&self) -> Case<'_> {
        Case {
            scheme: &SurfaceLayer,
            hours: &self.hours,
            sources: &self.sources,
            profiles: &self.profiles,
            receptor_height: 1.5,
            channels: Channels {
                pollutants: 1,
                groups: 1,
            },
        }
    }
}

fn hour(number: i32) -> Hour {
    let step = f64::from(number % KINDS);
    let stable = number % 2 == 0;
    let size = 20.0 + 5.0 * step;
    Hour {
        begins: date(2018, 1, 1)
            .at(0, 0, 0, 0)
            .saturating_add(number.hours()),
        direction: WindDirection::From {
            degrees: 10.0 * step,
            spread: 5.0,
        },
        layer: BoundaryLayer {
            friction_velocity: 0.1 + 0.01 * step,
            monin_obukhov_length: if stable { size } else { -size },
            convection: (!stable).then_some(Convection {
                velocity: 1.0,
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
        },
    }
}

fn road(number: i32) -> Source {
    let west = 25.0 * f64::from(number) - 150.0;
    Source {
        id: number.to_string(),
        group: 0,
        shape: Shape::Line(LineString::from(vec![
            coord! { x: west, y: -200.0 },
            coord! { x: west + 60.0, y: 20.0 },
            coord! { x: west, y: 200.0 },
        ])),
        release: Release {
            kind: ReleaseKind::Road,
            height: 0.5,
            sigma_y0: 0.0,
            sigma_z0: 1.5,
            levels: ProfileLevels::Around,
        },
        profile: 0,
        rates: vec![1.0],
    }
}
