//! How well modelled values agree with observed ones.

/// Scores of a model over pairs of observed and modelled values.
///
/// # References
/// Chang & Hanna (2004), Air quality model performance evaluation, Meteorol. Atmos. Phys. 87,
/// 167-196, equations 1 to 6; with O observed, M modelled, bars for means over pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    /// Number of pairs.
    pub pairs: usize,
    /// Mean of the observed values.
    pub observed: f64,
    /// Mean of the modelled values.
    pub modelled: f64,
    /// Fractional bias, 2 (O - M) / (O + M) of the means: positive where the model is too low;
    /// none where the means add up to nothing or less.
    pub fractional_bias: Option<f64>,
    /// Normalised mean square error, mean of (O - M)^2 over the product of the means; none where
    /// that product is not above nothing.
    pub normalised_mean_square_error: Option<f64>,
    /// FAC2: the share of the pairs with M between half and twice O. A pair whose O is not above
    /// nothing does not count as within.
    pub within_factor_two: f64,
    /// Pearson's correlation; none where either side does not vary.
    pub correlation: Option<f64>,
    /// Root mean square error, in the unit of the values.
    pub root_mean_square_error: f64,
    /// Standard deviation of the observed values.
    pub deviation_observed: f64,
    /// Standard deviation of the modelled values.
    pub deviation_modelled: f64,
}

impl Scores {
    /// The scores of `pairs`, each observed and modelled; none where there are no pairs.
    ///
    /// ```
    /// use pluim_core::statistics::scores::Scores;
    /// let scores = Scores::of(&[(10.0, 8.0), (20.0, 14.0), (30.0, 5.0)]).unwrap();
    /// assert_eq!((scores.observed, scores.modelled), (20.0, 9.0));
    /// assert!((scores.fractional_bias.unwrap() - 2.0 * 11.0 / 29.0).abs() < 1e-12);
    /// assert!((scores.normalised_mean_square_error.unwrap() - 665.0 / 3.0 / 180.0).abs() < 1e-12);
    /// assert!((scores.within_factor_two - 2.0 / 3.0).abs() < 1e-12);
    /// assert!(Scores::of(&[]).is_none());
    /// ```
    #[must_use]
    pub fn of(pairs: &[(f64, f64)]) -> Option<Self> {
        if pairs.is_empty() {
            return None;
        }
        let mean = |value: &dyn Fn(&(f64, f64)) -> f64| {
            pairs.iter().map(value).sum::<f64>() / pairs.len() as f64
        };
        let (observed, modelled) = (mean(&|pair| pair.0), mean(&|pair| pair.1));
        let square_error = mean(&|(o, m)| (o - m) * (o - m));
        let variance_observed = mean(&|(o, _)| (o - observed).powi(2));
        let variance_modelled = mean(&|(_, m)| (m - modelled).powi(2));
        let covariance = mean(&|(o, m)| (o - observed) * (m - modelled));
        let varies = |value: &dyn Fn(&(f64, f64)) -> f64| {
            pairs.windows(2).any(|two| value(&two[0]) != value(&two[1]))
        };
        let both_vary = varies(&|pair| pair.0) && varies(&|pair| pair.1);
        let spread = (variance_observed * variance_modelled).sqrt();
        let above = |value: f64| (value > 0.0).then_some(value);
        Some(Self {
            pairs: pairs.len(),
            observed,
            modelled,
            fractional_bias: above(observed + modelled)
                .map(|sum| 2.0 * (observed - modelled) / sum),
            normalised_mean_square_error: above(observed * modelled)
                .map(|product| square_error / product),
            within_factor_two: mean(&|(o, m)| f64::from(within_factor_two(*o, *m))),
            correlation: above(spread)
                .filter(|_| both_vary)
                .map(|spread| covariance / spread),
            root_mean_square_error: square_error.sqrt(),
            deviation_observed: variance_observed.sqrt(),
            deviation_modelled: variance_modelled.sqrt(),
        })
    }

    /// Root mean square error after the bias has been taken away.
    ///
    /// ```
    /// use pluim_core::statistics::scores::Scores;
    /// let shifted = Scores::of(&[(1.0, 3.0), (5.0, 7.0)]).unwrap();
    /// assert_eq!(shifted.centred_error(), 0.0);
    /// ```
    #[must_use]
    pub fn centred_error(&self) -> f64 {
        let bias = self.modelled - self.observed;
        let square = self.root_mean_square_error * self.root_mean_square_error - bias * bias;
        square.max(0.0).sqrt()
    }
}

fn within_factor_two(observed: f64, modelled: f64) -> bool {
    observed > 0.0 && modelled >= 0.5 * observed && modelled <= 2.0 * observed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfect_model_has_perfect_scores() {
        let scores = Scores::of(&[(1.0, 1.0), (2.0, 2.0), (4.0, 4.0)]).unwrap();
        assert_eq!(scores.fractional_bias, Some(0.0));
        assert_eq!(scores.normalised_mean_square_error, Some(0.0));
        assert_eq!(scores.within_factor_two, 1.0);
        assert!((scores.correlation.unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(scores.root_mean_square_error, 0.0);
    }

    #[test]
    fn a_model_that_says_nothing_has_no_correlation() {
        let same = Scores::of(&[(1.0, 0.1), (2.0, 0.1), (4.0, 0.1)]).unwrap();
        assert_eq!(same.correlation, None);
        let scores = Scores::of(&[(1.0, 0.0), (2.0, 0.0)]).unwrap();
        assert_eq!(scores.correlation, None);
        assert_eq!(scores.normalised_mean_square_error, None);
        assert_eq!(scores.fractional_bias, Some(2.0));
        assert_eq!(scores.within_factor_two, 0.0);
    }

    #[test]
    fn an_observed_increment_below_nothing_is_not_within_a_factor() {
        let scores = Scores::of(&[(-1.0, -1.0), (1.0, 2.0)]).unwrap();
        assert_eq!(scores.within_factor_two, 0.5);
    }
}
