//! Statistics over the cells of a field, streamed.

use super::log_bins::LogBin;

/// What a field's cells hold: mean, extremes, quantiles and shares above thresholds. Cells of NaN
/// are left aside. Memory does not grow with the field.
///
/// ```
/// use pluim_core::statistics::field::FieldSummary;
/// let mut summary = FieldSummary::new(vec![10.0, 20.0]);
/// summary.add(&[5.0, 15.0, f32::NAN, 20.0, 40.0]);
/// assert_eq!(summary.cells(), 4);
/// assert_eq!(summary.mean(), Some(20.0));
/// assert_eq!(summary.highest(), Some((4, 40.0)));
/// assert_eq!(summary.shares_above(), [0.75, 0.25]);
/// assert!((summary.quantile(0.5).unwrap() / 15.0 - 1.0).abs() < 5e-4);
/// ```
#[derive(Debug, Clone)]
pub struct FieldSummary {
    seen: usize,
    cells: u64,
    sum: f64,
    highest: Option<(usize, f32)>,
    bins: Vec<u64>,
    thresholds: Vec<f64>,
    above: Vec<u64>,
}

impl FieldSummary {
    /// Nothing seen yet; counts the cells above each of `thresholds`.
    #[must_use]
    pub fn new(thresholds: Vec<f64>) -> Self {
        Self {
            seen: 0,
            cells: 0,
            sum: 0.0,
            highest: None,
            bins: vec![0; LogBin::COUNT],
            above: vec![0; thresholds.len()],
            thresholds,
        }
    }

    /// Adds the next cells.
    pub fn add(&mut self, values: &[f32]) {
        for value in values {
            self.take(*value);
            self.seen += 1;
        }
    }

    fn take(&mut self, value: f32) {
        if value.is_nan() {
            return;
        }
        let wide = f64::from(value);
        self.cells += 1;
        self.sum += wide;
        if self.highest.is_none_or(|(_, highest)| value > highest) {
            self.highest = Some((self.seen, value));
        }
        if let Some(count) = self.bins.get_mut(usize::from(LogBin::of(wide).number())) {
            *count += 1;
        }
        for (threshold, count) in self.thresholds.iter().zip(&mut self.above) {
            *count += u64::from(wide > *threshold);
        }
    }

    /// Cells that hold a value.
    #[must_use]
    pub fn cells(&self) -> u64 {
        self.cells
    }

    /// Mean over the cells; none where no cell holds a value.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.cells > 0).then(|| self.sum / self.cells as f64)
    }

    /// The highest value and the number of its cell, counted from 0 in the order of adding; the
    /// first of equals.
    #[must_use]
    pub fn highest(&self) -> Option<(usize, f32)> {
        self.highest
    }

    /// The value below which the part `part` (0 to 1) of the cells lies, within 0.05 % of it.
    #[must_use]
    pub fn quantile(&self, part: f64) -> Option<f64> {
        let wanted = (part.clamp(0.0, 1.0) * self.cells as f64).ceil().max(1.0) as u64;
        let mut below = 0;
        let numbered = (0..=u16::MAX).zip(&self.bins);
        for (number, count) in numbered {
            below += count;
            if below >= wanted {
                return Some(LogBin::numbered(number).value());
            }
        }
        None
    }

    /// The share of the cells (0 to 1) above each threshold.
    #[must_use]
    pub fn shares_above(&self) -> Vec<f64> {
        let cells = self.cells.max(1) as f64;
        self.above
            .iter()
            .map(|count| *count as f64 / cells)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_field_has_no_statistics() {
        let mut summary = FieldSummary::new(vec![1.0]);
        summary.add(&[f32::NAN; 3]);
        assert_eq!((summary.mean(), summary.highest()), (None, None));
        assert_eq!(summary.quantile(0.5), None);
        assert_eq!(summary.shares_above(), [0.0]);
    }

    #[test]
    fn pieces_add_up_to_the_whole() {
        let values: Vec<f32> = (0..1000).map(|at| (at * 37 % 1000) as f32).collect();
        let mut whole = FieldSummary::new(vec![499.0]);
        whole.add(&values);
        let mut parts = FieldSummary::new(vec![499.0]);
        values.chunks(77).for_each(|piece| parts.add(piece));
        assert_eq!(whole.highest(), Some((27, 999.0)));
        assert_eq!(parts.highest(), whole.highest());
        assert_eq!(whole.shares_above(), [0.5]);
        for (part, exact) in [(0.5, 499.0), (0.98, 979.0), (1.0, 999.0)] {
            let found = parts.quantile(part).unwrap();
            assert!((found / exact - 1.0).abs() < 5e-4, "{part}: {found}");
        }
    }
}
