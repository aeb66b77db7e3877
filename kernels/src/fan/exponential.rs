//! Powers of two in step.

/// 1.5 * 2^23: adding it rounds an f32 to a whole number, which then stands in the low bits.
const ROUND: f32 = 12_582_912.0;
/// Powers below and above which the result is held.
const RANGE: (f32, f32) = (-126.0, 126.0);
/// Taylor's series of 2^x on [-1/2, 1/2] in Cephes' minimax form (Moshier 1989), relative error
/// below 2e-7.
const SERIES: [f32; 6] = [
    1.535_336_2e-4,
    1.339_887_4e-3,
    9.618_437e-3,
    5.550_332_5e-2,
    2.402_264_8e-1,
    6.931_472e-1,
];

/// 2^`power`, held within the range of normal f32.
#[inline(always)]
pub(super) fn exp2(power: f32) -> f32 {
    let power = power.max(RANGE.0).min(RANGE.1);
    let rounded = power + ROUND;
    let part = power - (rounded - ROUND);
    // two by two (Estrin), since each step waits for the one before
    let [sixth, fifth, fourth, third, second, first] = SERIES;
    let square = part * part;
    let low = third
        .mul_add(part, second)
        .mul_add(square, first.mul_add(part, 1.0));
    let high = sixth.mul_add(square, fifth.mul_add(part, fourth));
    let mantissa = high.mul_add(square * square, low);
    f32::from_bits(mantissa.to_bits().wrapping_add(rounded.to_bits() << 23))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn powers_of_two_are_right_to_a_few_units_of_the_last_place(power in -120.0_f32..120.0) {
            let exact = f64::from(power).exp2();
            prop_assert!((f64::from(exp2(power)) / exact - 1.0).abs() < 4e-7);
        }
    }

    #[test]
    fn far_powers_are_held() {
        assert_eq!(exp2(-1e9), exp2(-126.0));
        assert!(exp2(1e9).is_finite());
    }
}
