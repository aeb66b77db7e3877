//! Statistics that need every hour, at more places than every hour can be summed at.
//!
//! Under one wind direction the plumes of a year differ in strength, width and depth, but not in
//! many ways. A few *representative hours* are summed over all sources; every other hour is a
//! mixture of at most three of them ([`HourMixtures`]). The field of an hour is then the same mixture
//! of their fields, times the factors of the time profiles, and so percentiles, maxima and counts
//! follow from every hour of the period without one more plume ([`Hours`]).
//!
//! How far that is from the sum over all hours is measured at some places, where both are made
//! ([`hourly_series`]).

mod fingerprint;
mod hour_series;
mod mixtures;
mod representatives;
mod series_at;

pub use hour_series::{Hours, LANES, Lanes};
pub use mixtures::{Enough, HourMixtures, Mixture, Part};
pub use representatives::{RepresentativeFields, Representatives};
pub use series_at::hourly_series;
