//! One hour of weather as a plume meets it.

use jiff::civil::DateTime;

use crate::boundary_layer::BoundaryLayer;

/// The direction the wind comes from.
///
/// ```
/// use pluim_core::meteorology::WindDirection;
/// let west = WindDirection::From { degrees: 270.0, spread: 0.0 };
/// let [east, north] = west.downwind().unwrap_or_default();
/// assert!((east - 1.0).abs() < 1e-12 && north.abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WindDirection {
    /// From a known direction.
    From {
        /// Degrees clockwise from north, where the wind comes from.
        degrees: f64,
        /// Standard deviation (degrees) of the hour's mean direction about `degrees`, from the
        /// resolution of the observation; 0 where the direction is exact.
        spread: f64,
    },
    /// Calm or variable: every direction is equally likely.
    Variable,
}

impl WindDirection {
    /// Unit vector `[east, north]` along which plumes travel; `None` for variable wind.
    #[must_use]
    pub fn downwind(&self) -> Option<[f64; 2]> {
        match *self {
            Self::From { degrees, .. } => {
                let towards = degrees.to_radians();
                Some([-towards.sin(), -towards.cos()])
            }
            Self::Variable => None,
        }
    }
}

/// One hour: when, whence the wind, and the state of the boundary layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hour {
    /// Civil time at the place of the sources at which the hour begins; emission profiles use it.
    pub begins: DateTime,
    /// Wind direction.
    pub direction: WindDirection,
    /// Boundary layer.
    pub layer: BoundaryLayer,
}
