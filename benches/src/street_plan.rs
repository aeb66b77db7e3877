//! A street plan made from a seed, as large as that of a city, and a kernel to go with it.

use pluim_kernels::multilevel::{Element, SourceError, Sources};
use pluim_kernels::octave_axis::{AxisError, OctaveAxis};
use pluim_kernels::polar_table::PolarTable;

/// Repeatable numbers (splitmix64 of Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// The next number, from 0 to below 1.
    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Roads of twenty pieces of 10 to 70 m that wander over a square of `side` metres, with
/// strengths that differ as those of streets and motorways do.
///
/// # Errors
/// When `side` is not finite.
pub fn streets(side: f64, segments: usize) -> Result<Sources, SourceError> {
    let mut random = Random(7);
    let mut sources = Sources::new(1);
    while sources.len() < segments {
        let mut at = [side * random.share(), side * random.share()];
        let mut course = std::f64::consts::FRAC_PI_2 * (4.0 * random.share()).floor() + 0.4;
        let strength = random.share().powi(3) + 0.02;
        for _ in 0..20.min(segments - sources.len()) {
            let length = 10.0 + 60.0 * random.share();
            course += 0.2 * (random.share() - 0.5);
            let to = [at[0] + length * course.cos(), at[1] + length * course.sin()];
            sources.push(Element::Segment([at, to]), &[strength])?;
            at = to;
        }
    }
    Ok(sources)
}

/// A kernel that falls as 1 / r, faster beyond 10 m, under a wind rose of 36 lobes of 5 degrees.
///
/// # Errors
/// Never: the axis is a valid one.
pub fn wind_rose() -> Result<PolarTable, AxisError> {
    let mut random = Random(3);
    let lobes: Vec<f64> = (0..36).map(|_| -(1.0 - random.share()).ln()).collect();
    let width = 5_f64.to_radians();
    let lobe = |angle: f64, number: usize| {
        let turn = angle - number as f64 * 10_f64.to_radians();
        let turn = turn.sin().atan2(turn.cos()) / width;
        lobes[number] * (-0.5 * turn * turn).exp()
    };
    let rose: Vec<f64> = PolarTable::directions()
        .map(|[x, y]| (0..36).map(|number| lobe(y.atan2(x), number)).sum())
        .collect();
    let axis = OctaveAxis::new(0, 17, 16)?;
    Ok(PolarTable::from_rows(axis, |r| {
        let fall = 1.0 / (1.0 + (r / 10.0).powf(0.3));
        rose.iter().map(|share| share * fall).collect()
    }))
}
