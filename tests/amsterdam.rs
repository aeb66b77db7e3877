//! The Amsterdam example, coarsely, against the pattern of the official results.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::collections::HashMap;
use std::path::Path;

use pluim_io::cimlk::read_results;
use pluim_io::run_folder::{Quantity, ReceptorTable, Record};
use pluim_tests::program::{run_in, said};
use pluim_tests::shared;

/// Spearman's rank correlation; ties share their mean rank.
fn rank_correlation(pairs: &[(f64, f64)]) -> f64 {
    let ranks = |value: &dyn Fn(&(f64, f64)) -> f64| -> Vec<f64> {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by(|a, b| value(&pairs[*a]).total_cmp(&value(&pairs[*b])));
        let mut ranks = vec![0.0; pairs.len()];
        let mut start = 0;
        while start < order.len() {
            let same = |at: &usize| value(&pairs[*at]) == value(&pairs[order[start]]);
            let end = start + order[start..].iter().take_while(|at| same(at)).count();
            for at in &order[start..end] {
                ranks[*at] = (start + end - 1) as f64 / 2.0;
            }
            start = end;
        }
        ranks
    };
    let (a, b) = (ranks(&|pair| pair.0), ranks(&|pair| pair.1));
    let mean = (pairs.len() - 1) as f64 / 2.0;
    let product = |x: &[f64], y: &[f64]| -> f64 {
        x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum()
    };
    product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt()
}

#[test]
fn ranks_with_ties_correlate_as_they_should() {
    let pairs = [(1.0, 10.0), (2.0, 20.0), (2.0, 20.0), (3.0, 30.0)];
    assert!((rank_correlation(&pairs) - 1.0).abs() < 1e-12);
    let reversed = [(1.0, 3.0), (2.0, 2.0), (3.0, 1.0)];
    assert!((rank_correlation(&reversed) + 1.0).abs() < 1e-12);
}

#[test]
fn the_pattern_is_that_of_the_official_results() {
    let Some(results) = shared("data/amsterdam-cimlk/Rekenresultaten.csv") else {
        return;
    };
    if shared("data/meteo-knmi/uurgeg_240_2011-2020.zip").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/amsterdam/scenario.toml");
    let text = std::fs::read_to_string(example).unwrap();
    let coarse = text.replace("cell_m = 10", "cell_m = 100");
    std::fs::write(folder.path().join("scenario.toml"), coarse).unwrap();
    let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));

    let out = folder.path().join("out");
    let record = Record::read(&out).unwrap();
    assert!(record.solver.measured.unwrap().percentile_99 < 0.01);
    assert!(record.solver.kernels.unwrap().percentile_99 < 0.01);
    let table = ReceptorTable::read(&out.join("receptors.csv")).unwrap();
    let nox = table.column(&Quantity::new("nox", "mean")).unwrap();
    let ours: HashMap<&str, f64> = table
        .receptors
        .iter()
        .map(|receptor| receptor.id.as_str())
        .zip(nox)
        .collect();
    let official = read_results(&results).unwrap();
    let pairs: Vec<(f64, f64)> = official
        .records()
        .filter_map(|row| {
            let theirs = row.no2.nox_srm1 + row.no2.nox_srm2;
            Some((*ours.get(row.receptor.as_str())?, theirs))
        })
        .collect();
    let correlation = rank_correlation(&pairs);
    println!(
        "rank correlation {correlation:.3} over {} receptors",
        pairs.len()
    );
    assert!(pairs.len() > 5000, "{} receptors in common", pairs.len());
    assert!(correlation > 0.7, "rank correlation {correlation:.3}");
}
