//! How much of what is stirred up in a pit comes out: Thompson (1994), as the ISC3 user's guide,
//! volume II (EPA-454/B-95-003b), has it.

/// Flux from a pit as a part of wind speed times concentration in it (-), found alike for all
/// pits of the study.
const ALPHA: f64 = 0.029;

/// Height (m) of the wind that [`escape_fraction`] asks for.
pub const ESCAPE_WIND_HEIGHT: f64 = 10.0;

/// Part (-) of the particles of one size, from 0 to 1, that leaves the pit.
///
/// They settle at `settling_velocity` (m/s, 0 or more) while the wind that comes towards the pit
/// blows at `wind` (m/s, 0 or more) at [`ESCAPE_WIND_HEIGHT`]. What does not settle leaves wholly.
///
/// ```
/// use pluim_core::source::escape_fraction;
/// // 0.029 * 5 = 0.145 m/s out of the pit, against 0.145 m/s down
/// assert!((escape_fraction(0.145, 5.0) - 0.5).abs() < 1e-12);
/// assert_eq!(escape_fraction(0.0, 0.0), 1.0);
/// ```
#[must_use]
pub fn escape_fraction(settling_velocity: f64, wind: f64) -> f64 {
    let (v_g, u_r) = (settling_velocity, wind);
    if v_g <= 0.0 {
        return 1.0;
    }
    // ISC3, eq. 1-68
    1.0 / (1.0 + v_g / (ALPHA * u_r))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deposition::{Particles, Slip, settling_velocity};
    use approx::assert_relative_eq;

    #[test]
    fn dust_of_ten_micrometres_in_a_wind_of_four_metres_a_second() {
        let dust = Particles {
            diameter: 10.0,
            density: 1.0,
            slip: Slip::Own,
        };
        // by hand: 0.116 / (0.116 + 0.00306)
        let escapes = escape_fraction(settling_velocity(&dust), 4.0);
        assert_relative_eq!(escapes, 0.9743, max_relative = 1e-3);
    }

    #[test]
    fn the_fraction_lies_between_none_and_all() {
        let mut before = 1.0;
        for settling in [0.0, 1e-6, 1e-3, 0.1, 1.0, 1e3] {
            for wind in [0.0, 1e-9, 0.3, 5.0, 60.0] {
                let escapes = escape_fraction(settling, wind);
                assert!((0.0..=1.0).contains(&escapes), "{settling} {wind}");
            }
            let escapes = escape_fraction(settling, 5.0);
            assert!(escapes <= before);
            before = escapes;
        }
    }
}
