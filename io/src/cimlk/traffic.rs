//! The traffic of road parts in the words of emission.

use geo_types::{Coord, LineString, Polygon};
use pluim_core::emission::{
    Fleet, Flow, Pollutant, RoadTraffic, RoadType, Scaling, Stream, VehicleClass,
};
use pluim_core::source::Shape;

use super::measure::Measure;
use super::road::Road;
use super::words::{RoadClass, Substance, Vehicle};

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
        let Some(middle) = middle(&self.line) else {
            return traffic;
        };
        let here = measures
            .into_iter()
            .filter(|measure| contains(&measure.area, middle));
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

/// The place half-way along a line.
fn middle(line: &LineString<f64>) -> Option<Coord<f64>> {
    let length = |part: &geo_types::Line<f64>| part.dx().hypot(part.dy());
    let mut left = line.lines().map(|part| length(&part)).sum::<f64>() / 2.0;
    for part in line.lines() {
        let share = left / length(&part);
        if share <= 1.0 {
            return Some(part.start + part.delta() * share);
        }
        left -= length(&part);
    }
    line.0.last().copied()
}

/// Whether a place lies within a polygon and outside its holes.
fn contains(area: &Polygon<f64>, at: Coord<f64>) -> bool {
    let rings = std::iter::once(area.exterior()).chain(area.interiors());
    rings
        .flat_map(LineString::lines)
        .filter(|side| crosses(side, at))
        .count()
        % 2
        == 1
}

/// Whether a ray from `at` to the east crosses a side.
fn crosses(side: &geo_types::Line<f64>, at: Coord<f64>) -> bool {
    let (start, end) = (side.start, side.end);
    if (start.y > at.y) == (end.y > at.y) {
        return false;
    }
    let x = start.x + (at.y - start.y) / (end.y - start.y) * (end.x - start.x);
    at.x < x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry;

    #[test]
    fn the_middle_is_half_way() {
        let line = geometry::line("LINESTRING(100000 400000,100010 400000,100010 400030)").unwrap();
        assert_eq!(
            middle(&line),
            Some(Coord {
                x: 100_010.0,
                y: 400_010.0
            })
        );
    }

    #[test]
    fn holes_lie_outside() {
        let text = "POLYGON((100000 400000,100100 400000,100100 400100,100000 400100,100000 400000),\
                    (100040 400040,100060 400040,100060 400060,100040 400060,100040 400040))";
        let area = geometry::polygon(text).unwrap();
        let inside = |x: f64, y: f64| {
            contains(
                &area,
                Coord {
                    x: 1e5 + x,
                    y: 4e5 + y,
                },
            )
        };
        assert!(inside(10.0, 10.0) && inside(30.0, 50.0) && inside(70.0, 50.0));
        assert!(!inside(50.0, 50.0) && !inside(-1.0, 50.0) && !inside(101.0, 50.0));
    }
}
