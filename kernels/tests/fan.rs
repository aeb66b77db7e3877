//! Lines of fans beside plain sums over many points of them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use pluim_kernels::fan::{
    Block, Break, FanLine, FanRow, FanTable, LANES, add_lines, mean_over_line,
};
use proptest::prelude::*;

/// A fan that spreads by an angle of `angle` (standard deviation, as a tangent) and jumps at 300 by
/// `jump`.
fn fan(angle: f64, ring: f64, jump: f64) -> FanTable {
    let at = 300.0_f64;
    let row = |x: f64, factor: f64| FanRow {
        ln_centre: [
            (factor / (x * (20.0 + x).powf(0.7))).ln(),
            f64::NEG_INFINITY,
        ],
        decay: [0.5 / (angle * angle) * x.powf(0.2), 1.0],
        ring: ring * factor * x.powf(-0.6),
        coherence: 0.8,
    };
    let axis = FanTable::axis(13).unwrap();
    let behind = |x: f64| if x >= at { 1.0 + jump } else { 1.0 };
    let rows: Vec<FanRow> = axis.nodes().map(|x| row(x, behind(x))).collect();
    let step = Break {
        at,
        before: row(at, 1.0),
        behind: row(at, 1.0 + jump),
    };
    FanTable::new(
        &rows,
        if jump == 0.0 {
            &[]
        } else {
            std::slice::from_ref(&step)
        },
    )
}

/// The mean of the fans of `count` points along a line.
fn by_points(table: &FanTable, line: &FanLine, at: [f64; 2], count: u32) -> f64 {
    let point = |k: u32| {
        let node = (2.0 * f64::from(k) + 1.0) / f64::from(count) - 1.0;
        let offset = [0, 1]
            .map(|axis| at[axis] - f64::from(line.middle[axis] + node as f32 * line.half[axis]));
        table.at(offset, f64::from(line.widening))
    };
    (0..count).map(point).sum::<f64>() / f64::from(count)
}

fn found(table: &FanTable, line: FanLine, receptors: &[[f64; 2]]) -> Vec<f64> {
    let block = Block::new(receptors).unwrap();
    let mut sums = [0.0; LANES];
    add_lines(table, &[line], &block, &mut sums);
    sums[..receptors.len()].to_vec()
}

fn any_line() -> impl Strategy<Value = FanLine> {
    (
        10.0_f32..400.0,
        0.0_f32..std::f32::consts::TAU,
        0.0_f32..8.0,
    )
        .prop_map(|(length, direction, widening)| FanLine {
            middle: [0.0, 0.0],
            half: [
                0.5 * length * direction.cos(),
                0.5 * length * direction.sin(),
            ],
            widening,
            strength: 1.0,
        })
}

fn any_places(spread: f64) -> impl Strategy<Value = Vec<[f64; 2]>> {
    let centre = (-900.0..3000.0, -1500.0..1500.0);
    let around = prop::collection::vec((-1.0..1.0, -1.0..1.0), 1..8);
    (centre, around).prop_map(move |((x, y), around)| {
        let place = |(east, north): (f64, f64)| [x + spread * east, y + spread * north];
        around.into_iter().map(place).collect()
    })
}

/// The largest relative difference at places where at least a thousandth of the largest value is.
fn follows(table: &FanTable, line: FanLine, places: &[[f64; 2]]) -> Result<f64, TestCaseError> {
    let axis = 0.8 * table.at([400.0, 0.0], 0.0);
    let mut worst = 0.0_f64;
    for (value, place) in found(table, line, places).iter().zip(places) {
        let exact = by_points(table, &line, *place, 4000);
        prop_assert!(value.is_finite());
        worst = worst.max((value - exact).abs() / exact.max(1e-4 * axis));
    }
    Ok(worst)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn lines_are_the_sum_of_their_points(
        angle in 0.03_f64..0.8,
        ring in 0.0_f64..0.2,
        line in any_line(),
        near in any_places(60.0),
        wide in any_places(700.0),
    ) {
        let table = fan(angle, ring, 0.0);
        for places in [near, wide] {
            let worst = follows(&table, line, &places)?;
            prop_assert!(worst < 2e-3, "{worst}");
        }
    }

    #[test]
    fn small_jumps_are_passed_little_by_little(
        angle in 0.05_f64..0.8,
        line in any_line(),
        places in any_places(300.0),
    ) {
        let table = fan(angle, 0.05, 0.02);
        let worst = follows(&table, line, &places)?;
        prop_assert!(worst < 4e-3, "{worst}");
    }

    #[test]
    fn what_lies_beside_a_line_is_its_sum_too(
        angle in 0.05_f64..0.8,
        line in any_line(),
        along in -1.2_f64..1.2,
        aside in 2.0_f64..40.0,
    ) {
        let table = fan(angle, 0.05, 0.3);
        let [x, y] = line.half.map(f64::from);
        let length = x.hypot(y);
        let at = [along * x - aside * y / length, along * y + aside * x / length];
        let to = |side: f64| [0, 1].map(|axis| (at[axis] - side * [x, y][axis]) as f32);
        let value = f64::from(mean_over_line(&table, [to(-1.0), to(1.0)], line.widening));
        let exact = by_points(&table, &line, at, 40_000);
        let floor = 1e-3 * table.at([100.0, 0.0], 0.0);
        prop_assert!((value - exact).abs() < 2e-3 * exact.max(floor), "{value} {exact}");
    }
}
