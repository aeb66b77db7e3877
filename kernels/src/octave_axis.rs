//! A logarithmic axis whose lookup needs no logarithm.
//!
//! Nodes divide every octave `[2^k, 2^(k+1))` into equal steps, so that the exponent and the
//! leading mantissa bits of an `f32` *are* the node number, and the remaining bits the fraction
//! between two nodes.

use thiserror::Error;

/// Mantissa bits of an `f32`.
const MANTISSA_BITS: u32 = 23;

/// Nodes from 2^`first` up to and including 2^`last`, `steps` per octave.
///
/// ```
/// use pluim_kernels::octave_axis::OctaveAxis;
/// let axis = OctaveAxis::new(0, 4, 8)?; // 1 to 16, eight steps an octave
/// assert_eq!(axis.len(), 33);
/// assert_eq!(axis.node(0), 1.0);
/// assert_eq!(axis.node(32), 16.0);
/// let (index, fraction) = axis.locate(3.125);
/// assert_eq!((index, fraction), (12, 0.5)); // between 3.0 and 3.25
/// # Ok::<(), pluim_kernels::octave_axis::AxisError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OctaveAxis {
    first: i32,
    octaves: u32,
    bits: u32,
}

/// Why an axis cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AxisError {
    /// The axis has no extent, or leaves the range of `f32`.
    #[error("an octave axis runs upward within 2^-100 and 2^100; found 2^{first} to 2^{last}")]
    Range {
        /// Exponent of the first node.
        first: i32,
        /// Exponent of the last node.
        last: i32,
    },
    /// The number of steps an octave is not a power of two.
    #[error("steps per octave must be a power of two up to 4096; found {0}")]
    Steps(u32),
}

impl OctaveAxis {
    /// An axis from 2^`first` to 2^`last` with `steps` nodes per octave.
    ///
    /// # Errors
    /// When `last <= first`, an exponent exceeds 100 in size, or `steps` is no power of two.
    pub const fn new(first: i32, last: i32, steps: u32) -> Result<Self, AxisError> {
        if last <= first || first < -100 || last > 100 {
            return Err(AxisError::Range { first, last });
        }
        if !steps.is_power_of_two() || steps > 4096 {
            return Err(AxisError::Steps(steps));
        }
        Ok(Self {
            first,
            octaves: (last - first).unsigned_abs(),
            bits: steps.trailing_zeros(),
        })
    }

    /// Number of nodes, both ends included.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "an axis always has nodes")]
    pub fn len(&self) -> usize {
        ((self.octaves << self.bits) + 1) as usize
    }

    /// Value of node `index`.
    #[must_use]
    pub fn node(&self, index: usize) -> f64 {
        let steps = 1_usize << self.bits;
        let octave = i32::try_from(index >> self.bits).unwrap_or(i32::MAX);
        let within = (index & (steps - 1)) as f64 / steps as f64;
        (1.0 + within) * f64::from(self.first.saturating_add(octave)).exp2()
    }

    /// All node values, ascending.
    pub fn nodes(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.len()).map(|index| self.node(index))
    }

    /// First node, also the smallest value that is not clamped.
    #[must_use]
    pub fn start(&self) -> f64 {
        self.node(0)
    }

    /// Last node, also the largest value that is not clamped.
    #[must_use]
    pub fn end(&self) -> f64 {
        self.node(self.len() - 1)
    }

    /// The node at or below `value` and the fraction towards the next, clamped to the axis.
    ///
    /// NaN and negative values locate at the start.
    #[inline]
    #[must_use]
    pub fn locate(&self, value: f32) -> (usize, f32) {
        let shift = MANTISSA_BITS - self.bits;
        let origin = ((self.first + 127) as u32) << MANTISSA_BITS;
        let top = origin + (self.octaves << MANTISSA_BITS) - 1;
        let bits = if value > f32::from_bits(origin) {
            value.to_bits().min(top)
        } else {
            origin
        };
        let offset = bits - origin;
        let fraction = (offset & ((1 << shift) - 1)) as f32 * (1.0 / (1_u32 << shift) as f32);
        ((offset >> shift) as usize, fraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_is_no_axis() {
        assert_eq!(
            OctaveAxis::new(3, 3, 8),
            Err(AxisError::Range { first: 3, last: 3 })
        );
        assert_eq!(OctaveAxis::new(0, 4, 7), Err(AxisError::Steps(7)));
    }

    #[test]
    fn clamps_outside_and_survives_nan() {
        let axis = OctaveAxis::new(0, 4, 8).unwrap();
        assert_eq!(axis.locate(0.1), (0, 0.0));
        assert_eq!(axis.locate(f32::NAN), (0, 0.0));
        assert_eq!(axis.locate(-3.0), (0, 0.0));
        let (index, fraction) = axis.locate(1e9);
        assert_eq!(index, axis.len() - 2);
        assert!(fraction > 0.99);
    }

    proptest! {
        #[test]
        fn a_located_value_lies_between_its_nodes(value in 1.0_f32..15.9) {
            let axis = OctaveAxis::new(0, 4, 16).unwrap();
            let (index, fraction) = axis.locate(value);
            let (low, high) = (axis.node(index), axis.node(index + 1));
            let back = low + (high - low) * f64::from(fraction);
            prop_assert!((back - f64::from(value)).abs() < 1e-5);
        }
    }
}
