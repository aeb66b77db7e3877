//! IMAER GML, versions 5.1 to 6.x: roads with traffic, generic sources, buildings, points.
//!
//! Elements are recognised by local name. Lengths are in m, emissions in kg/yr, coordinates in
//! RD New.

mod building;
mod document;
mod measure;
mod metadata;
mod parts;
mod receptor;
mod road;
mod source;
mod vehicles;
mod words;

pub use building::Building;
pub use document::{Imaer, is_imaer, parse_imaer, read_imaer};
pub use measure::{AreaMeasure, MeasureArea};
pub use metadata::{Metadata, Situation};
pub use parts::RoadPart;
pub use receptor::{CalculationPoint, DispersionLine, PointCorrection};
pub use road::{Barrier, Method, PartialChange, Road, Setting};
pub use source::{Characteristics, EmissionSource, Heat};
pub use vehicles::{VehicleKind, Vehicles};
pub use words::{
    BarrierKind, ElevationKind, MonitorSubstance, OutflowDirection, OutflowVelocity,
    RejectionGrounds, ResultType, RoadManager, RoadProfile, SituationType, TimeUnit,
    TrafficDirection, TreeProfile,
};
