//! Scores of what is modelled against what is observed, as cells of a table.

use pluim_core::statistics::geometric::GeometricScores;
use pluim_core::statistics::robust_highest::robust_highest;
use pluim_core::statistics::scores::Scores;

/// How many pairs (observed, modelled) there are, their FB, NMSE, FAC2, MG, VG and R, and the ratio of
/// the robust highest concentrations, each with so many `digits` behind the point. Nothing less
/// than `floor` counts in MG and VG.
#[must_use]
pub fn cells(pairs: &[(f64, f64)], floor: f64, digits: [usize; 7]) -> Option<String> {
    let scores = Scores::of(pairs)?;
    let geometric = GeometricScores::of(pairs, floor)?;
    let (observed, modelled): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let [bias, rest @ ..] = digits;
    let values = [
        scores.normalised_mean_square_error?,
        scores.within_factor_two,
        geometric.mean_bias,
        geometric.variance,
        scores.correlation?,
        robust_highest(&modelled)? / robust_highest(&observed)?,
    ];
    let cell = |(value, digits): (f64, usize)| format!(" | {value:.digits$}");
    let rest: String = values.into_iter().zip(rest).map(cell).collect();
    let fractional = scores.fractional_bias?;
    Some(format!("{} | {fractional:+.bias$}{rest}", scores.pairs))
}
