//! What the machine can do at best, measured by one thread: the limits against which the benches
//! set their rates.

use std::hint::black_box;
use std::time::Instant;

/// Numbers that are multiplied and added in step: enough for every unit to be busy.
const LANES: usize = 96;
/// Steps of one measurement.
const STEPS: usize = 200_000;
/// Numbers that are copied: 128 MB, more than any cache holds.
const COPIED: usize = 1 << 25;
/// Each limit is the best of so many measurements.
const REPEATS: usize = 8;

/// The limits of one thread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Machine {
    /// Operations on f32 in a second where each multiplication goes with an addition.
    pub operations: f64,
    /// Bytes read and written in a second by a copy of memory.
    pub bytes: f64,
}

impl Machine {
    /// Measures the machine, in about a second.
    #[must_use]
    pub fn measured() -> Self {
        let mut lanes = [1.0_f32; LANES];
        let seconds = best(|| multiply_and_add(black_box(&mut lanes), STEPS));
        let source = vec![1.0_f32; COPIED];
        let mut copy = vec![0.0_f32; COPIED];
        let copying = best(|| black_box(&mut copy).copy_from_slice(black_box(&source)));
        Self {
            operations: 2.0 * (LANES * STEPS) as f64 / seconds,
            bytes: 2.0 * (COPIED * size_of::<f32>()) as f64 / copying,
        }
    }
}

/// The shortest time (s) of several.
fn best(mut work: impl FnMut()) -> f64 {
    let seconds = (0..REPEATS).map(|_| {
        let clock = Instant::now();
        work();
        clock.elapsed().as_secs_f64()
    });
    seconds.fold(f64::INFINITY, f64::min)
}

/// Without the instruction a product and a sum are two operations, as in the kernels.
#[multiversion::multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
fn multiply_and_add(lanes: &mut [f32; LANES], steps: usize) {
    let mut sums = *lanes;
    for _ in 0..steps {
        for sum in &mut sums {
            *sum = if multiversion::target::target_cfg_f!(any(
                target_feature = "fma",
                target_arch = "aarch64"
            )) {
                sum.mul_add(0.999, 0.001)
            } else {
                *sum * 0.999 + 0.001
            };
        }
    }
    *lanes = sums;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_computes_and_copies() {
        let machine = Machine::measured();
        assert!(machine.operations > 1e7, "{machine:?}");
        assert!(machine.bytes > 1e7, "{machine:?}");
    }
}
