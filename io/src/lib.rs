//! Every file format that pluim reads or writes, and nothing else.

pub mod activity_factors;
pub mod aermet;
pub mod aermod;
pub mod assessment_table;
pub mod background;
pub mod cell_size_figure;
pub mod cimlk;
mod codes;
pub mod emission_factors;
pub mod error;
mod geometry;
pub mod geopackage;
mod gml;
pub mod imaer;
pub mod input_file;
pub mod knmi;
pub mod letters;
mod number;
pub mod observation;
pub mod page;
pub mod partial;
pub mod picture;
pub mod plain_table;
pub mod projection;
pub mod qgis_style;
mod quiet;
pub mod raster;
pub mod room;
pub mod run_folder;
pub mod score_figure;
pub mod sea_salt;
mod table;
pub mod vector;
pub mod write_error;
mod xml;

pub use quiet::quiet_gdal;
