//! Benzene from parking along the street.

/// Parking movements a day per 100 m (vehicles) that equal P_mv passing vehicles.
const REFERENCE_MOVEMENTS: f64 = 107.0;

/// Speed class of a street.
///
/// # References
/// Rbl 2007 annex 1, section 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpeedClass {
    /// b: general road outside town, about 60 km/h, 0.2 stops a km.
    Rural,
    /// c: normal city traffic, 15 to 30 km/h, 2 stops a km.
    Normal,
    /// d: stagnating city traffic, under 15 km/h, 10 stops a km.
    Stagnating,
    /// e: city traffic with less congestion, 30 to 45 km/h, 1.5 stops a km.
    FreeFlow,
}

impl SpeedClass {
    /// Vehicles P_mv whose benzene equals that of 107 parking movements a day per 100 m.
    #[must_use]
    pub fn equivalent_vehicles(self) -> f64 {
        match self {
            Self::Rural => 3500.0,
            Self::FreeFlow => 1700.0,
            Self::Normal => 1400.0,
            Self::Stagnating => 1100.0,
        }
    }
}

/// Factor N_p (-) on the benzene emission of a street: N_p = 1 + (P_p / 107) (P_mv / N).
///
/// `movements` is P_p (parking movements a day per 100 m), `vehicles` is N (vehicles a day).
/// `None` where no vehicles pass: parking then has no traffic to be expressed in.
///
/// # References
/// Rbl 2007 annex 1, section 4; the equation follows from the definitions.
///
/// ```
/// use pluim_core::scheme::srm1::{parking_factor, SpeedClass};
/// assert_eq!(parking_factor(107.0, 1400.0, SpeedClass::Normal), Some(2.0));
/// assert_eq!(parking_factor(0.0, 5000.0, SpeedClass::Normal), Some(1.0));
/// assert_eq!(parking_factor(50.0, 0.0, SpeedClass::Normal), None);
/// ```
#[must_use]
pub fn parking_factor(movements: f64, vehicles: f64, class: SpeedClass) -> Option<f64> {
    let share = movements / REFERENCE_MOVEMENTS;
    (vehicles > 0.0).then(|| 1.0 + share * class.equivalent_vehicles() / vehicles)
}
