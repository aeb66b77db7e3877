//! What the fuzz targets share with the test that runs them for a short time.

pub mod readers;
