//! Sources of an AERMOD control file, with everything resolved.

use geo_types::{Coord, LineString, Polygon};
use pluim_core::source::{OpenPit, Stack};

use super::deposition::Substance;
use super::emission::Variation;

/// A source.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Identifier, in upper case.
    pub id: String,
    /// Shape and release.
    pub kind: SourceKind,
    /// Emission: g/s for points and volumes, g/m2/s for areas, open pits, lines and roads
    /// by width, g/m/s for extended roads.
    pub emission: f64,
    /// How the emission varies in time.
    pub variation: Variation,
    /// Index of the urban area in which the source lies.
    pub urban: Option<usize>,
    /// Elevation of the foot (m).
    pub elevation: f64,
    /// NO2/NOx in the stack (-); used by the Ozone Limiting Method.
    pub in_stack_no2: f64,
    /// What deposition needs to know.
    pub substance: Substance,
}

/// Shape and release of a source. Coordinates and lengths in m.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceKind {
    /// A stack.
    Point(Point),
    /// A volume.
    Volume(Volume),
    /// An area of any shape (`AREA`, `AREAPOLY`, `AREACIRC`).
    Area(Area),
    /// An open pit.
    Pit(OpenPit),
    /// A line of some width, modelled as a narrow area.
    Line(Line),
    /// A road (`RLINE`, `RLINEXT`).
    Road(Road),
}

/// A stack.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Place.
    pub at: Coord<f64>,
    /// Height of its top above ground.
    pub height: f64,
    /// Exhaust.
    pub stack: Stack,
}

/// A volume.
#[derive(Debug, Clone, PartialEq)]
pub struct Volume {
    /// Centre.
    pub at: Coord<f64>,
    /// Height of the centre above ground.
    pub height: f64,
    /// Initial lateral spread.
    pub sigma_y0: f64,
    /// Initial vertical spread.
    pub sigma_z0: f64,
}

/// An area.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The corner from which it was drawn, or its centre.
    pub at: Coord<f64>,
    /// Outline.
    pub outline: Polygon<f64>,
    /// Release height.
    pub height: f64,
    /// Initial vertical spread.
    pub sigma_z0: f64,
}

/// A line of some width.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// One end.
    pub start: Coord<f64>,
    /// The other end.
    pub end: Coord<f64>,
    /// Width, 1 or more.
    pub width: f64,
    /// Release height.
    pub height: f64,
    /// Initial vertical spread.
    pub sigma_z0: f64,
}

/// A road.
#[derive(Debug, Clone, PartialEq)]
pub struct Road {
    /// One end.
    pub start: Coord<f64>,
    /// The other end.
    pub end: Coord<f64>,
    /// Release height.
    pub height: f64,
    /// Width of the lane.
    pub width: f64,
    /// Initial vertical spread.
    pub sigma_z0: f64,
    /// What the emission is per.
    pub per: RoadEmission,
}

/// What the emission of a road is per.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoadEmission {
    /// g/m2/s (`RLINE`).
    Area,
    /// g/m/s (`RLINEXT`).
    Length,
}

impl Source {
    /// The reference place: the position of a point or volume, the corner or centre of an area,
    /// the corner of an open pit, the middle of a line.
    #[must_use]
    pub fn place(&self) -> Coord<f64> {
        match &self.kind {
            SourceKind::Point(point) => point.at,
            SourceKind::Volume(volume) => volume.at,
            SourceKind::Area(area) => area.at,
            SourceKind::Pit(pit) => pit.opening().corner,
            SourceKind::Line(line) => (line.start + line.end) / 2.0,
            SourceKind::Road(road) => (road.start + road.end) / 2.0,
        }
    }
}

impl Line {
    /// The rectangle that the line covers.
    #[must_use]
    pub fn outline(&self) -> Polygon<f64> {
        let along = self.end - self.start;
        let length = along.x.hypot(along.y);
        let scale = 0.5 * self.width / length;
        let left = Coord {
            x: -along.y * scale,
            y: along.x * scale,
        };
        let ring = vec![
            self.start + left,
            self.end + left,
            self.end - left,
            self.start - left,
        ];
        Polygon::new(LineString::new(ring), Vec::new())
    }
}

/// A regular polygon of `sides` sides with the area of the circle of `radius` about `at`; its
/// first vertex lies north.
pub(crate) fn circle(at: Coord<f64>, radius: f64, sides: u32) -> Polygon<f64> {
    let step = std::f64::consts::TAU / f64::from(sides);
    let circumradius = radius * (step / step.sin()).sqrt();
    let vertex = |i: u32| {
        let (sin, cos) = (f64::from(i) * step).sin_cos();
        Coord {
            x: at.x + circumradius * sin,
            y: at.y + circumradius * cos,
        }
    };
    let ring: Vec<_> = (0..sides).map(vertex).collect();
    Polygon::new(LineString::new(ring), Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use pluim_core::source::Shape;

    #[test]
    fn a_circle_keeps_its_area() {
        for sides in [3, 20, 100] {
            let area = Shape::Area(circle(Coord { x: 3.0, y: 4.0 }, 10.0, sides)).measure();
            assert!((area - std::f64::consts::PI * 100.0).abs() < 1e-9, "{area}");
        }
    }

    #[test]
    fn a_line_covers_length_times_width() {
        let line = Line {
            start: Coord { x: 0.0, y: 0.0 },
            end: Coord { x: 30.0, y: 40.0 },
            width: 10.0,
            height: 1.0,
            sigma_z0: 0.0,
        };
        let area = Shape::Area(line.outline()).measure();
        assert!((area - 500.0).abs() < 1e-9);
    }
}
