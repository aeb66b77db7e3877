//! Which coordinate reference systems can be computed in.

use gdal::spatial_ref::SpatialRef;

use crate::error::Fault;
use crate::quiet_gdal;

/// Checks that `epsg` is the number of a projected system in metres.
///
/// # Errors
/// When there is no such system, or its coordinates are degrees or feet.
///
/// ```
/// use pluim_io::projection::check_projected;
/// assert!(check_projected(28992).is_ok());
/// assert!(check_projected(4326).is_err());
/// ```
pub fn check_projected(epsg: u32) -> Result<(), Fault> {
    quiet_gdal();
    let fault = |found: String| {
        Fault::new("the EPSG number of a projected system in metres, such as 28992 or 25831")
            .found(found)
    };
    let system =
        SpatialRef::from_epsg(epsg).map_err(|_| fault(format!("{epsg}, which is not known")))?;
    if !system.is_projected() {
        return Err(fault(format!("{epsg}, which is in degrees")));
    }
    if system.linear_units() == 1.0 {
        return Ok(());
    }
    let unit = system.linear_units_name().unwrap_or_default();
    Err(fault(format!("{epsg}, which is in {unit}")))
}
