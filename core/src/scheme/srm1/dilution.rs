//! Dilution between road axis and receptor, by street type.

/// Nearest distance to the road axis (m) at which dilution is evaluated; nearer receptors get
/// this one.
///
/// Not in the text of the law; confirmed on the official Amsterdam results.
pub const NEAREST_AXIS: f64 = 3.5;

/// Distance (m) where the polynomial hands over to the power law.
const BRANCH: f64 = 30.0;

/// Exponent of the power law beyond [`BRANCH`] (-).
const POWER: f64 = -0.747;

/// Street type of one link between receptor and road; h is the height of the buildings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StreetType {
    /// Type 1: buildings on both sides within 60 m of the axis, facades between 1.5 h and 3 h.
    WideCanyon,
    /// Type 2: buildings on both sides, facades nearer than 1.5 h.
    NarrowCanyon,
    /// Type 3: buildings on one side, facade nearer than 3 h.
    OneSided,
    /// Type 4: every other urban road.
    Base,
}

/// Coefficients of theta(S) = a S^2 + b S + c, and of alpha S^-0.747 beyond 30 m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dilution {
    /// Quadratic coefficient a (s/m4).
    pub a: f64,
    /// Linear coefficient b (s/m3).
    pub b: f64,
    /// Constant c (s/m2).
    pub c: f64,
    /// Coefficient alpha of the power law; absent where the type ends at 30 m.
    pub alpha: Option<f64>,
}

impl StreetType {
    /// All four types in the order of their numbers.
    pub const ALL: [Self; 4] = [
        Self::WideCanyon,
        Self::NarrowCanyon,
        Self::OneSided,
        Self::Base,
    ];

    /// The type with official number `code` (1 to 4).
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|street_type| street_type.code() == code)
    }

    /// The official number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::WideCanyon => 1,
            Self::NarrowCanyon => 2,
            Self::OneSided => 3,
            Self::Base => 4,
        }
    }

    /// Greatest distance to the axis (m) at which the method holds.
    #[must_use]
    pub fn reach(self) -> f64 {
        match self {
            Self::WideCanyon | Self::Base => 60.0,
            Self::NarrowCanyon | Self::OneSided => BRANCH,
        }
    }

    /// Statutory coefficients.
    #[must_use]
    pub fn coefficients(self) -> Dilution {
        let (a, b, c, alpha) = match self {
            Self::WideCanyon => (3.25e-4, -2.05e-2, 0.39, Some(0.856)),
            Self::NarrowCanyon => (4.88e-4, -3.08e-2, 0.59, None),
            Self::OneSided => (5.00e-4, -3.16e-2, 0.57, None),
            Self::Base => (3.1e-4, -1.82e-2, 0.33, Some(0.799)),
        };
        Dilution { a, b, c, alpha }
    }

    /// Dilution theta (s/m2) at `distance` (m) from the axis, clamped to
    /// [`NEAREST_AXIS`] below and [`StreetType::reach`] above.
    ///
    /// # References
    /// Rbl 2007 annex 1, section 3.
    ///
    /// ```
    /// use pluim_core::scheme::srm1::StreetType;
    /// assert!((StreetType::NarrowCanyon.dilution(9.5) - 0.341442).abs() < 1e-6);
    /// ```
    #[must_use]
    pub fn dilution(self, distance: f64) -> f64 {
        self.coefficients()
            .at(distance.max(NEAREST_AXIS).min(self.reach()))
    }
}

impl Dilution {
    /// theta (s/m2) at distance `s` (m), without clamps.
    #[must_use]
    pub fn at(&self, s: f64) -> f64 {
        match self.alpha {
            Some(alpha) if s > BRANCH => alpha * s.powf(POWER),
            _ => self.a * s * s + self.b * s + self.c,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_published_table() {
        let distances = [
            2.0, 3.5, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 80.0,
        ];
        let table = [
            [
                0.322231, 0.322231, 0.295625, 0.2175, 0.155625, 0.11, 0.080625, 0.0675, 0.054417,
                0.046062, 0.040197, 0.040197,
            ],
            [
                0.488178, 0.488178, 0.4482, 0.3308, 0.2378, 0.1692, 0.125, 0.1052, 0.1052, 0.1052,
                0.1052, 0.1052,
            ],
            [
                0.465525, 0.465525, 0.4245, 0.304, 0.2085, 0.138, 0.0925, 0.072, 0.072, 0.072,
                0.072, 0.072,
            ],
            [
                0.270097, 0.270097, 0.24675, 0.179, 0.12675, 0.09, 0.06875, 0.063, 0.050793,
                0.042995, 0.03752, 0.03752,
            ],
        ];
        for (street_type, row) in StreetType::ALL.into_iter().zip(table) {
            for (distance, expected) in distances.into_iter().zip(row) {
                assert_abs_diff_eq!(street_type.dilution(distance), expected, epsilon = 6e-7);
            }
        }
    }

    #[test]
    fn the_power_law_starts_beyond_thirty_metres() {
        assert_abs_diff_eq!(
            StreetType::WideCanyon.dilution(30.0001),
            0.067463,
            epsilon = 6e-7
        );
        assert_abs_diff_eq!(StreetType::Base.dilution(30.0001), 0.06297, epsilon = 6e-7);
    }

    #[test]
    fn every_code_names_its_type() {
        for street_type in StreetType::ALL {
            assert_eq!(StreetType::from_code(street_type.code()), Some(street_type));
        }
        assert_eq!(StreetType::from_code(0), None);
        assert_eq!(StreetType::from_code(5), None);
    }
}
