//! The unit of a band, for which the `gdal` crate has a reader but no writer.

use std::ffi::CString;

use gdal::errors::GdalError;
use gdal::raster::RasterBand;

/// Sets the unit of `band`.
///
/// # Errors
/// When the unit holds a NUL character or GDAL refuses it.
#[allow(
    unsafe_code,
    reason = "GDALSetRasterUnitType has no safe counterpart in the gdal crate"
)]
pub(super) fn set_unit(band: &mut RasterBand<'_>, unit: &str) -> Result<(), GdalError> {
    let unit = CString::new(unit)?;
    // SAFETY: the handle is that of a live band, which the exclusive borrow keeps alive and ours
    // during the call; GDAL copies the NUL-terminated string before it returns.
    let code = unsafe { gdal_sys::GDALSetRasterUnitType(band.c_rasterband(), unit.as_ptr()) };
    if code == gdal_sys::CPLErr::CE_None {
        Ok(())
    } else {
        Err(GdalError::CplError {
            class: code,
            number: 0,
            msg: "the unit of the band was refused".to_owned(),
        })
    }
}
