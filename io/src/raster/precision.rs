//! How many digits of a value are kept.

/// How many digits of a value are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// All 24 bits of an f32.
    #[default]
    Full,
    /// This many bits after the leading one (1 to 22); the relative error is at most
    /// 2^-(bits + 1), and the file shrinks: 12 bits keep 0.012 % and take a third of the room.
    Bits(u8),
}

/// Bits of an f32 after the leading one.
const MANTISSA: u8 = 23;

impl Precision {
    /// Rounds `values` in place, halves to even.
    ///
    /// ```
    /// use pluim_io::raster::Precision;
    /// let mut values = [1.0_f32 / 3.0, 0.0, -9999.0];
    /// Precision::Bits(12).round(&mut values);
    /// assert!((values[0] * 3.0 - 1.0).abs() < 1.0 / 8192.0);
    /// assert_eq!(values[1], 0.0);
    /// ```
    pub fn round(self, values: &mut [f32]) {
        let Self::Bits(bits) = self else { return };
        let dropped = MANTISSA.saturating_sub(bits.max(1));
        if dropped == 0 {
            return;
        }
        for value in values.iter_mut().filter(|value| value.is_finite()) {
            *value = f32::from_bits(round_bits(value.to_bits(), u32::from(dropped)));
        }
    }
}

/// `bits` with the last `dropped` ones rounded away; a carry runs into the exponent, as it should.
fn round_bits(bits: u32, dropped: u32) -> u32 {
    let odd = (bits >> dropped) & 1;
    let half = (1_u32 << (dropped - 1)) - 1 + odd;
    bits.saturating_add(half) & !((1_u32 << dropped) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_stays_below_half_a_unit() {
        for bits in 1..=22_u8 {
            let limit = 0.5_f32.powi(i32::from(bits) + 1);
            let mut value = 1.0e-6_f32;
            while value < 1.0e6 {
                let mut rounded = [value];
                Precision::Bits(bits).round(&mut rounded);
                assert!((rounded[0] / value - 1.0).abs() <= limit, "{value} {bits}");
                value *= 1.013;
            }
        }
    }

    #[test]
    fn full_precision_changes_nothing() {
        let mut values = [0.1_f32, f32::NAN, -9999.0];
        Precision::Full.round(&mut values);
        assert_eq!(values[0].to_bits(), 0.1_f32.to_bits());
        assert!(values[1].is_nan());
        assert_eq!(values[2], -9999.0);
    }
}
