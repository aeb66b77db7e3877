//! What the run says at a place.

use geo_types::Coord;
use pluim_core::chemistry::dutch_annual_no2::{TrafficNitrogen, street_conversion};
use pluim_core::emission::Pollutant;
use pluim_io::error::InputError;
use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Quantity, Results};

use crate::background::BACKGROUND;
use crate::error::Result;

/// The annual mean of a pollutant, as a run has it.
pub(super) struct Modelled {
    sources: Sources,
    /// NO2 that is emitted as such, and annual mean ozone (ug/m3), where `sources` are of NOx.
    conversion: Option<(Sources, f64)>,
    /// The background that the run holds.
    background: Option<RasterFile>,
}

/// Values at a place (ug/m3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Local {
    /// What the sources add in the cell of the place.
    pub(super) increment: f64,
    /// The lowest and the highest of that in the cell and its eight neighbours, which tell how much
    /// hangs on the exact place.
    pub(super) around: (f64, f64),
    /// The run's own background, where it has one.
    pub(super) background: Option<f64>,
}

impl Modelled {
    /// The annual mean of `pollutant` in `run`, with the annual mean ozone (ug/m3) where known.
    pub(super) fn of(run: &Results, pollutant: Pollutant, ozone: Option<f64>) -> Result<Self> {
        let background = behind(run, pollutant)?;
        if pollutant != Pollutant::No2 {
            return Ok(Self {
                sources: Sources::of(run, pollutant)?,
                conversion: None,
                background,
            });
        }
        let ozone = ozone.ok_or_else(|| {
            InputError::new(&run.folder, "ozone, with which NO becomes NO2")
                .found("a run with NO2 as it is emitted")
                .hint("give measurements of ozone with --ozone")
        })?;
        Ok(Self {
            conversion: Some((Sources::of(run, Pollutant::No2)?, ozone)),
            sources: Sources::of(run, Pollutant::Nox)?,
            background,
        })
    }

    /// The annual mean ozone with which NO becomes NO2 (ug/m3), where it does so here.
    pub(super) fn ozone(&self) -> Option<f64> {
        self.conversion.as_ref().map(|(_, ozone)| *ozone)
    }

    /// Whether the run holds a background.
    pub(super) fn holds_background(&self) -> bool {
        self.background.is_some()
    }

    /// The values at a place; none outside the run or where it has no value.
    pub(super) fn at(&self, place: Coord<f64>) -> Result<Option<Local>> {
        let Some(increment) = self.increment(place)? else {
            return Ok(None);
        };
        let cell = self.sources.total.grid().cell();
        let mut around = (increment, increment);
        for (across, up) in (0..9).map(|at| (f64::from(at % 3 - 1), f64::from(at / 3 - 1))) {
            let beside = Coord {
                x: place.x + across * cell,
                y: place.y + up * cell,
            };
            if let Some(value) = self.increment(beside)? {
                around = (around.0.min(value), around.1.max(value));
            }
        }
        let background = match &self.background {
            Some(raster) => raster.value_at(place)?.map(f64::from),
            None => None,
        };
        Ok(Some(Local {
            increment,
            around,
            background,
        }))
    }

    fn increment(&self, place: Coord<f64>) -> Result<Option<f64>> {
        let Some(main) = self.sources.at(place)? else {
            return Ok(None);
        };
        let Some((direct, ozone)) = &self.conversion else {
            return Ok(Some(main));
        };
        let direct = direct.at(place)?;
        Ok(direct.map(|direct| annual_no2(main, direct, *ozone)))
    }
}

/// What all sources of a run add to a pollutant: the total, less the background in it.
struct Sources {
    total: RasterFile,
    background: Option<RasterFile>,
}

impl Sources {
    fn of(run: &Results, pollutant: Pollutant) -> Result<Self> {
        Ok(Self {
            total: raster(run, pollutant)?,
            background: behind(run, pollutant)?,
        })
    }

    fn at(&self, place: Coord<f64>) -> Result<Option<f64>> {
        let total = self.total.value_at(place)?.map(f64::from);
        let background = match &self.background {
            Some(raster) => raster.value_at(place)?.map(f64::from),
            None => Some(0.0),
        };
        Ok(total
            .zip(background)
            .map(|(total, background)| total - background))
    }
}

/// The background of `pollutant` in `run`.
fn behind(run: &Results, pollutant: Pollutant) -> Result<Option<RasterFile>> {
    let quantity = mean(pollutant).of_group(BACKGROUND);
    if !run.rasters.contains(&quantity) {
        return Ok(None);
    }
    Ok(Some(run.raster(&quantity)?))
}

fn mean(pollutant: Pollutant) -> Quantity {
    Quantity::new(pollutant.name(), "mean")
}

/// NO2 (ug/m3) of `nox`, of which `direct` is emitted as NO2, in air with `ozone`.
///
/// # References
/// Rbl 2007 annex 1, equation 1.3, as for streets.
fn annual_no2(nox: f64, direct: f64, ozone: f64) -> f64 {
    let traffic = TrafficNitrogen { nox, direct };
    direct + street_conversion(traffic.nitric_oxide(), ozone)
}

fn raster(run: &Results, pollutant: Pollutant) -> Result<RasterFile> {
    let quantity = mean(pollutant);
    if run.rasters.contains(&quantity) {
        return Ok(run.raster(&quantity)?);
    }
    let found: Vec<String> = run.totals().map(ToString::to_string).collect();
    Err(
        InputError::new(&run.folder, format!("a run with {quantity}.tif"))
            .found(found.join(", "))
            .hint(format!(
                "add {:?} to the pollutants under [output] and run it again",
                pollutant.name()
            ))
            .into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nitric_oxide_needs_ozone() {
        assert_eq!(annual_no2(30.0, 6.0, 0.0), 6.0);
        // 6 + 0.6 x 45 x 24 / 124
        assert!((annual_no2(30.0, 6.0, 45.0) - 11.225_806).abs() < 1e-6);
    }
}
