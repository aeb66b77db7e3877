//! Robust highest concentration: the top of a sample without the whim of its largest value.

/// Values that the tail is fitted to, at most.
const TAIL: usize = 26;

/// The robust highest concentration of `values`, in their unit:
///
/// RHC = c_n + (c_mean - c_n) ln[(3 n - 1) / 2],
///
/// c_n being the n-th largest value and c_mean the mean of the n - 1 larger ones: an exponential
/// tail through them. n is 26, or fewer where there are fewer values; none with fewer than two.
///
/// # References
/// Cox & Tikvart (1990), A statistical procedure for determining the best performing air quality
/// simulation model, Atmos. Environ. 24A, 2387-2395.
///
/// ```
/// use pluim_core::statistics::robust_highest::robust_highest;
/// let rhc = robust_highest(&[1.0, 2.0, 4.0]).unwrap();
/// assert!((rhc - (1.0 + 2.0 * 4.0_f64.ln())).abs() < 1e-12);
/// assert!(robust_highest(&[1.0]).is_none());
/// ```
#[must_use]
pub fn robust_highest(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let n = sorted.len().min(TAIL);
    let (last, larger) = sorted.get(..n)?.split_last()?;
    if larger.is_empty() {
        return None;
    }
    let mean = larger.iter().sum::<f64>() / larger.len() as f64;
    Some(last + (mean - last) * ((3.0 * n as f64 - 1.0) / 2.0).ln())
}
