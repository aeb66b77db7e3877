//! How the compass is cut into wind sectors.

use thiserror::Error;

/// Where the first sector begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SectorStart {
    /// The first sector is centred on north.
    #[default]
    CentredOnNorth,
    /// The first sector begins at north.
    AtNorth,
}

/// Equal wind sectors, numbered clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SectorLayout {
    count: usize,
    start: SectorStart,
}

/// Why a number of sectors is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "the number of wind sectors must be 4 to 360; found {found}. The law has 12, later practice 36"
)]
pub struct SectorLayoutError {
    /// Number found.
    pub found: usize,
}

impl SectorLayout {
    /// `count` sectors.
    ///
    /// # Errors
    /// When `count` is below 4 or above 360.
    ///
    /// ```
    /// use pluim_core::scheme::srm2::{SectorLayout, SectorStart};
    /// let layout = SectorLayout::new(12, SectorStart::CentredOnNorth)?;
    /// assert_eq!(layout.sector_of(350.0), 0);
    /// assert_eq!(layout.sector_of(15.0), 1);
    /// # Ok::<(), pluim_core::scheme::srm2::SectorLayoutError>(())
    /// ```
    pub fn new(count: usize, start: SectorStart) -> Result<Self, SectorLayoutError> {
        if (4..=360).contains(&count) {
            Ok(Self { count, start })
        } else {
            Err(SectorLayoutError { found: count })
        }
    }

    /// 36 sectors of 10 degrees, the first centred on north: later practice.
    #[must_use]
    pub fn thirty_six() -> Self {
        Self {
            count: 36,
            start: SectorStart::CentredOnNorth,
        }
    }

    /// 12 sectors of 30 degrees, the first centred on north: the text of 2014.
    #[must_use]
    pub fn twelve() -> Self {
        Self {
            count: 12,
            ..Self::thirty_six()
        }
    }

    /// Number of sectors.
    #[must_use]
    pub fn count(self) -> usize {
        self.count
    }

    /// Width of a sector (degrees).
    #[must_use]
    pub fn width(self) -> f64 {
        360.0 / self.count as f64
    }

    /// Direction (degrees) at which sector 0 begins.
    #[must_use]
    pub fn origin(self) -> f64 {
        match self.start {
            SectorStart::CentredOnNorth => -0.5 * self.width(),
            SectorStart::AtNorth => 0.0,
        }
    }

    /// Sector of `direction` (degrees clockwise from north, any turn).
    #[must_use]
    pub fn sector_of(self, direction: f64) -> usize {
        let turn = (direction - self.origin()).rem_euclid(360.0);
        ((turn / self.width()) as usize).min(self.count - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_is_no_compass() {
        assert!(SectorLayout::new(0, SectorStart::AtNorth).is_err());
        assert!(SectorLayout::new(361, SectorStart::AtNorth).is_err());
    }

    proptest! {
        #[test]
        fn every_direction_has_a_sector(direction in -1e4..1e4_f64, count in 4_usize..=360) {
            let layout = SectorLayout::new(count, SectorStart::CentredOnNorth).unwrap();
            prop_assert!(layout.sector_of(direction) < count);
            prop_assert_eq!(layout.sector_of(direction), layout.sector_of(direction + 360.0 * 1e-13));
        }
    }
}
