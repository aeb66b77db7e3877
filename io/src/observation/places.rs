//! Degrees on the globe as metres on a map.

use std::path::Path;

use gdal::errors::GdalError;
use gdal::spatial_ref::{AxisMappingStrategy, CoordTransform, SpatialRef};
use geo_types::Coord;

use crate::error::{InputError, Result};

/// WGS 84.
const GLOBE: u32 = 4326;

/// `longitudes` and `latitudes` (degrees) in the projected system `epsg` (m).
pub(super) fn projected(file: &Path, degrees: &[(f64, f64)], epsg: u32) -> Result<Vec<Coord<f64>>> {
    transformed(degrees, epsg).map_err(|cause| {
        InputError::new(
            file,
            format!("longitudes and latitudes that EPSG:{epsg} covers"),
        )
        .found(cause)
    })
}

fn transformed(
    degrees: &[(f64, f64)],
    epsg: u32,
) -> std::result::Result<Vec<Coord<f64>>, GdalError> {
    let mut globe = SpatialRef::from_epsg(GLOBE)?;
    globe.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    let mut map = SpatialRef::from_epsg(epsg)?;
    map.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    let (mut x, mut y): (Vec<f64>, Vec<f64>) = degrees.iter().copied().unzip();
    CoordTransform::new(&globe, &map)?.transform_coords(&mut x, &mut y, &mut [])?;
    Ok(x.into_iter().zip(y).map(|(x, y)| Coord { x, y }).collect())
}
