//! Well-known text and the coordinates of the Dutch national grid.

use geo_types::{Coord, LineString, Point, Polygon};
pub(crate) use pluim_core::plane::{contains, middle};
use pluim_core::source::{Shape, ShapeError};
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

/// Checks that a shape can emit, and that it is clear where.
pub(crate) fn check_sound(shape: &Shape) -> Result<(), Fault> {
    let fault = |fault: ShapeError| match fault {
        ShapeError::NotFinite { x, y } => {
            Fault::new("coordinates that are numbers").found(format!("{x} {y}"))
        }
        ShapeError::NoLength { points, .. } => {
            Fault::new("a line that has a length").found(format!("{points} points at one place"))
        }
        ShapeError::NoArea { points, area } => Fault::new("a polygon that has an area")
            .found(format!("{points} points around {area} m2")),
        ShapeError::CrossesItself { x, y } => {
            Fault::new("a polygon that does not cross or touch itself")
                .found(format!("a crossing near {x} {y}"))
                .hint("repair it, for example with ogr2ogr -makevalid")
        }
    };
    shape.check().map_err(fault)?;
    match shape {
        Shape::Area(polygon) => check_holes(polygon),
        Shape::Point(_) | Shape::Line(_) => Ok(()),
    }
}

/// Checks that every hole is one: that it has a vertex inside the outer ring.
fn check_holes(polygon: &Polygon<f64>) -> Result<(), Fault> {
    let whole = Polygon::new(polygon.exterior().clone(), Vec::new());
    let outside = |hole: &&LineString<f64>| !hole.coords().any(|at| contains(&whole, *at));
    match polygon.interiors().iter().find(outside) {
        None => Ok(()),
        Some(hole) => {
            let at = hole.coords().next().copied().unwrap_or_default();
            let fault = Fault::new("a polygon whose holes lie inside it");
            Err(fault.found(format!("a hole near {} {}", at.x, at.y)))
        }
    }
}

/// Checks a shape: finite coordinates in RD New, and length or area where it needs one.
pub(crate) fn check_shape(shape: &Shape) -> Result<(), Fault> {
    check_sound(shape)?;
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
    // the parser leaves aside what follows
    let ends = text.trim_end().ends_with(')') || text.to_ascii_uppercase().contains("EMPTY");
    if !starts_with(text, word) || !ends {
        return Err(fault());
    }
    T::try_from_wkt_str(text).map_err(|_| fault())
}

fn starts_with(text: &str, word: &str) -> bool {
    let head = text.trim_start().get(..word.len());
    head.is_some_and(|it| it.eq_ignore_ascii_case(word))
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
}
