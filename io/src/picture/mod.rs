//! Maps as PNG pictures, for those who have no GIS at hand.
//!
//! Colours run from light to dark in even steps of lightness, so that they keep their order for
//! colour-blind eyes and on a grey print.

mod canvas;
mod classes;
mod field;
mod furniture;
mod map;
mod text;
mod words;

pub use classes::{Classes, Scale};
pub use map::{Line, MapError, MapPicture};
pub use words::{printed, title};
