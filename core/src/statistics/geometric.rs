//! Geometric mean bias and variance: scores that weigh small values like large ones.

/// Geometric scores of a model.
///
/// # References
/// Chang & Hanna (2004), Air quality model performance evaluation, Meteorol. Atmos. Phys. 87,
/// 167-196, equations 3 and 4.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeometricScores {
    /// MG = exp(mean of ln O - ln M) (-): above 1 where the model is too low.
    pub mean_bias: f64,
    /// VG = exp(mean of (ln O - ln M)^2) (-), 1 or more; 1.6 is a typical factor of two.
    pub variance: f64,
}

impl GeometricScores {
    /// The scores of `pairs`, each observed and modelled, that are both at least `floor` (above 0)
    /// or are raised to it; none where there are no pairs.
    ///
    /// ```
    /// use pluim_core::statistics::geometric::GeometricScores;
    /// let scores = GeometricScores::of(&[(2.0, 1.0), (8.0, 4.0)], 1e-6).unwrap();
    /// assert!((scores.mean_bias - 2.0).abs() < 1e-12);
    /// assert!((scores.variance - (2.0_f64.ln().powi(2)).exp()).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn of(pairs: &[(f64, f64)], floor: f64) -> Option<Self> {
        if pairs.is_empty() {
            return None;
        }
        let ratio = |(o, m): &(f64, f64)| (o.max(floor) / m.max(floor)).ln();
        let mean = |value: &dyn Fn(f64) -> f64| {
            pairs.iter().map(|pair| value(ratio(pair))).sum::<f64>() / pairs.len() as f64
        };
        Some(Self {
            mean_bias: mean(&|ratio| ratio).exp(),
            variance: mean(&|ratio| ratio * ratio).exp(),
        })
    }
}
