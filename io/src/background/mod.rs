//! Large-scale background concentrations: a grid per substance and year, or per receptor.

mod ascii;
mod grid;
mod receptors;

pub use grid::BackgroundGrid;
pub use receptors::ReceptorBackgrounds;
