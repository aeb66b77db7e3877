//! Open pits: mines and quarries from which particles come out, not all of them, and upwind.
//!
//! A pit is replaced, hour by hour, by an area on the ground: the upwind part of its opening, with
//! the emission that escapes. The law is that of the ISC3 user's guide, volume II
//! (EPA-454/B-95-003b), section 1.2.4. It says nothing of the air within the pit.

mod perry;
mod thompson;

use geo_types::Coord;
use thiserror::Error;

use super::Rectangle;
use perry::Opening;

pub use thompson::{ESCAPE_WIND_HEIGHT, escape_fraction};

/// Depth over vertical spread: a layer that holds nine tenths of a Gaussian plume.
const DEPTH_OF_SPREADS: f64 = 4.3;

/// An open pit with a rectangular opening.
///
/// ```
/// use geo_types::coord;
/// use pluim_core::source::{OpenPit, Rectangle};
/// let opening = Rectangle {
///     corner: coord! { x: 0.0, y: 0.0 },
///     sides: [800.0, 200.0],
///     angle: 0.0,
/// };
/// let quarry = OpenPit::new(opening, 3.2e6, 0.0)?;
/// assert_eq!(quarry.effective_depth(), 20.0);
/// // in a west wind the emission leaves along the west side
/// let area = quarry.effective_area([1.0, 0.0]);
/// assert!((area.fraction - 0.71).abs() < 0.001);
/// assert!((area.outline[2].x - 0.71 * 800.0).abs() < 1.0 && area.outline[2].y == 200.0);
/// # Ok::<(), pluim_core::source::OpenPitError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenPit {
    opening: Rectangle,
    /// d_e (m).
    effective_depth: f64,
    /// H (m).
    emission_height: f64,
}

/// Why a pit cannot emit.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum OpenPitError {
    /// An opening without area, or a number that is not finite.
    #[error("a pit needs sides above 0 m; found {} m by {} m", sides[0], sides[1])]
    NoOpening {
        /// Sides found (m).
        sides: [f64; 2],
    },
    /// A pit without volume.
    #[error("a pit needs a volume above 0 m3; found {volume} m3")]
    NoVolume {
        /// Volume found (m3).
        volume: f64,
    },
    /// Emission that does not leave within the pit.
    #[error(
        "the emission must leave between the floor and the effective depth, volume over area, of \
         {depth} m; found {height} m above the floor"
    )]
    NotWithin {
        /// Effective depth (m).
        depth: f64,
        /// Height found (m).
        height: f64,
    },
}

/// The area on the ground that stands for a pit in one wind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectiveArea {
    /// Its vertices, clockwise; they lie within the opening of the pit.
    pub outline: [Coord<f64>; 4],
    /// Its size as a part (-) of the opening, above 0 and at most 1. An emission per area of the
    /// pit over this is the emission per area of it.
    pub fraction: f64,
}

impl OpenPit {
    /// The greatest ratio (-) of long over short side for which the law was made.
    pub const GREATEST_ASPECT_RATIO: f64 = 10.0;

    /// A pit with this `opening` and `volume` (m3, above 0) whose emission leaves at
    /// `emission_height` (m) above its floor: from 0 to the effective depth.
    ///
    /// # Errors
    /// When a side or the volume is not above 0, or the emission does not leave within the pit.
    pub fn new(
        opening: Rectangle,
        volume: f64,
        emission_height: f64,
    ) -> Result<Self, OpenPitError> {
        let [x, y] = opening.sides;
        let above_zero = |value: f64| value > 0.0 && value.is_finite();
        if !(above_zero(x) && above_zero(y)) {
            let sides = opening.sides;
            return Err(OpenPitError::NoOpening { sides });
        }
        if !above_zero(volume) {
            return Err(OpenPitError::NoVolume { volume });
        }
        // ISC3, eq. 1-72
        let depth = volume / (x * y);
        let height = emission_height;
        if !(depth.is_finite() && (0.0..=depth).contains(&height)) {
            return Err(OpenPitError::NotWithin { depth, height });
        }
        Ok(Self {
            opening,
            effective_depth: depth,
            emission_height,
        })
    }

    /// Its opening.
    #[must_use]
    pub fn opening(&self) -> &Rectangle {
        &self.opening
    }

    /// Height (m) above its floor at which it emits.
    #[must_use]
    pub fn emission_height(&self) -> f64 {
        self.emission_height
    }

    /// Effective depth (m): volume over area.
    #[must_use]
    pub fn effective_depth(&self) -> f64 {
        self.effective_depth
    }

    /// Long over short side (-), 1 or more. The law holds up to [`Self::GREATEST_ASPECT_RATIO`].
    #[must_use]
    pub fn aspect_ratio(&self) -> f64 {
        let [l, w] = self.long_and_short();
        l / w
    }

    /// Vertical spread (m) with which the plume of its effective area starts, at ground level.
    #[must_use]
    pub fn sigma_z0(&self) -> f64 {
        // ISC3, section 1.2.4
        self.effective_depth / DEPTH_OF_SPREADS
    }

    /// Whether `at` lies within the opening; its rim does not, to within rounding.
    #[must_use]
    pub fn contains(&self, at: Coord<f64>) -> bool {
        let from = at - self.opening.corner;
        self.opening.vectors().iter().all(|side| {
            let along = dot(from, *side) / dot(*side, *side);
            along > 0.0 && along < 1.0
        })
    }

    /// The area that emits in a wind along the unit vector `downwind`, `[east, north]`.
    #[must_use]
    pub fn effective_area(&self, downwind: [f64; 2]) -> EffectiveArea {
        let [east, north] = downwind;
        let wind = Coord { x: east, y: north };
        let part = self
            .seen_by(wind)
            .effective_part(self.effective_depth - self.emission_height);
        let [long, short] = part.sides;
        let shares = match self.is_long_in_x() {
            true => [long, short],
            false => [short, long],
        };
        let [right, up] = self.opening.vectors();
        let parts = [
            upwind_part(shares[0], dot(wind, right)),
            upwind_part(shares[1], dot(wind, up)),
        ];
        EffectiveArea {
            outline: self.opening.part(parts),
            fraction: part.area,
        }
    }

    /// The opening as `wind` meets it.
    fn seen_by(&self, wind: Coord<f64>) -> Opening {
        let [right, up] = self.opening.vectors();
        let long = match self.is_long_in_x() {
            true => right,
            false => up,
        };
        let sides = self.long_and_short();
        let cos = (dot(wind, long) / sides[0]).abs().min(1.0);
        Opening {
            sides,
            angle: cos.acos().to_degrees(),
        }
    }

    fn is_long_in_x(&self) -> bool {
        let [x, y] = self.opening.sides;
        x > y
    }

    fn long_and_short(&self) -> [f64; 2] {
        let [x, y] = self.opening.sides;
        [x.max(y), x.min(y)]
    }
}

fn dot(one: Coord<f64>, other: Coord<f64>) -> f64 {
    one.x * other.x + one.y * other.y
}

/// From where to where a `share` of a side reaches from its upwind end; the wind goes `along` it.
fn upwind_part(share: f64, along: f64) -> [f64; 2] {
    match along >= 0.0 {
        true => [0.0, share],
        false => [1.0 - share, 1.0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Shape;
    use approx::assert_relative_eq;
    use geo_types::{LineString, Polygon};

    fn pit(sides: [f64; 2], angle: f64) -> OpenPit {
        let corner = Coord { x: 30.0, y: -70.0 };
        let opening = Rectangle {
            corner,
            sides,
            angle,
        };
        OpenPit::new(opening, sides[0] * sides[1] * 20.0, 2.0).unwrap()
    }

    fn wind(towards: f64) -> [f64; 2] {
        let (sin, cos) = f64::to_radians(towards).sin_cos();
        [sin, cos]
    }

    #[test]
    fn the_effective_area_has_its_size_and_lies_within_the_pit() {
        for sides in [[300.0, 100.0], [100.0, 300.0], [200.0, 200.0]] {
            for turn in (-180..=180).step_by(40) {
                let pit = pit(sides, f64::from(turn));
                for towards in (0..360).step_by(15) {
                    let area = pit.effective_area(wind(f64::from(towards)));
                    let ring = LineString::new(area.outline.to_vec());
                    let size = Shape::Area(Polygon::new(ring, Vec::new())).measure();
                    let whole = sides[0] * sides[1];
                    assert_relative_eq!(size, area.fraction * whole, max_relative = 1e-9);
                    let centre = area.outline.iter().fold(Coord::zero(), |sum, at| sum + *at) / 4.0;
                    for corner in area.outline {
                        assert!(pit.contains(corner + (centre - corner) * 1e-9));
                    }
                }
            }
        }
    }

    #[test]
    fn the_area_keeps_the_upwind_corner() {
        let pit = pit([300.0, 100.0], 25.0);
        let along = |at: &Coord<f64>, wind: [f64; 2]| at.x * wind[0] + at.y * wind[1];
        for towards in (0..360).step_by(7) {
            let wind = wind(f64::from(towards));
            let first = |ring: &[Coord<f64>]| {
                let all = ring.iter().map(|at| along(at, wind));
                all.fold(f64::INFINITY, f64::min)
            };
            let area = pit.effective_area(wind);
            let opening = pit.opening().outline();
            assert_relative_eq!(
                first(&area.outline),
                first(&opening.exterior().0),
                epsilon = 1e-9
            );
        }
    }

    #[test]
    fn a_turn_of_pit_and_wind_together_changes_no_size() {
        let still = pit([300.0, 100.0], 0.0).effective_area(wind(20.0));
        let turned = pit([300.0, 100.0], 130.0).effective_area(wind(150.0));
        let crossed = pit([100.0, 300.0], 90.0).effective_area(wind(200.0));
        assert_relative_eq!(still.fraction, turned.fraction, max_relative = 1e-12);
        assert_relative_eq!(still.fraction, crossed.fraction, max_relative = 1e-12);
    }

    #[test]
    fn what_is_no_pit_is_refused() {
        let opening = |x: f64| Rectangle {
            corner: Coord::zero(),
            sides: [x, 50.0],
            angle: 0.0,
        };
        let made = |x: f64, volume: f64, height: f64| OpenPit::new(opening(x), volume, height);
        for side in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let refused = made(side, 1e5, 1.0).unwrap_err();
            assert!(matches!(refused, OpenPitError::NoOpening { .. }));
        }
        for volume in [0.0, -1.0, f64::NAN] {
            let refused = made(100.0, volume, 0.0).unwrap_err();
            assert!(matches!(refused, OpenPitError::NoVolume { .. }));
        }
        let told = made(100.0, 1e5, 20.5).unwrap_err().to_string();
        assert!(told.contains("20 m") && told.contains("20.5 m"), "{told}");
        assert!(made(100.0, 1e5, -0.1).is_err());
        assert!(made(100.0, 1e5, 20.0).is_ok());
    }

    #[test]
    fn the_rim_is_outside() {
        let pit = pit([300.0, 100.0], 0.0);
        assert!(pit.contains(Coord { x: 31.0, y: -69.0 }));
        assert!(!pit.contains(Coord { x: 30.0, y: 0.0 }));
        assert!(!pit.contains(Coord { x: 331.0, y: 0.0 }));
        assert_relative_eq!(pit.sigma_z0(), 20.0 / 4.3);
    }
}
