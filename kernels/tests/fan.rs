//! Lines of fans beside plain sums over many points of them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use pluim_kernels::fan::{
    Block, Break, FanLine, FanLines, FanRow, FanTable, LANES, add_lines, mean_over_line,
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
    let behind = |x: f64| if x >= at { 1.0 + jump } else { 1.0 };
    let rows: Vec<FanRow> = FanTable::distances(13).map(|x| row(x, behind(x))).collect();
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
    .cut_at(if jump > 0.05 { &[300.0] } else { &[] }, 5.0)
}

/// The mean of the fans of `count` points along a line; those ahead of `at` and those behind it apart,
/// since the lobes end between them.
fn by_points(table: &FanTable, line: &FanLine, at: [f64; 2], count: u32) -> f64 {
    let abreast = (at[0] - f64::from(line.middle[0])) / f64::from(line.half[0]);
    let cuts = [-1.0, abreast.clamp(-1.0, 1.0), 1.0];
    let value = |node: f64| {
        let place = |axis: usize| f64::from(line.middle[axis]) + node * f64::from(line.half[axis]);
        table.at(
            [0, 1].map(|axis| at[axis] - place(axis)),
            f64::from(line.widening),
        )
    };
    let part = |ends: &[f64]| {
        let step = (ends[1] - ends[0]) / f64::from(count / 2);
        let nodes = (0..count / 2).map(|k| ends[0] + step * (f64::from(k) + 0.5));
        0.5 * step * nodes.map(value).sum::<f64>()
    };
    cuts.windows(2).map(part).sum()
}

fn found(table: &FanTable, lines: &[FanLine], receptors: &[[f64; 2]]) -> Vec<f64> {
    let block = Block::new(receptors).unwrap();
    let mut sums = [0.0; LANES];
    add_lines(table, &FanLines::new(lines), &block, &mut sums);
    sums[..receptors.len()].to_vec()
}

/// `line` in pieces of one length.
fn cut(line: &FanLine, count: u8) -> Vec<FanLine> {
    let count = f32::from(count);
    let piece = |number: u8| {
        let node = (2.0 * f32::from(number) + 1.0) / count - 1.0;
        FanLine {
            middle: [0, 1].map(|axis| line.middle[axis] + node * line.half[axis]),
            half: line.half.map(|half| half / count),
            strength: line.strength / count,
            ..*line
        }
    };
    (0..count as u8).map(piece).collect()
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

/// The largest relative difference between `lines`, the pieces of `line`, and its points, at places
/// where at least a ten thousandth of the largest value is.
fn follows(
    table: &FanTable,
    (line, lines): (&FanLine, &[FanLine]),
    places: &[[f64; 2]],
) -> Result<f64, TestCaseError> {
    let axis = 0.8 * table.at([400.0, 0.0], 0.0);
    let mut worst = 0.0_f64;
    for (value, place) in found(table, lines, places).iter().zip(places) {
        let exact = by_points(table, line, *place, 4000);
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
            let worst = follows(&table, (&line, &[line]), &places)?;
            prop_assert!(worst < 2e-3, "{worst}");
        }
    }

    #[test]
    fn a_road_in_pieces_is_the_sum_of_its_points(
        angle in 0.03_f64..0.8,
        ring in 0.0_f64..0.2,
        jump in prop::sample::select(vec![0.0, 0.02]),
        line in any_line(),
        count in 2_u8..17,
        near in any_places(60.0),
        wide in any_places(700.0),
    ) {
        let table = fan(angle, ring, jump);
        let allowed = if jump == 0.0 { 2e-3 } else { 4e-3 };
        for places in [near, wide] {
            let worst = follows(&table, (&line, &cut(&line, count)), &places)?;
            prop_assert!(worst < allowed, "{worst}");
        }
    }

    #[test]
    fn small_jumps_are_passed_little_by_little(
        angle in 0.05_f64..0.8,
        line in any_line(),
        places in any_places(300.0),
    ) {
        let table = fan(angle, 0.05, 0.02);
        let worst = follows(&table, (&line, &[line]), &places)?;
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

/// A ring alone, as steep as 1/r^2 from `corner` on and 1/r before.
fn bent_ring(corner: f64) -> Vec<FanRow> {
    let row = |x: f64| FanRow {
        ring: corner / x.max(corner),
        ln_centre: [f64::NEG_INFINITY; 2],
        ..FanRow::default()
    };
    FanTable::distances(13).map(row).collect()
}

/// How far a line from -100 to 100 along the axis is from its points, seen at `at`.
fn missed(table: &FanTable, at: [f64; 2]) -> f64 {
    let line = FanLine {
        middle: [0.0, 0.0],
        half: [100.0, 0.0],
        widening: 0.0,
        strength: 1.0,
    };
    (found(table, &[line], &[at])[0] / by_points(table, &line, at, 40_000) - 1.0).abs()
}

#[test]
fn a_steep_ring_is_seen_end_on_from_afar() {
    let table = FanTable::new(&bent_ring(1.0), &[]);
    for x in [451.0, 510.0, 600.0] {
        let missed = missed(&table, [-x, 1.0]);
        assert!(missed < 5e-4, "{missed} at {x}");
    }
}

#[test]
fn a_line_across_a_corner_is_followed_where_the_table_is_cut() {
    let smeared = FanTable::new(&bent_ring(300.0), &[]);
    assert!(missed(&smeared, [-330.0, 0.0]) > 1e-3);
    let cut = smeared.cut_at(&[300.0], 10.0);
    for at in [[-200.0, 60.0], [-330.0, 0.0], [0.0, -320.0]] {
        let missed = missed(&cut, at);
        assert!(missed < 2e-4, "{missed} at {at:?}");
    }
}
