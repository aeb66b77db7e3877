//! Numerical integration of functions of one variable.

/// Gauss-Legendre rules on [-1, 1]: `(node, weight)` of the positive half, mirrored on use.
const GAUSS_2: [(f64, f64); 1] = [(0.577_350_269_189_625_8, 1.0)];
const GAUSS_4: [(f64, f64); 2] = [
    (0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_86),
];
const GAUSS_8: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// A Gauss-Legendre rule; a rule of n nodes is exact for polynomials of degree 2n - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gauss {
    /// Two nodes.
    Two,
    /// Four nodes.
    Four,
    /// Eight nodes.
    Eight,
}

impl Gauss {
    /// Integral of `f` from `low` to `high` by one panel of the rule.
    ///
    /// ```
    /// use pluim_kernels::quadrature::Gauss;
    /// let cubic = Gauss::Two.integrate(0.0, 2.0, |x| x * x * x);
    /// assert!((cubic - 4.0).abs() < 1e-12);
    /// ```
    #[inline]
    pub fn integrate(self, low: f64, high: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
        let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
        let mut sum = 0.0;
        for &(node, weight) in self.positive_half() {
            sum += weight * (f(middle - half * node) + f(middle + half * node));
        }
        half * sum
    }

    fn positive_half(self) -> &'static [(f64, f64)] {
        match self {
            Self::Two => &GAUSS_2,
            Self::Four => &GAUSS_4,
            Self::Eight => &GAUSS_8,
        }
    }

    /// Nodes on [-1, 1] with their weights, which add up to 2.
    #[inline]
    pub(crate) fn nodes(self) -> impl Iterator<Item = (f64, f64)> {
        let half = self.positive_half().iter();
        half.flat_map(|&(node, weight)| [(-node, weight), (node, weight)])
    }

    /// Integral of `f` from `low` to `high` by `panels` equal panels of the rule.
    #[inline]
    pub fn composite(
        self,
        low: f64,
        high: f64,
        panels: usize,
        mut f: impl FnMut(f64) -> f64,
    ) -> f64 {
        let step = (high - low) / panels.max(1) as f64;
        let mut sum = 0.0;
        for panel in 0..panels.max(1) {
            let start = low + panel as f64 * step;
            sum += self.integrate(start, start + step, &mut f);
        }
        sum
    }
}

/// Nodes of the Kronrod rule of 15 points on [-1, 1], positive half; every second one, from the
/// second, is a node of the Gauss rule of 7 points (Kronrod 1965; QUADPACK's qk15).
const KRONROD_NODES: [f64; 8] = [
    0.991_455_371_120_812_6,
    0.949_107_912_342_758_5,
    0.864_864_423_359_769_1,
    0.741_531_185_599_394_4,
    0.586_087_235_467_691_1,
    0.405_845_151_377_397_2,
    0.207_784_955_007_898_47,
    0.0,
];
const KRONROD_WEIGHTS: [f64; 8] = [
    0.022_935_322_010_529_224,
    0.063_092_092_629_978_55,
    0.104_790_010_322_250_18,
    0.140_653_259_715_525_92,
    0.169_004_726_639_267_9,
    0.190_350_578_064_785_4,
    0.204_432_940_075_298_9,
    0.209_482_141_084_727_82,
];
const GAUSS_7_WEIGHTS: [f64; 4] = [
    0.129_484_966_168_869_7,
    0.279_705_391_489_276_64,
    0.381_830_050_505_118_9,
    0.417_959_183_673_469_4,
];

/// How far adaptive integration refines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// Error accepted relative to the integral.
    pub relative: f64,
    /// Error accepted whatever the integral.
    pub absolute: f64,
    /// How often an interval may be halved.
    pub depth: u32,
}

impl Default for Accuracy {
    /// One part in a million.
    fn default() -> Self {
        Self {
            relative: 1e-6,
            absolute: 1e-300,
            depth: 24,
        }
    }
}

/// Integral of `f` from `low` to `high` by the adaptive Gauss-Kronrod rule (7, 15).
///
/// ```
/// use pluim_kernels::quadrature::{adaptive, Accuracy};
/// let narrow = adaptive(-1.0, 1.0, Accuracy::default(), &mut |x: f64| (-1e4 * x * x).exp());
/// assert!((narrow / (std::f64::consts::PI / 1e4).sqrt() - 1.0).abs() < 1e-6);
/// ```
pub fn adaptive(low: f64, high: f64, accuracy: Accuracy, f: &mut dyn FnMut(f64) -> f64) -> f64 {
    let (whole, error) = kronrod(low, high, f);
    refine(
        Interval {
            low,
            high,
            whole,
            error,
        },
        accuracy,
        whole.abs(),
        f,
    )
}

#[derive(Clone, Copy)]
struct Interval {
    low: f64,
    high: f64,
    whole: f64,
    error: f64,
}

/// Halves an interval until its error is small against `scale`, the size of the full integral.
fn refine(part: Interval, accuracy: Accuracy, scale: f64, f: &mut dyn FnMut(f64) -> f64) -> f64 {
    let accepted = (accuracy.relative * scale.max(part.whole.abs())).max(accuracy.absolute);
    if part.error <= accepted || accuracy.depth == 0 {
        return part.whole;
    }
    let middle = 0.5 * (part.low + part.high);
    let (left, left_error) = kronrod(part.low, middle, f);
    let (right, right_error) = kronrod(middle, part.high, f);
    let scale = scale.max((left + right).abs());
    let deeper = Accuracy {
        depth: accuracy.depth - 1,
        ..accuracy
    };
    let left = Interval {
        low: part.low,
        high: middle,
        whole: left,
        error: left_error,
    };
    let right = Interval {
        low: middle,
        high: part.high,
        whole: right,
        error: right_error,
    };
    refine(left, deeper, scale, f) + refine(right, deeper, scale, f)
}

/// Kronrod value and its difference with the embedded Gauss value.
fn kronrod(low: f64, high: f64, f: &mut dyn FnMut(f64) -> f64) -> (f64, f64) {
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
    let centre = f(middle);
    let mut fine = KRONROD_WEIGHTS[7] * centre;
    let mut coarse = GAUSS_7_WEIGHTS[3] * centre;
    for index in 0..7 {
        let offset = half * KRONROD_NODES[index];
        let pair = f(middle - offset) + f(middle + offset);
        fine += KRONROD_WEIGHTS[index] * pair;
        if index % 2 == 1 {
            coarse += GAUSS_7_WEIGHTS[index / 2] * pair;
        }
    }
    (half * fine, (half * (fine - coarse)).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_exact_to_their_degree() {
        for (rule, degree) in [(Gauss::Two, 3), (Gauss::Four, 7), (Gauss::Eight, 15)] {
            let integral = rule.integrate(0.0, 1.0, |x| x.powi(degree));
            let exact = 1.0 / f64::from(degree + 1);
            assert!(
                (integral - exact).abs() < 1e-14,
                "{rule:?}: {integral} is not {exact}"
            );
        }
    }

    #[test]
    fn panels_add_up() {
        let integral = Gauss::Four.composite(0.0, 3.0, 6, f64::exp);
        assert!((integral - (3.0_f64.exp() - 1.0)).abs() < 1e-9);
    }

    #[test]
    fn finds_a_step() {
        let mut step = |x: f64| if x < 0.3 { 0.0 } else { 1.0 };
        let integral = adaptive(0.0, 1.0, Accuracy::default(), &mut step);
        assert!((integral - 0.7).abs() < 1e-6);
    }

    #[test]
    fn stops_at_its_depth_on_what_cannot_be_integrated() {
        let mut wild = |x: f64| {
            if x.to_bits().is_multiple_of(2) {
                1.0
            } else {
                -1.0
            }
        };
        let accuracy = Accuracy {
            depth: 6,
            ..Accuracy::default()
        };
        assert!(adaptive(0.0, 1.0, accuracy, &mut wild).is_finite());
    }
}
