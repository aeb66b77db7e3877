//! Which coordinate reference systems can be computed in.

use std::path::Path;

use gdal::spatial_ref::SpatialRef;

use crate::error::{Fault, Result};
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
pub fn check_projected(epsg: u32) -> std::result::Result<(), Fault> {
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

/// Checks that the system `found` in `file` is that of number `epsg`: by its own number, or by its
/// definition where it has none. `tool` converts such a file.
pub(crate) fn check_system(file: &Path, found: &SpatialRef, epsg: u32, tool: &str) -> Result<()> {
    let code = found.auth_code().ok();
    let code = code.and_then(|code| u32::try_from(code).ok());
    let same = || SpatialRef::from_epsg(epsg).is_ok_and(|wanted| agree(found, &wanted));
    if code == Some(epsg) || same() {
        return Ok(());
    }
    let name = found.name().unwrap_or_default();
    let code = code.map(|code| format!("EPSG:{code} ")).unwrap_or_default();
    let fault = Fault::new(format!("coordinates in EPSG:{epsg}")).found(format!("{code}{name}"));
    let hint = format!("convert it with {tool} -t_srs EPSG:{epsg}");
    Err(fault.hint(hint).at(file))
}

/// Whether places are the same in both; the heights of `found` do not count.
fn agree(found: &SpatialRef, wanted: &SpatialRef) -> bool {
    let on_map = || Some(on_map(found)? == on_map(wanted)?);
    wanted == found || found.is_compound() && on_map().unwrap_or(false)
}

/// The definition of a system without what it says of heights.
fn on_map(system: &SpatialRef) -> Option<Vec<String>> {
    const HEIGHTS: [&str; 3] = ["+vunits=", "+vto_meter=", "+geoidgrids="];
    let definition = system.to_proj4().ok()?;
    let words = definition.split_whitespace().map(str::to_owned);
    Some(
        words
            .filter(|word| !HEIGHTS.iter().any(|it| word.starts_with(it)))
            .collect(),
    )
}
