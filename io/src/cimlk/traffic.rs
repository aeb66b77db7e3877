//! The traffic of road parts in the words of emission.

use pluim_core::emission::{
    Fleet, Flow, Pollutant, RoadTraffic, RoadType, Scaling, Stream, VehicleClass,
};
use pluim_core::source::Shape;

use super::measure::Measure;
use super::road::Road;
use super::words::{RoadClass, Substance, Vehicle};
use crate::geometry;

const VEHICLES: [Vehicle; 4] = [
    Vehicle::Light,
    Vehicle::Medium,
    Vehicle::Heavy,
    Vehicle::Bus,
];

impl RoadClass {
    /// The type of road that selects emission factors.
    #[must_use]
    pub fn road_type(self) -> RoadType {
        match self {
            Self::NonUrban => RoadType::NonUrbanGeneral,
            Self::UrbanNormal => RoadType::UrbanNormal,
            Self::UrbanStagnating => RoadType::UrbanStagnating,
            Self::UrbanFreeFlow => RoadType::UrbanFreeFlow,
            Self::OpenNonUrban => RoadType::NonUrbanNational,
            Self::Motorway | Self::MotorwayStrict => RoadType::Freeway,
        }
    }
}

impl Vehicle {
    /// The class of vehicles that selects emission factors.
    #[must_use]
    pub fn class(self) -> VehicleClass {
        match self {
            Self::Light => VehicleClass::Light,
            Self::Medium => VehicleClass::Medium,
            Self::Heavy => VehicleClass::Heavy,
            Self::Bus => VehicleClass::Bus,
        }
    }
}

impl Substance {
    /// The pollutant.
    #[must_use]
    pub fn pollutant(self) -> Pollutant {
        match self {
            Self::No2 => Pollutant::No2,
            Self::Nox => Pollutant::Nox,
            Self::O3 => Pollutant::O3,
            Self::Pm10 => Pollutant::Pm10,
            Self::Pm2_5 => Pollutant::Pm2_5,
            Self::Ec => Pollutant::Ec,
        }
    }

    /// The word for a pollutant; none for those that the registers do not know.
    #[must_use]
    pub fn of(pollutant: Pollutant) -> Option<Self> {
        let all = [
            Self::No2,
            Self::Nox,
            Self::O3,
            Self::Pm10,
            Self::Pm2_5,
            Self::Ec,
        ];
        all.into_iter().find(|it| it.pollutant() == pollutant)
    }
}

impl Road {
    /// The traffic of the road, for its emission. Counts and stagnation that are missing are 0;
    /// light vehicles under a dynamic speed limit come on top of the others.
    #[must_use]
    pub fn traffic(&self) -> RoadTraffic {
        let streams = VEHICLES.map(|vehicle| self.stream(vehicle));
        let mut streams: Vec<Stream> = streams.into_iter().flatten().collect();
        streams.extend(self.dynamic_stream());
        RoadTraffic {
            road_type: self.class.road_type(),
            length: Shape::Line(self.line.clone()).measure(),
            tunnel_factor: self.tunnel_factor,
            streams,
            measures: Vec::new(),
        }
    }

    /// The traffic of the road under those of `measures` that hold where its middle lies.
    #[must_use]
    pub fn traffic_under<'a>(
        &self,
        measures: impl IntoIterator<Item = &'a Measure>,
    ) -> RoadTraffic {
        let mut traffic = self.traffic();
        let Some(middle) = geometry::middle(&self.line) else {
            return traffic;
        };
        let here = measures
            .into_iter()
            .filter(|measure| geometry::contains(&measure.area, middle));
        traffic.measures = here.filter_map(|measure| self.scaling(measure)).collect();
        traffic
    }

    fn stream(&self, vehicle: Vehicle) -> Option<Stream> {
        Some(Stream {
            fleet: Fleet::Class(vehicle.class()),
            per_day: self.traffic.of(vehicle)?,
            stagnation: self.stagnation.of(vehicle).unwrap_or(0.0),
            speed: self.speed.map(f64::from),
            strict: self.class == RoadClass::MotorwayStrict,
        })
    }

    fn dynamic_stream(&self) -> Option<Stream> {
        let mut stream = self.stream(Vehicle::Light)?;
        stream.per_day = self.light_dynamic?;
        stream.speed = self.speed_dynamic.or(self.speed).map(f64::from);
        Some(stream)
    }

    /// What a measure does here: that for the road's own class on traffic that runs freely, that
    /// for stagnating city traffic on the share that stagnates.
    fn scaling(&self, measure: &Measure) -> Option<Scaling> {
        let flow = if measure.class == self.class {
            Flow::Free
        } else if measure.class == RoadClass::UrbanStagnating {
            Flow::Stagnating
        } else {
            return None;
        };
        Some(Scaling {
            pollutant: measure.substance.pollutant(),
            vehicle: measure.vehicle.class(),
            flow,
            factor: measure.factor,
        })
    }
}
