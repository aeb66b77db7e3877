//! Where the emission of a pit comes out: the upwind part of its opening, by the wind tunnel study
//! of Perry et al. (1994), as the ISC3 user's guide, volume II (EPA-454/B-95-003b), has it. Numbers
//! of equations without a mention in its text follow from their order.

/// Relative depth (-) from which on the effective area is [`LEAST_FRACTION`].
const DEEP: f64 = 0.2;
const LEAST_FRACTION: f64 = 0.08;

/// The opening of a pit as the wind meets it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Opening {
    /// Long and short side L, W (m), above 0.
    pub(super) sides: [f64; 2],
    /// Angle theta (degrees) between the wind and the long side, from 0 to 90.
    pub(super) angle: f64,
}

/// The area that emits, as a part (-) of the opening.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct EffectivePart {
    /// Of its area.
    pub(super) area: f64,
    /// Of its long and its short side.
    pub(super) sides: [f64; 2],
}

impl Opening {
    /// The part that emits where the emission leaves `below_rim` (m, 0 or more) below the rim.
    pub(super) fn effective_part(&self, below_rim: f64) -> EffectivePart {
        // ISC3, eq. 1-73
        let d_r = below_rim / self.along_wind();
        let a_e = fraction(d_r);
        let cos2 = self.angle.to_radians().cos().powi(2);
        // ISC3, eq. 1-75
        let a_w = a_e.powf(1.0 - cos2);
        // ISC3, eq. 1-76
        let a_l = a_e.powf(cos2);
        EffectivePart {
            area: a_e,
            sides: [a_l, a_w],
        }
    }

    /// Length (m) along the wind.
    fn along_wind(&self) -> f64 {
        let [l, w] = self.sides;
        let across = self.angle / 90.0;
        // ISC3, eq. 1-71
        l * (1.0 - across) + w * across
    }
}

/// Part (-) of the opening that emits, at a relative depth `d_r` (-) of 0 or more.
fn fraction(d_r: f64) -> f64 {
    if d_r >= DEEP {
        return LEAST_FRACTION;
    }
    // ISC3, eq. 1-74
    (1.0 - 1.7 * d_r.cbrt()).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    fn opening(angle: f64) -> Opening {
        Opening {
            sides: [800.0, 200.0],
            angle,
        }
    }

    #[test]
    fn a_pit_of_800_by_200_m_at_three_winds() {
        // by hand, emission 20 m below the rim: D_r = 20/800, 20/500, 20/200
        let cases = [
            (0.0, 0.70917, [0.70917, 1.0]),
            (45.0, 0.64700, [0.80436, 0.80436]),
            (90.0, 0.45927, [1.0, 0.45927]),
        ];
        for (angle, area, sides) in cases {
            let part = opening(angle).effective_part(20.0);
            assert_relative_eq!(part.area, area, max_relative = 2e-5);
            assert_relative_eq!(part.sides[0], sides[0], max_relative = 2e-5);
            assert_relative_eq!(part.sides[1], sides[1], max_relative = 2e-5);
        }
    }

    #[test]
    fn emission_at_the_rim_leaves_by_the_whole_opening() {
        let part = opening(30.0).effective_part(0.0);
        assert_eq!((part.area, part.sides), (1.0, [1.0, 1.0]));
    }

    #[test]
    fn a_deep_pit_emits_from_eight_hundredths() {
        assert_eq!(opening(90.0).effective_part(40.0).area, 0.08);
        assert_eq!(opening(90.0).effective_part(1e4).area, 0.08);
    }

    #[test]
    fn the_part_has_the_area_of_its_sides_and_none_is_more_than_whole() {
        for angle in [0.0, 10.0, 33.0, 60.0, 90.0] {
            for below_rim in [0.0, 0.1, 10.0, 100.0, 159.0, 1000.0] {
                let part = opening(angle).effective_part(below_rim);
                let [a_l, a_w] = part.sides;
                assert_relative_eq!(a_l * a_w, part.area, max_relative = 1e-12);
                assert!(part.area > 0.0 && a_l <= 1.0 && a_w <= 1.0);
            }
        }
    }
}
