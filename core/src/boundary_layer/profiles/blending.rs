//! How a similarity profile follows the observed levels.
//!
//! Between two observed levels the observations are interpolated linearly and bent by the ratio
//! of the similarity profile to its own linear interpolation; outside them the similarity
//! profile is scaled to pass through the nearest observation (EPA-454/R-03-004, section 4.1,
//! "interface").

/// A height and the value observed there.
pub(super) type Observation = (f64, f64);

/// Heights (m) closer together than this are the same level.
const SAME_LEVEL: f64 = 0.1;

/// The profile `reference` of height (m), made to follow the `observed` values, at `z` (m).
/// `observed` ascends in height.
pub(super) fn follow(observed: &[Observation], reference: impl Fn(f64) -> f64, z: f64) -> f64 {
    if let Some(&(_, value)) = observed
        .iter()
        .find(|(height, _)| (height - z).abs() <= SAME_LEVEL)
    {
        return value;
    }
    let above = observed.iter().position(|&(height, _)| height > z);
    match above {
        _ if observed.is_empty() => reference(z),
        Some(0) => scaled(observed[0], reference, z),
        Some(k) => bent(observed[k - 1], observed[k], reference, z),
        None => scaled(observed[observed.len() - 1], reference, z),
    }
}

fn scaled((height, value): Observation, reference: impl Fn(f64) -> f64, z: f64) -> f64 {
    value * ratio(reference(z), reference(height))
}

fn bent(below: Observation, above: Observation, reference: impl Fn(f64) -> f64, z: f64) -> f64 {
    let straight = interpolate(
        (below.0, reference(below.0)),
        (above.0, reference(above.0)),
        z,
    );
    interpolate(below, above, z) * ratio(reference(z), straight)
}

/// The straight line through two observations at `z`.
pub(super) fn interpolate(below: Observation, above: Observation, z: f64) -> f64 {
    below.1 + (z - below.0) / (above.0 - below.0) * (above.1 - below.1)
}

/// `value / to`, and 1 where the reference vanishes and cannot guide.
fn ratio(value: f64, to: f64) -> f64 {
    if to.abs() > f64::MIN_POSITIVE {
        value / to
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_through_the_observations_and_keeps_the_shape_outside() {
        let observed = [(10.0, 4.0), (100.0, 6.0)];
        let reference = |z: f64| z.sqrt();
        assert_eq!(follow(&observed, reference, 10.05), 4.0);
        assert!((follow(&observed, reference, 2.5) - 2.0).abs() < 1e-12);
        assert!((follow(&observed, reference, 400.0) - 12.0).abs() < 1e-12);
        let straight = 4.0 + 2.0 * 15.0 / 90.0;
        let guide = 5.0 / (10.0_f64.sqrt() + (10.0 - 10.0_f64.sqrt()) * 15.0 / 90.0);
        assert!((follow(&observed, reference, 25.0) - straight * guide).abs() < 1e-12);
    }
}
