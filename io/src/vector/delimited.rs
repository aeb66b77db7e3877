//! Sources and places in a CSV file.

use std::path::Path;

use geo_types::Coord;
use pluim_core::source::Shape;

use super::activity::Activity;
use super::columns::unknown;
use super::source::{Emitting, Feature, VectorSources};
use crate::error::{Fault, Place, Result, read_text};
use crate::geometry::any_shape;
use crate::number::Rule;
use crate::table::{self, Header, Layout, Row};

const COORDINATE: Rule = Rule::any("a coordinate in m");

impl Feature for Row<'_> {
    fn text(&self, column: &str) -> String {
        Row::text(self, column).to_owned()
    }

    fn place(&self, column: &str) -> Place {
        Row::place(self, column)
    }

    fn number(&self) -> String {
        format!("line {}", self.line())
    }
}

pub(super) fn read(file: &Path, activity: Option<&Activity>) -> Result<VectorSources> {
    let text = read_text(file)?;
    let mut sources = Vec::new();
    let mut emitting = None;
    let header = table::read(file, &text, layout(&text), |row, _| {
        let shapes = vec![shape(row)?];
        let columns = match emitting.take() {
            Some(columns) => columns,
            None => Emitting::among(file, names(row.header()), activity)?,
        };
        sources.extend(emitting.insert(columns).sources(row, shapes)?);
        Ok(())
    })?;
    Emitting::among(file, names(&header), activity)?;
    Ok(VectorSources {
        sources,
        unknown: unknown(header.names(), activity),
    })
}

/// What `each` makes of every row, its columns' names and its shape.
pub(super) fn features<T>(
    file: &Path,
    mut each: impl FnMut(&[String], &Row<'_>, Vec<Shape>) -> Result<T>,
) -> Result<Vec<T>> {
    let text = read_text(file)?;
    let mut found = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    table::read(file, &text, layout(&text), |row, _| {
        if columns.is_empty() {
            columns = names(row.header()).map(str::to_owned).collect();
        }
        found.push(each(&columns, row, vec![shape(row)?])?);
        Ok(())
    })?;
    Ok(found)
}

fn layout(text: &str) -> Layout<'static> {
    let head = text
        .lines()
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    let semicolons = head.matches(';').count() > head.matches(',').count();
    Layout {
        separator: if semicolons { b';' } else { b',' },
        columns: &[],
        first_line: 1,
    }
}

fn names(header: &Header) -> impl Iterator<Item = &str> + Clone {
    header.names().collect::<Vec<_>>().into_iter()
}

fn shape(row: &Row<'_>) -> Result<Shape> {
    if row.header().position("wkt").is_some() {
        return row.parse("wkt", any_shape);
    }
    for column in ["x", "y"] {
        if row.header().position(column).is_none() {
            let fault = Fault::new("columns x and y, or wkt, for the place");
            return Err(row.fault(column, fault));
        }
    }
    let (x, y) = (row.number("x", COORDINATE)?, row.number("y", COORDINATE)?);
    Ok(Shape::Point(Coord { x, y }))
}
