//! What a kernel must tell of itself.

use crate::polar_table::PolarTable;

/// A kernel K(dx, dy): what a unit source gives a receptor at an offset from it.
pub trait Kernel: Sync {
    /// K at the receptor's offset (m) to the east and to the north of the source.
    fn at(&self, dx: f64, dy: f64) -> f64;

    /// The distance (m) below which detail is of no interest: receptors nearer to a line are
    /// treated as if they stood this far from it.
    fn closest(&self) -> f64;
}

impl Kernel for PolarTable {
    fn at(&self, dx: f64, dy: f64) -> f64 {
        PolarTable::at(self, dx, dy)
    }

    fn closest(&self) -> f64 {
        self.radii().start()
    }
}
