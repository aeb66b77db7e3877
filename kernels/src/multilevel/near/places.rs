//! Where receptors in a row find themselves in an [`EdgeTable`](super::edge::EdgeTable).

use super::edge::Line;

/// Receptors handled together.
pub(super) const LANES: usize = 16;

/// Rows and columns of a table.
pub(super) struct Axes {
    /// Distance d of the first row (cells); smaller distances count as this one.
    pub(super) start: f32,
    /// Distance r beyond which nothing is integrated.
    pub(super) reach: f32,
    /// Rows per doubling of d.
    pub(super) per_octave: f32,
    pub(super) rows: usize,
    /// Columns per doubling of (s + r) / d.
    pub(super) per_log2: f32,
    pub(super) columns: usize,
}

/// A row of receptors as a line sees it.
pub(super) struct RowView {
    /// Distance along the line from its start to the foot of the first receptor.
    foot: f32,
    /// Distance of the first receptor to the left of the line.
    aside: f32,
    along: [f32; 2],
    length: f32,
}

impl RowView {
    /// Receptors from `first` on, one a cell.
    pub(super) fn new(line: &Line, first: [f64; 2]) -> Self {
        let offset = [0, 1].map(|axis| first[axis] - line.start[axis]);
        Self {
            foot: (offset[0] * line.along[0] + offset[1] * line.along[1]) as f32,
            aside: (offset[1] * line.along[0] - offset[0] * line.along[1]) as f32,
            along: line.along.map(|part| part as f32),
            length: line.length as f32,
        }
    }
}

/// Nodes and fractions past them.
#[derive(Default)]
pub(super) struct Places {
    pub(super) row: [u32; LANES],
    pub(super) down: [f32; LANES],
    /// Columns at the start and at the end of the segment.
    pub(super) column: [[u32; LANES]; 2],
    pub(super) past: [[f32; LANES]; 2],
    /// 1 left of the line, -1 right of it, and in proportion nearer than the first row.
    pub(super) side: [f32; LANES],
}

/// Places of the receptors from number `first` of the row on.
#[multiversion::multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
pub(super) fn locate(view: &RowView, axes: &Axes, first: f32, places: &mut Places) {
    let last_row = (axes.rows - 2) as f32;
    let last_column = (axes.columns - 2) as f32;
    let middle = (axes.columns / 2) as f32;
    let log_start = log2(axes.start);
    let mut d = [0.0; LANES];
    let mut log_d = [0.0; LANES];
    let mut foot = [0.0; LANES];
    let mut farthest = [0.0; LANES];
    for lane in 0..LANES {
        let step = first + lane as f32;
        let aside = view.aside - step * view.along[1];
        foot[lane] = view.foot + step * view.along[0];
        d[lane] = aside.abs().max(axes.start);
        log_d[lane] = log2(d[lane]);
        farthest[lane] = (axes.reach * axes.reach - d[lane] * d[lane])
            .max(0.0)
            .sqrt();
        places.side[lane] = aside / d[lane];
        let row = axes.per_octave * (log_d[lane] - log_start);
        (places.row[lane], places.down[lane]) = split(row, last_row);
    }
    for (end, beyond) in [view.length, 0.0].into_iter().enumerate() {
        for lane in 0..LANES {
            // s runs against the way along the line: the receptor's place less the source's
            let s = (foot[lane] - beyond)
                .max(-farthest[lane])
                .min(farthest[lane]);
            let r = (s * s + d[lane] * d[lane]).sqrt();
            let t = (log2(s.abs() + r) - log_d[lane]).copysign(s);
            let column = middle + axes.per_log2 * t;
            (places.column[end][lane], places.past[end][lane]) = split(column, last_column);
        }
    }
}

/// A coordinate as a node from 0 to `last` and the fraction past it, 0 to 1.
#[inline(always)]
fn split(coordinate: f32, last: f32) -> (u32, f32) {
    /// Adding 2^23 rounds to a whole number and leaves it in the low bits.
    const WHOLE: f32 = 8_388_608.0;
    let held = coordinate.max(0.0).min(last + 1.0);
    let shifted = (held - 0.5).max(0.0).min(last) + WHOLE;
    let node = shifted - WHOLE;
    (shifted.to_bits() & 0x007f_ffff, held - node)
}

/// log2 of a positive normal number, to 1e-6: the exponent, and a polynomial of the mantissa
/// brought between sqrt(1/2) and sqrt(2), which interpolates at Chebyshev's nodes.
#[inline(always)]
fn log2(x: f32) -> f32 {
    const ROOT_HALF: u32 = 0x3f35_04f3;
    let bits = x.to_bits().wrapping_sub(ROOT_HALF);
    let exponent = (bits as i32) >> 23;
    let m = f32::from_bits((bits & 0x007f_ffff).wrapping_add(ROOT_HALF)) - 1.0;
    let high = 0.296_119_56 + m * (-0.267_963_87 + m * 0.168_186_59);
    let series =
        1.442_696_5 + m * (-0.721_360_2 + m * (0.480_613_13 + m * (-0.359_524_46 + m * high)));
    exponent as f32 + m * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithm_is_close() {
        for step in 0..4000 {
            let x = 1e-3 * 1.005_f32.powi(step);
            let exact = f64::from(x).log2();
            assert!((f64::from(log2(x)) - exact).abs() < 2e-6, "{x}");
        }
        assert_eq!(log2(1.0), 0.0);
    }

    #[test]
    fn splits_between_the_ends() {
        for (coordinate, expected) in [
            (-3.0, 0.0),
            (0.0, 0.0),
            (0.3, 0.3),
            (1.5, 1.5),
            (6.9, 6.9),
            (9.0, 7.0),
        ] {
            let (node, past) = split(coordinate, 6.0);
            assert!(node <= 6 && (0.0..=1.0).contains(&past), "{coordinate}");
            assert!((node as f32 + past - expected).abs() < 1e-6, "{coordinate}");
        }
    }
}
