//! Why an output could not be written.

use std::io;
use std::path::{Path, PathBuf};

use gdal::errors::GdalError;
use thiserror::Error;

/// The result of writing an output.
pub type Result<T, E = WriteError> = std::result::Result<T, E>;

/// Why an output could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The operating system refused: no room, no rights, no such folder.
    #[error("{}: cannot be written: {source}; check the room on the disk and the rights of the folder", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// GDAL refused.
    #[error("{}: cannot be written as a raster: {source}; check the room on the disk and the rights of the folder", path.display())]
    Raster {
        /// The raster.
        path: PathBuf,
        /// What GDAL said.
        source: GdalError,
    },
    /// GDAL refused a layer.
    #[error("{}: cannot be written as a GeoPackage: {source}; check the room on the disk and the rights of the folder", path.display())]
    Vector {
        /// The file.
        path: PathBuf,
        /// What GDAL said.
        source: GdalError,
    },
    /// The values handed over do not fill whole rows, or are too many or too few.
    #[error("{}: found {found} values, expected {expected}", path.display())]
    Shape {
        /// The raster.
        path: PathBuf,
        /// Values handed over.
        found: usize,
        /// The rule they break, such as "whole rows of 1200 values".
        expected: String,
    },
    /// A value is infinite.
    #[error("{}: found an infinite value in column {column}, row {row}; expected a number, or NaN where there is none", path.display())]
    Infinite {
        /// The raster.
        path: PathBuf,
        /// Column, counted from 0 in the west.
        column: usize,
        /// Row, counted from 0 in the north.
        row: usize,
    },
    /// The picture cannot be drawn.
    #[error("{}: cannot be drawn: {reason}", path.display())]
    Picture {
        /// The picture.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}

impl WriteError {
    /// The operating system refused to write `path`.
    pub fn file(path: &Path, source: io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            source,
        }
    }

    /// GDAL refused to write the layers of `path`.
    pub fn vector(path: &Path, source: GdalError) -> Self {
        Self::Vector {
            path: path.to_owned(),
            source,
        }
    }

    /// GDAL refused to write `path`.
    pub fn raster(path: &Path, source: GdalError) -> Self {
        Self::Raster {
            path: path.to_owned(),
            source,
        }
    }
}
