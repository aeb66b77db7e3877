//! The cubic B-spline, through which sources are laid on a lattice and fields read from it.
//!
//! A spline lattice refines exactly: a field held by coefficients at spacing 2 h is held by
//! other coefficients at spacing h. Summing levels from coarse to fine therefore adds no error,
//! and its adjoint gives the charges of a coarse lattice from those of a fine one.

/// Values at `fraction` (0 to 1) past a node of the splines of that node's left neighbour, the
/// node, and its two right neighbours.
#[must_use]
pub(super) fn weights(fraction: f64) -> [f64; 4] {
    let (f, g) = (fraction, 1.0 - fraction);
    [
        g * g * g / 6.0,
        2.0 / 3.0 - f * f * (1.0 - 0.5 * f),
        2.0 / 3.0 - g * g * (1.0 - 0.5 * g),
        f * f * f / 6.0,
    ]
}

/// Integrals from minus infinity to `fraction` past a node of the same four splines.
#[must_use]
pub(super) fn integrals(fraction: f64) -> [f64; 4] {
    let (f, g) = (fraction, 1.0 - fraction);
    let inner = |x: f64| x * (2.0 / 3.0 - x * x * (1.0 / 3.0 - x / 8.0));
    [
        1.0 - g * g * g * g / 24.0,
        0.5 + inner(f),
        0.5 - inner(g),
        f * f * f * f / 24.0,
    ]
}

/// Transfer function of sampling a spline at its nodes, at `cycles` per node.
#[must_use]
pub(super) fn sampled(cycles: f64) -> f64 {
    (2.0 + (2.0 * std::f64::consts::PI * cycles).cos()) / 3.0
}

/// How coefficients at spacing 2 give numbers at spacing 1: the taps on a shared node (itself,
/// each neighbour) and those half way (the two nearest, the two next).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Halving {
    /// On a node of the coarse lattice.
    pub(super) on_node: [f32; 2],
    /// Half way between two nodes.
    pub(super) between: [f32; 2],
}

/// Coefficients at half the spacing that hold the same field.
pub(super) const COEFFICIENTS: Halving = Halving {
    on_node: [0.75, 0.125],
    between: [0.5, 0.0],
};

/// Values of the field at half the spacing.
pub(super) const VALUES: Halving = Halving {
    on_node: [2.0 / 3.0, 1.0 / 6.0],
    between: [23.0 / 48.0, 1.0 / 48.0],
};

/// Taps, from a node outward, that gather charges from spacing 1 to spacing 2; the adjoint of
/// [`COEFFICIENTS`].
pub(super) const GATHER: [f32; 3] = [0.75, 0.5, 0.125];

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn weights_add_up_and_keep_the_centre() {
        for step in 0..=10 {
            let f = f64::from(step) / 10.0;
            let w = weights(f);
            assert_relative_eq!(w.iter().sum::<f64>(), 1.0, epsilon = 1e-14);
            let centre = -w[0] + w[2] + 2.0 * w[3];
            assert_relative_eq!(centre, f, epsilon = 1e-14);
        }
    }

    #[test]
    fn integrals_have_the_weights_as_slope() {
        for step in 1..10 {
            let f = f64::from(step) / 10.0;
            let (low, high) = (integrals(f - 1e-5), integrals(f + 1e-5));
            for (k, weight) in weights(f).into_iter().enumerate() {
                assert_relative_eq!((high[k] - low[k]) / 2e-5, weight, epsilon = 1e-8);
            }
        }
        assert_relative_eq!(integrals(0.0)[1], 0.5, epsilon = 1e-15);
    }

    #[test]
    fn halved_coefficients_hold_the_same_field() {
        // one coefficient of 1 at node 0: its values half way must follow from the finer ones
        let fine = [0.125_f32, 0.5, 0.75, 0.5, 0.125];
        let at = |node: usize| (fine[node - 1] + 4.0 * fine[node] + fine[node + 1]) / 6.0;
        assert_relative_eq!(at(2), VALUES.on_node[0], epsilon = 1e-6);
        assert_relative_eq!(at(3), VALUES.between[0], epsilon = 1e-6);
    }
}
