//! Sums of fans: what spreads from a place, most of it one way.
//!
//! A fan of unit strength is, at the distance x along its axis, y across it and r = sqrt(x² + y²),
//!
//! ```text
//! f(x, y) = F(r) sum_k A_k(x) exp(-b_k(x) (y / x)²) + m(r) / r      (the lobes only where x > 0)
//! ```
//!
//! with slowly varying A, b, F and m that a [`FanTable`] holds on a logarithmic axis. Sources and
//! receptors come in the coordinates of the axis. Receptors come in [`Block`]s, so that whole
//! blocks can be passed over and the rest is summed lane by lane in step. Values are f32, sums f64 in
//! an order that follows from the sources and the block alone: the result depends on no thread and on
//! no instruction set.
#![allow(
    clippy::needless_range_loop,
    clippy::manual_clamp,
    reason = "lanes in step, without branches, are what the compiler turns into vectors"
)]

mod apart;
mod block;
mod chain;
mod column;
mod exponential;
mod line;
mod near;
mod point;
mod reach;
mod row;
mod table;

pub use block::{Block, LANES, PART};
pub use chain::FanLines;
pub use column::BREAKS;
pub use line::{FanLine, add_lines};
pub use near::mean_over_line;
pub use point::{FanPoint, add_points};
pub use row::{Break, FanRow, LOBES};
pub use table::FanTable;
