//! The cases of a city, as a user would run them.

mod case;
mod child;
mod gdal_write;
mod network;

pub use case::{Case, Output, cases, edited};
pub use child::{Finished, run};
pub use gdal_write::seconds_of_gdal;
pub use network::{Network, Weather};
