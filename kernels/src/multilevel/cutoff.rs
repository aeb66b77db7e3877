//! The smooth cutoff that splits a kernel into levels.

/// w(s): 1 up to s = 1/2, 0 from s = 1, and between them the quintic with two continuous
/// derivatives.
///
/// A cutoff that falls from s = 0 leaves a kernel that is steep at its origin too rough to
/// interpolate: measured on networks of roads, the largest error is four to eight times that of
/// one that starts half way.
///
/// ```
/// use pluim_kernels::multilevel::cutoff;
/// assert_eq!([cutoff(0.3), cutoff(0.75), cutoff(1.2)], [1.0, 0.5, 0.0]);
/// ```
#[must_use]
pub fn cutoff(s: f64) -> f64 {
    let x = (2.0 * s - 1.0).clamp(0.0, 1.0);
    1.0 - x * x * x * (10.0 + x * (6.0 * x - 15.0))
}
