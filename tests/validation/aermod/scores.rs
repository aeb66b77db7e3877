//! Scores of all files of a kind together.

use pluim_core::statistics::geometric::GeometricScores;
use pluim_core::statistics::robust_highest::robust_highest;
use pluim_core::statistics::scores::Scores;
use pluim_tests::agreement::{Agreement, Kind};

/// What nothing counts as in geometric scores, as a share of the largest value.
const FLOOR: f64 = 1e-4;
const KINDS: [(&str, Kind); 4] = [
    ("means", Kind::Mean),
    ("highest hours", Kind::FirstHour),
    ("hours", Kind::Hourly),
    ("other averages", Kind::Other),
];

/// Prints the table: AERMOD is what is observed, pluim what is modelled, and every value a share
/// of the largest in AERMOD's file.
pub(crate) fn print(found: &[(String, Agreement)]) {
    println!("\n| files | values | FB | NMSE | FAC2 | MG | VG | R | RHC ratio |");
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (name, kind) in KINDS {
        let of_kind = found.iter().filter(|(_, one)| one.kind == kind);
        let pairs: Vec<(f64, f64)> = of_kind.flat_map(|(_, one)| one.pairs().to_vec()).collect();
        if let Some(row) = row(&pairs) {
            println!("| {name} | {row} |");
        }
    }
}

fn row(pairs: &[(f64, f64)]) -> Option<String> {
    let scores = Scores::of(pairs)?;
    let geometric = GeometricScores::of(pairs, FLOOR)?;
    let (theirs, ours): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let highest = robust_highest(&ours)? / robust_highest(&theirs)?;
    Some(format!(
        "{} | {:+.5} | {:.6} | {:.4} | {:.5} | {:.5} | {:.6} | {highest:.5}",
        scores.pairs,
        scores.fractional_bias?,
        scores.normalised_mean_square_error?,
        scores.within_factor_two,
        geometric.mean_bias,
        geometric.variance,
        scores.correlation?,
    ))
}
