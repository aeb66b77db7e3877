//! Sources: where emission leaves, in what shape, and how it starts.

mod open_pit;
mod rectangle;
mod release;
mod ring;
mod shape;
mod time_profile;

pub use open_pit::{ESCAPE_WIND_HEIGHT, EffectiveArea, OpenPit, OpenPitError, escape_fraction};
pub use rectangle::Rectangle;
pub use release::{Outlet, ProfileLevels, Release, ReleaseKind, Stack};
pub use shape::{Shape, ShapeError};
pub use time_profile::{TimeProfile, TimeProfileError};

/// A source of emission.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The source's own identification, as its owner writes it.
    pub id: String,
    /// Number of the source group whose contribution it counts to.
    pub group: usize,
    /// Where it lies.
    pub shape: Shape,
    /// How its release starts; sources with the same value form a release group.
    pub release: Release,
    /// Number of the time profile that it follows.
    pub profile: usize,
    /// Annual mean emission of the whole source per pollutant (g/s), 0 or more.
    pub rates: Vec<f64>,
}
