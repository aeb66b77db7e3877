//! Wind and ozone by sector, from hourly samples.

use thiserror::Error;

use super::{SectorLayout, SpeedClasses};

/// One hour of wind, and of ozone where it was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindSample {
    /// Where the wind comes from (degrees from north); `None` is calm or variable.
    pub direction: Option<f64>,
    /// Wind speed at 10 m (m/s), 0 or more.
    pub speed: f64,
    /// Background ozone (ug/m3).
    pub ozone: Option<f64>,
}

/// The climate of one sector.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sector {
    /// Share f_i of the hours with wind from this sector (-); all sectors add up to 1.
    pub frequency: f64,
    /// Effective wind speed u_i (m/s), above 0.
    pub speed: f64,
    /// Background ozone with wind from this sector (ug/m3), 0 or more.
    pub ozone: f64,
}

/// How many hours went into a climatology, and which were special.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Hours used.
    pub hours: usize,
    /// Of these, calm or variable: spread over the sectors by frequency.
    pub without_direction: usize,
    /// Hours refused because speed or direction was not a number.
    pub refused: usize,
    /// Hours used that had no ozone.
    pub without_ozone: usize,
}

/// Wind and ozone by sector.
#[derive(Debug, Clone, PartialEq)]
pub struct SectorClimate {
    layout: SectorLayout,
    sectors: Vec<Sector>,
    coverage: Coverage,
}

/// Why no climatology could be made.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum ClimatologyError {
    /// No hour had a wind direction.
    #[error(
        "a sector climatology needs hours with a wind direction; found none among {hours} hours"
    )]
    NoWind {
        /// Hours seen.
        hours: usize,
    },
    /// No hour had ozone.
    #[error(
        "a sector climatology needs ozone in at least one hour, for NO2; give 0 where chemistry is off"
    )]
    NoOzone,
    /// Sector data do not fit the layout or are not numbers in range.
    #[error(
        "sector {sector}: frequency, ozone 0 or more and speed above 0 are needed; found {found:?}"
    )]
    Sector {
        /// Index of the sector.
        sector: usize,
        /// What was found, if anything.
        found: Option<Sector>,
    },
}

#[derive(Debug, Clone, Copy, Default)]
struct Ozone {
    sum: f64,
    hours: f64,
}

impl Ozone {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.hours += 1.0;
    }

    fn mean(self) -> Option<f64> {
        (self.hours > 0.0).then(|| self.sum / self.hours)
    }
}

#[derive(Debug, Default)]
struct Gathered {
    wind: Vec<SpeedClasses>,
    ozone: Vec<Ozone>,
    calm: SpeedClasses,
    all_ozone: Ozone,
    coverage: Coverage,
}

impl SectorClimate {
    /// The climatology of hourly `samples`.
    ///
    /// Hours without direction are spread over the sectors in proportion to their frequency; a
    /// sector without ozone takes the mean of all hours.
    ///
    /// # Errors
    /// When no hour has a direction, or none has ozone.
    ///
    /// ```
    /// use pluim_core::scheme::srm2::{SectorClimate, SectorLayout, WindSample};
    /// let hour = |degrees| WindSample { direction: Some(degrees), speed: 4.0, ozone: Some(50.0) };
    /// let hours = [hour(0.0), hour(90.0), hour(90.0), hour(180.0)];
    /// let climate = SectorClimate::from_hours(SectorLayout::twelve(), hours)?;
    /// assert_eq!(climate.sectors()[3].frequency, 0.5);
    /// # Ok::<(), pluim_core::scheme::srm2::ClimatologyError>(())
    /// ```
    pub fn from_hours(
        layout: SectorLayout,
        samples: impl IntoIterator<Item = WindSample>,
    ) -> Result<Self, ClimatologyError> {
        let mut gathered = Gathered {
            wind: vec![SpeedClasses::default(); layout.count()],
            ozone: vec![Ozone::default(); layout.count()],
            ..Gathered::default()
        };
        for sample in samples {
            gathered.add(layout, &sample);
        }
        gathered.finish(layout)
    }

    /// A climatology from ready `sectors`, one for each sector of `layout`; frequencies are
    /// scaled to add up to 1.
    ///
    /// # Errors
    /// When the number of sectors differs, or one of them holds no valid numbers.
    pub fn from_sectors(
        layout: SectorLayout,
        mut sectors: Vec<Sector>,
    ) -> Result<Self, ClimatologyError> {
        if sectors.len() != layout.count() {
            let sector = sectors.len().min(layout.count());
            return Err(ClimatologyError::Sector {
                sector,
                found: None,
            });
        }
        if let Some(sector) = sectors.iter().position(|sector| !sector.is_valid()) {
            let found = sectors.get(sector).copied();
            return Err(ClimatologyError::Sector { sector, found });
        }
        let total: f64 = sectors.iter().map(|sector| sector.frequency).sum();
        if total <= 0.0 {
            return Err(ClimatologyError::NoWind { hours: 0 });
        }
        for sector in &mut sectors {
            sector.frequency /= total;
        }
        Ok(Self {
            layout,
            sectors,
            coverage: Coverage::default(),
        })
    }

    /// How the compass is cut.
    #[must_use]
    pub fn layout(&self) -> SectorLayout {
        self.layout
    }

    /// The sectors, clockwise from the first.
    #[must_use]
    pub fn sectors(&self) -> &[Sector] {
        &self.sectors
    }

    /// Hours that went into it.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// Mean ozone (ug/m3), weighted by frequency.
    #[must_use]
    pub fn mean_ozone(&self) -> f64 {
        self.sectors
            .iter()
            .map(|sector| sector.frequency * sector.ozone)
            .sum()
    }

    /// Sector ozone (ug/m3) scaled so that its mean is `annual`, the background at a receptor.
    pub fn ozone_scaled_to(&self, annual: f64) -> impl Iterator<Item = f64> + '_ {
        let mean = self.mean_ozone();
        let scaled = move |sector: &Sector| {
            if mean > 0.0 {
                sector.ozone * annual / mean
            } else {
                annual
            }
        };
        self.sectors.iter().map(scaled)
    }
}

impl Sector {
    fn is_valid(&self) -> bool {
        let finite = [self.frequency, self.speed, self.ozone]
            .iter()
            .all(|value| value.is_finite());
        finite && self.frequency >= 0.0 && self.speed > 0.0 && self.ozone >= 0.0
    }
}

impl Gathered {
    fn add(&mut self, layout: SectorLayout, sample: &WindSample) {
        let direction_fits = sample.direction.is_none_or(f64::is_finite);
        if !(direction_fits && sample.speed.is_finite() && sample.speed >= 0.0) {
            self.coverage.refused += 1;
            return;
        }
        self.coverage.hours += 1;
        let ozone = sample.ozone.filter(|value| value.is_finite());
        match ozone {
            Some(value) => self.all_ozone.add(value),
            None => self.coverage.without_ozone += 1,
        }
        let Some(direction) = sample.direction else {
            self.coverage.without_direction += 1;
            self.calm.add(sample.speed, 1.0);
            return;
        };
        let sector = layout.sector_of(direction);
        self.wind[sector].add(sample.speed, 1.0);
        if let Some(value) = ozone {
            self.ozone[sector].add(value);
        }
    }

    fn finish(mut self, layout: SectorLayout) -> Result<SectorClimate, ClimatologyError> {
        let directed: f64 = self.wind.iter().map(SpeedClasses::hours).sum();
        if directed <= 0.0 {
            let hours = self.coverage.hours;
            return Err(ClimatologyError::NoWind { hours });
        }
        let overall = self.all_ozone.mean().ok_or(ClimatologyError::NoOzone)?;
        for wind in &mut self.wind {
            let share = wind.hours() / directed;
            wind.add_share(&self.calm, share);
        }
        let all = directed + self.calm.hours();
        let sectors = self
            .wind
            .iter()
            .zip(&self.ozone)
            .map(|(wind, ozone)| Sector {
                frequency: wind.hours() / all,
                speed: wind.effective().unwrap_or(1.0),
                ozone: ozone.mean().unwrap_or(overall).max(0.0),
            });
        Ok(SectorClimate {
            layout,
            sectors: sectors.collect(),
            coverage: self.coverage,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(direction: Option<f64>, speed: f64) -> WindSample {
        WindSample {
            direction,
            speed,
            ozone: Some(40.0),
        }
    }

    #[test]
    fn calms_are_shared_out_and_counted() {
        let hours = [
            hour(Some(0.0), 4.0),
            hour(Some(180.0), 4.0),
            hour(Some(180.0), 4.0),
            hour(None, 0.0),
            hour(Some(f64::NAN), 3.0),
        ];
        let climate = SectorClimate::from_hours(SectorLayout::twelve(), hours).unwrap();
        let total: f64 = climate.sectors().iter().map(|s| s.frequency).sum();
        assert!((total - 1.0).abs() < 1e-12);
        assert!((climate.sectors()[6].frequency - 2.0 / 3.0).abs() < 1e-12);
        assert!(climate.sectors()[6].speed < 4.0);
        let coverage = climate.coverage();
        assert_eq!(
            (coverage.hours, coverage.without_direction, coverage.refused),
            (4, 1, 1)
        );
    }

    #[test]
    fn says_what_is_missing() {
        let layout = SectorLayout::twelve();
        assert_eq!(
            SectorClimate::from_hours(layout, [hour(None, 1.0)]),
            Err(ClimatologyError::NoWind { hours: 1 })
        );
        let no_ozone = WindSample {
            ozone: None,
            ..hour(Some(1.0), 1.0)
        };
        assert_eq!(
            SectorClimate::from_hours(layout, [no_ozone]),
            Err(ClimatologyError::NoOzone)
        );
        assert!(SectorClimate::from_sectors(layout, vec![]).is_err());
    }

    #[test]
    fn sector_ozone_follows_the_annual_value() {
        let layout = SectorLayout::new(4, super::super::SectorStart::AtNorth).unwrap();
        let sector = |ozone| Sector {
            frequency: 1.0,
            speed: 4.0,
            ozone,
        };
        let sectors = vec![sector(20.0), sector(40.0), sector(60.0), sector(80.0)];
        let climate = SectorClimate::from_sectors(layout, sectors).unwrap();
        let scaled: Vec<f64> = climate.ozone_scaled_to(25.0).collect();
        assert_eq!(scaled, [10.0, 20.0, 30.0, 40.0]);
    }
}
