//! CIMLK: the Dutch exchange format of local air quality (information model IMLK 1.3), in its CSV
//! and its GML form.
//!
//! One [`Document`] holds one file. It is read strictly, every column typed and checked, and is
//! written back byte for byte where nothing changed.

mod by_vehicle;
mod correction;
mod document;
mod gml;
mod kind;
mod livestock;
mod measure;
mod receptor;
mod result;
mod road;
mod traffic;
mod words;

pub use by_vehicle::ByVehicle;
pub use correction::{Correction, read_corrections};
pub use document::{Document, Record};
pub use gml::{CimlkGml, SpeltGml, parse_cimlk_gml, read_cimlk_gml, spell_cimlk_gml};
pub use kind::{
    GmlTables, KnownTable, Table, TableKind, parse_cimlk_gml_tables, parse_cimlk_table,
};
pub use livestock::{
    ExceedanceDays, LivestockReceptor, LivestockResult, LivestockSource, Stable, Vent,
    read_livestock, read_livestock_receptors, read_livestock_results,
};
pub use measure::{Measure, read_measures};
pub use receptor::{Link, ReceptorLink, TreeFactor, read_receptors};
pub use result::{Background, No2, Particles, ReceptorResult, read_results};
pub use road::{Barrier, Road, read_roads};
pub use words::{
    Assessed, AuthorityKind, BarrierKind, BuildingType, Grounds, LivestockGrounds, Method,
    RoadClass, Slope, Substance, Vehicle,
};
