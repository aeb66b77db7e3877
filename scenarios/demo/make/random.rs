//! Chance that is the same on every machine.

use std::f64::consts::{SQRT_2, TAU};

/// A generator of random numbers: SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to 1, neither included.
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// A number from the standard normal distribution (Box and Muller 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.uniform())).sqrt();
        radius * libm::cos(TAU * self.uniform())
    }
}

/// Standard normal numbers that forget slowly, as weather does.
pub(crate) struct Memory {
    value: f64,
    keep: f64,
}

impl Memory {
    /// Numbers whose correlation falls to 1/e in `hours` steps.
    pub(crate) fn new(hours: f64, random: &mut Random) -> Self {
        Self {
            value: random.normal(),
            keep: libm::exp(-1.0 / hours),
        }
    }

    pub(crate) fn next(&mut self, random: &mut Random) -> f64 {
        self.value =
            self.keep * self.value + (1.0 - self.keep * self.keep).sqrt() * random.normal();
        self.value
    }
}

/// The part of the standard normal distribution below `z`.
pub(crate) fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// Where in a table of weights, as a fractional index, the part `part` of all weight is reached.
pub(crate) fn quantile(weights: &[f64], part: f64) -> f64 {
    let mut left = part * weights.iter().sum::<f64>();
    for (index, weight) in weights.iter().enumerate() {
        if left < *weight {
            return index as f64 + left / weight;
        }
        left -= weight;
    }
    weights.len() as f64 - 1e-9
}
