//! One value for each class of vehicles.

use super::words::Vehicle;

/// One value for each class of vehicles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ByVehicle<T> {
    /// Light vehicles.
    pub light: T,
    /// Medium-heavy freight vehicles.
    pub medium: T,
    /// Heavy freight vehicles.
    pub heavy: T,
    /// Buses.
    pub bus: T,
}

impl<T: Copy> ByVehicle<T> {
    /// The value of one class.
    #[must_use]
    pub fn of(&self, vehicle: Vehicle) -> T {
        match vehicle {
            Vehicle::Light => self.light,
            Vehicle::Medium => self.medium,
            Vehicle::Heavy => self.heavy,
            Vehicle::Bus => self.bus,
        }
    }
}
