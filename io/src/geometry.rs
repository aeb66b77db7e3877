//! Well-known text and the coordinates of the Dutch national grid.

use geo_types::{Coord, LineString, Point, Polygon};
use pluim_core::source::Shape;
use wkt::{ToWkt, TryFromWkt};

use crate::error::Fault;

/// Bounds of RD New, EPSG:28992, with a margin at sea: `[west, south, east, north]` (m).
const RD: [f64; 4] = [-10_000.0, 289_000.0, 310_000.0, 640_000.0];

/// Checks that a coordinate is finite and lies where RD New is in use.
pub(crate) fn check_rd(at: Coord<f64>) -> Result<(), Fault> {
    let [west, south, east, north] = RD;
    let inside = |x: f64, y: f64| x >= west && x <= east && y >= south && y <= north;
    if inside(at.x, at.y) {
        return Ok(());
    }
    let fault =
        Fault::new("coordinates in RD New (EPSG:28992), in m").found(format!("{} {}", at.x, at.y));
    Err(if looks_like_degrees(at) {
        fault.hint("these look like degrees; convert them to EPSG:28992")
    } else if inside(at.y, at.x) {
        fault.hint("x and y seem to be swapped")
    } else {
        fault
    })
}

/// Whether a coordinate lies within the range of longitude and latitude.
pub(crate) fn looks_like_degrees(at: Coord<f64>) -> bool {
    at.x.abs() <= 180.0 && at.y.abs() <= 90.0
}

/// Checks a shape: finite coordinates in RD New, and length or area where it needs one.
pub(crate) fn check_shape(shape: &Shape) -> Result<(), Fault> {
    shape
        .check()
        .map_err(|fault| Fault::new("a shape that can emit").found(fault))?;
    shape.vertices().try_for_each(check_rd)
}

/// Reads a `POINT` in RD New.
pub(crate) fn point(text: &str) -> Result<Point<f64>, Fault> {
    let at: Point<f64> = parse(text, "POINT")?;
    check_rd(at.0)?;
    Ok(at)
}

/// Reads a `LINESTRING` in RD New that has a length.
pub(crate) fn line(text: &str) -> Result<LineString<f64>, Fault> {
    let line: LineString<f64> = parse(text, "LINESTRING")?;
    if line.0.len() < 2 {
        return Err(Fault::new("a line of two or more points").found(text));
    }
    check_shape(&Shape::Line(line.clone()))?;
    Ok(line)
}

/// Reads a `POLYGON` in RD New that has an area.
pub(crate) fn polygon(text: &str) -> Result<Polygon<f64>, Fault> {
    let polygon: Polygon<f64> = parse(text, "POLYGON")?;
    check_shape(&Shape::Area(polygon.clone()))?;
    Ok(polygon)
}

/// Reads any of the three in the coordinates in which they are written, without checking them.
pub(crate) fn any_shape(text: &str) -> Result<Shape, Fault> {
    let starts = |word: &str| starts_with(text, word);
    if starts("POINT") {
        parse(text, "POINT").map(|at: Point<f64>| Shape::Point(at.0))
    } else if starts("LINESTRING") {
        parse(text, "LINESTRING").map(Shape::Line)
    } else if starts("POLYGON") {
        parse(text, "POLYGON").map(Shape::Area)
    } else {
        Err(Fault::new("a POINT, LINESTRING or POLYGON").found(text))
    }
}

/// The spelling of a geometry without spaces after its name and its commas.
pub(crate) fn spell(shape: &impl ToWkt<f64>) -> String {
    shape.wkt_string()
}

/// Reads a geometry of the type `word`. Checking the word first keeps nested collections, whose
/// parser recurses, away from it.
fn parse<T: TryFromWkt<f64>>(text: &str, word: &str) -> Result<T, Fault> {
    let fault = || Fault::new(format!("a {word} in well-known text")).found(text);
    if !starts_with(text, word) {
        return Err(fault());
    }
    T::try_from_wkt_str(text).map_err(|_| fault())
}

fn starts_with(text: &str, word: &str) -> bool {
    let head = text.trim_start().get(..word.len());
    head.is_some_and(|it| it.eq_ignore_ascii_case(word))
}

/// The place half-way along a line.
pub(crate) fn middle(line: &LineString<f64>) -> Option<Coord<f64>> {
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
pub(crate) fn contains(area: &Polygon<f64>, at: Coord<f64>) -> bool {
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

    #[test]
    fn a_line_reads_and_spells_back() {
        let text = "LINESTRING(116305 488678,116305.25 488650.5)";
        assert_eq!(spell(&line(text).unwrap()), text);
    }

    #[test]
    fn holes_survive() {
        let text = "POLYGON((1e5 4e5,1.1e5 4e5,1.1e5 4.1e5,1e5 4e5),\
                    (102000 400500,103000 400500,103000 401000,102000 400500))";
        assert_eq!(polygon(text).unwrap().interiors().len(), 1);
    }

    #[test]
    fn bad_shapes_are_refused() {
        for bad in [
            "",
            "LINESTRING",
            "LINESTRING EMPTY",
            "LINESTRING(116305 488678)",
            "LINESTRING(116305 488678,116305 488678)",
            "LINESTRING(116305 NaN,116305 488678)",
            "LINESTRING(116305 488678,1e999 488678)",
            "LINESTRING(116305 488678,-inf 488678)",
            "MULTILINESTRING((116305 488678,116306 488678))",
            "POINT(116305 488678)",
            "GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(",
        ] {
            assert!(line(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn degrees_and_swapped_axes_are_recognised() {
        let degrees = point("POINT(4.9 52.37)").unwrap_err();
        assert!(degrees.hint.unwrap().contains("degrees"));
        let swapped = point("POINT(488678 116305)").unwrap_err();
        assert!(swapped.hint.unwrap().contains("swapped"));
    }

    #[test]
    fn the_middle_is_half_way() {
        let line = line("LINESTRING(100000 400000,100010 400000,100010 400030)").unwrap();
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
        let area = polygon(text).unwrap();
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
