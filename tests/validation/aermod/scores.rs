//! Scores of all files of a kind together.

use pluim_tests::agreement::{Agreement, Kind};
use pluim_tests::scores::cells;

/// What nothing counts as in geometric scores, as a share of the largest value.
const FLOOR: f64 = 1e-4;
/// Digits of every score.
const DIGITS: [usize; 7] = [5, 6, 4, 5, 5, 6, 5];
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
        if let Some(row) = cells(&pairs, FLOOR, DIGITS) {
            println!("| {name} | {row} |");
        }
    }
}
