//! Wind sectors from KNMI hours.

use pluim_core::scheme::srm2::{ClimatologyError, SectorClimate, SectorLayout, WindSample};
use pluim_io::knmi::{Direction, KnmiHour};

/// The sector climatology of `hours`, their wind times `conversion`, with the ozone of the same
/// hours where `ozone` knows it.
///
/// Hours without wind speed, or with speed but neither direction nor a code for its absence, are
/// refused and counted.
///
/// # Errors
/// When no hour has a direction or none has ozone.
pub fn climate_of_hours(
    layout: SectorLayout,
    hours: &[KnmiHour],
    conversion: f64,
    ozone: impl Fn(&KnmiHour) -> Option<f64>,
) -> Result<SectorClimate, ClimatologyError> {
    let samples = hours.iter().map(|hour| WindSample {
        direction: match hour.direction {
            Some(Direction::From(degrees)) => Some(degrees),
            Some(Direction::Calm | Direction::Variable) => None,
            None => Some(f64::NAN),
        },
        speed: hour.speed.map_or(f64::NAN, |speed| conversion * speed),
        ozone: ozone(hour),
    });
    SectorClimate::from_hours(layout, samples)
}
