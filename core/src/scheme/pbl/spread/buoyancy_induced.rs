//! Buoyancy-induced spread (Pasquill 1976; Weil 1988; EPA-454/R-03-004, section 5.5.2,
//! equation 88).

/// Entrainment parameter beta_2.
pub(in super::super) const BETA_2: f64 = 0.4;

/// Spread (m), lateral and vertical alike, of a plume that has risen `rise` (m):
/// sigma_b = beta_2 dh / sqrt(2).
pub(in super::super) fn buoyancy_induced(rise: f64) -> f64 {
    BETA_2 * rise / std::f64::consts::SQRT_2
}
