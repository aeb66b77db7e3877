//! Overviews: the same raster at a half, a quarter, an eighth ... of its resolution.

use super::TILE;

/// Columns and rows of the overviews of a raster of `columns` x `rows` cells: halved, rounded up,
/// until one tile holds all.
pub(super) fn overview_sizes(columns: usize, rows: usize) -> Vec<(usize, usize)> {
    let halved = |&(columns, rows): &(usize, usize)| {
        let more = columns > TILE || rows > TILE;
        more.then(|| (columns.div_ceil(2), rows.div_ceil(2)))
    };
    std::iter::successors(Some((columns, rows)), halved)
        .skip(1)
        .collect()
}

/// Appends to `coarse` the averages of two by two cells of `fine`, rows of `columns` values.
///
/// NaN cells do not count; four of them make a NaN. At an odd edge one row or column stands alone.
/// All but the last piece of a raster must have an even number of rows.
pub(super) fn average(fine: &[f32], columns: usize, coarse: &mut Vec<f32>) {
    for pair in fine.chunks(2 * columns) {
        let (upper, lower) = pair.split_at(columns.min(pair.len()));
        let lower = if lower.is_empty() { upper } else { lower };
        average_rows(upper, lower, coarse);
    }
}

fn average_rows(upper: &[f32], lower: &[f32], coarse: &mut Vec<f32>) {
    let (upper, upper_odd) = upper.as_chunks::<2>();
    let (lower, lower_odd) = lower.as_chunks::<2>();
    let whole = upper.iter().zip(lower);
    coarse.extend(whole.map(|(u, l)| mean([u[0], u[1], l[0], l[1]])));
    if let ([u], [l]) = (upper_odd, lower_odd) {
        coarse.push(mean([*u, *u, *l, *l]));
    }
}

/// Mean of the cells that have a value, NaN if none has.
fn mean(cells: [f32; 4]) -> f32 {
    let value = cells.map(|cell| if cell.is_nan() { 0.0 } else { cell });
    let count = cells.map(|cell| if cell.is_nan() { 0.0 } else { 1.0_f32 });
    let sum = (value[0] + value[1]) + (value[2] + value[3]);
    sum / ((count[0] + count[1]) + (count[2] + count[3]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overviews_end_with_one_tile() {
        assert_eq!(overview_sizes(512, 512), []);
        assert_eq!(overview_sizes(513, 1), [(257, 1)]);
        let sizes = overview_sizes(10_000, 3_000);
        assert_eq!(sizes[0], (5_000, 1_500));
        assert_eq!(sizes.last(), Some(&(313, 94)));
    }

    #[test]
    fn nan_cells_do_not_count() {
        let mut coarse = Vec::new();
        let nan = f32::NAN;
        average(&[1.0, nan, nan, nan, 3.0, 5.0, nan, nan], 4, &mut coarse);
        assert_eq!(coarse[0], 3.0);
        assert!(coarse[1].is_nan());
    }

    #[test]
    fn odd_edges_stand_alone() {
        let mut coarse = Vec::new();
        let rows = [1.0, 2.0, 10.0, 3.0, 6.0, 20.0, 4.0, 8.0, 7.0];
        average(&rows, 3, &mut coarse);
        assert_eq!(coarse, [3.0, 15.0, 6.0, 7.0]);
    }
}
