//! What the run says at a place.

use geo_types::Coord;
use pluim_core::chemistry::dutch_annual_no2::{TrafficNitrogen, street_conversion};
use pluim_core::emission::Pollutant;
use pluim_io::error::InputError;
use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Quantity, Results};

use crate::error::Result;

/// The annual mean of a pollutant, as a run has it.
pub(super) struct Modelled {
    raster: RasterFile,
    conversion: Option<Conversion>,
    /// Whether the values hold the background.
    pub(super) with_background: bool,
}

/// How NOx becomes NO2 where the run has no chemistry.
struct Conversion {
    /// NO2 that is emitted as such.
    direct: RasterFile,
    /// Annual mean ozone (ug/m3).
    ozone: f64,
}

/// Values at a place (ug/m3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Local {
    /// In the cell of the place.
    pub(super) value: f64,
    /// The lowest and the highest in that cell and its eight neighbours, which tell how much hangs
    /// on the exact place.
    pub(super) around: (f64, f64),
}

impl Modelled {
    /// The annual mean of `pollutant` in `run`, with the annual mean ozone (ug/m3) where known.
    pub(super) fn of(run: &Results, pollutant: Pollutant, ozone: Option<f64>) -> Result<Self> {
        let with_background = run.record.holds_background();
        let mean = |pollutant: Pollutant| raster(run, pollutant);
        if pollutant != Pollutant::No2 || with_background {
            return Ok(Self {
                raster: mean(pollutant)?,
                conversion: None,
                with_background,
            });
        }
        let ozone = ozone.ok_or_else(|| {
            InputError::new(&run.folder, "a run with background and chemistry, or ozone")
                .found("NO2 as it is emitted, and no ozone")
                .hint("give measurements of ozone with --ozone")
        })?;
        let direct = mean(Pollutant::No2)?;
        Ok(Self {
            raster: mean(Pollutant::Nox)?,
            conversion: Some(Conversion { direct, ozone }),
            with_background,
        })
    }

    /// The annual mean ozone with which NO becomes NO2 (ug/m3), where it does so here.
    pub(super) fn ozone(&self) -> Option<f64> {
        self.conversion.as_ref().map(|it| it.ozone)
    }

    /// The value at a place; none outside the run or where it has no value.
    pub(super) fn at(&self, place: Coord<f64>) -> Result<Option<Local>> {
        let Some(value) = self.value(place)? else {
            return Ok(None);
        };
        let cell = self.raster.grid().cell();
        let mut around = (value, value);
        for (across, up) in (0..9).map(|at| (f64::from(at % 3 - 1), f64::from(at / 3 - 1))) {
            let beside = Coord {
                x: place.x + across * cell,
                y: place.y + up * cell,
            };
            if let Some(value) = self.value(beside)? {
                around = (around.0.min(value), around.1.max(value));
            }
        }
        Ok(Some(Local { value, around }))
    }

    fn value(&self, place: Coord<f64>) -> Result<Option<f64>> {
        let Some(main) = self.raster.value_at(place)?.map(f64::from) else {
            return Ok(None);
        };
        let Some(conversion) = &self.conversion else {
            return Ok(Some(main));
        };
        let direct = conversion.direct.value_at(place)?.map(f64::from);
        Ok(direct.map(|direct| annual_no2(main, direct, conversion.ozone)))
    }
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
    let quantity = Quantity::new(pollutant.name(), "mean");
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
