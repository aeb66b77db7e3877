//! `receptors.csv`: one row a receptor, one column a quantity.

use std::path::Path;

use super::Quantity;
use crate::error::{Fault, Result, read_text};
use crate::number::{Rule, significant};
use crate::partial::write_whole;
use crate::table::{self, Layout, Row};
use crate::write_error::{self, WriteError};

const LAYOUT: Layout<'_> = Layout {
    separator: b',',
    columns: &["id", "x", "y"],
    first_line: 1,
};

/// A point and what was computed there.
#[derive(Debug, Clone, PartialEq)]
pub struct Receptor {
    /// Its identification.
    pub id: String,
    /// Easting (m).
    pub x: f64,
    /// Northing (m).
    pub y: f64,
    /// A value for every quantity of the table, NaN where there is none.
    pub values: Vec<f64>,
}

/// The values at a run's receptors.
///
/// ```
/// use pluim_io::run_folder::{Quantity, Receptor, ReceptorTable};
/// let mut table = ReceptorTable::new(vec![Quantity::new("nox", "mean")]);
/// table.receptors.push(Receptor { id: "school".into(), x: 1.5, y: 2.0, values: vec![20.0 / 3.0] });
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("receptors.csv");
/// table.write(&file)?;
/// assert_eq!(std::fs::read_to_string(&file)?, "id,x,y,nox_mean\nschool,1.5,2,6.666667\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReceptorTable {
    /// What the columns after `id,x,y` hold: totals first, contributions after them.
    pub quantities: Vec<Quantity>,
    /// The rows.
    pub receptors: Vec<Receptor>,
}

impl ReceptorTable {
    /// A table without rows.
    #[must_use]
    pub fn new(quantities: Vec<Quantity>) -> Self {
        Self {
            quantities,
            receptors: Vec::new(),
        }
    }

    /// The values of one quantity, in the order of the rows.
    #[must_use]
    pub fn column(&self, quantity: &Quantity) -> Option<Vec<f64>> {
        let at = self.quantities.iter().position(|it| it == quantity)?;
        let values = self.receptors.iter().map(|it| it.values.get(at).copied());
        values.collect()
    }

    /// Adds a column, after the other totals if it is one; receptors beyond the values have NaN.
    pub fn add_column(&mut self, quantity: Quantity, values: &[f64]) {
        let totals = self.quantities.iter().take_while(|it| it.group().is_none());
        let at = match quantity.group() {
            None => totals.count(),
            Some(_) => self.quantities.len(),
        };
        self.quantities.insert(at, quantity);
        for (row, receptor) in self.receptors.iter_mut().enumerate() {
            let value = values.get(row).copied().unwrap_or(f64::NAN);
            receptor.values.insert(at.min(receptor.values.len()), value);
        }
    }

    /// Writes the table in one step. Values have 7 significant digits, coordinates all of theirs;
    /// the same table gives the same bytes on any machine.
    ///
    /// # Errors
    /// When the folder cannot be written or the disk is full, or a row has too many or too few
    /// values.
    pub fn write(&self, file: &Path) -> write_error::Result<()> {
        let text = self.text(file)?;
        write_whole(file, &text)
    }

    fn text(&self, file: &Path) -> write_error::Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let refused = |cause: csv::Error| WriteError::file(file, cause.into());
        let names = self.quantities.iter().map(ToString::to_string);
        let head = LAYOUT.columns.iter().map(|name| (*name).to_owned());
        writer.write_record(head.chain(names)).map_err(refused)?;
        for receptor in &self.receptors {
            let place = [
                receptor.id.clone(),
                receptor.x.to_string(),
                receptor.y.to_string(),
            ];
            let values = receptor.values.iter().map(|value| significant(*value));
            writer
                .write_record(place.into_iter().chain(values))
                .map_err(refused)?;
        }
        writer
            .into_inner()
            .map_err(|cause| WriteError::file(file, cause.into_error()))
    }

    /// Reads a table.
    ///
    /// # Errors
    /// When the file cannot be read, lacks `id`, `x` or `y`, or a cell holds no number.
    pub fn read(file: &Path) -> Result<Self> {
        let text = read_text(file)?;
        let mut receptors = Vec::new();
        let mut named = None;
        let header = table::read(file, &text, LAYOUT, |row, _| {
            let quantities = named.get_or_insert_with(|| quantities(row.header().names()));
            receptors.push(receptor(row, quantities)?);
            Ok(())
        })?;
        let quantities = named.unwrap_or_else(|| quantities(header.names()));
        Ok(Self {
            quantities,
            receptors,
        })
    }
}

/// The columns that hold quantities; others are left alone.
fn quantities<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Quantity> {
    names.filter_map(Quantity::parse).collect()
}

fn receptor(row: &Row<'_>, quantities: &[Quantity]) -> Result<Receptor> {
    let value = |quantity: &Quantity| {
        let column = quantity.to_string();
        match row.text(&column) {
            "" => Ok(f64::NAN),
            text => text.parse().map_err(|_| {
                row.fault(&column, Fault::new("a concentration in ug/m3").found(text))
            }),
        }
    };
    Ok(Receptor {
        id: row.required("id")?,
        x: row.number("x", Rule::any("an easting in m"))?,
        y: row.number("y", Rule::any("a northing in m"))?,
        values: quantities.iter().map(value).collect::<Result<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> ReceptorTable {
        let mean = Quantity::new("nox", "mean");
        let mut table = ReceptorTable::new(vec![mean.clone(), mean.of_group("ring")]);
        let row = |id: &str, x, values| Receptor {
            id: id.to_owned(),
            x,
            y: 483_901.611605766,
            values,
        };
        table
            .receptors
            .push(row("a, \"b\"", 115_605.021_201_547, vec![1.25, 0.5]));
        table.receptors.push(row("c", 0.1, vec![3.0e-9, 1.0e7]));
        table
    }

    #[test]
    fn a_table_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("receptors.csv");
        table().write(&file).unwrap();
        assert_eq!(ReceptorTable::read(&file).unwrap(), table());
    }

    #[test]
    fn a_table_without_rows_keeps_its_columns() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("receptors.csv");
        let empty = ReceptorTable::new(table().quantities);
        empty.write(&file).unwrap();
        assert_eq!(ReceptorTable::read(&file).unwrap(), empty);
    }

    #[test]
    fn columns_are_found_by_quantity() {
        let mean = Quantity::new("nox", "mean");
        assert_eq!(table().column(&mean), Some(vec![1.25, 3.0e-9]));
        assert_eq!(table().column(&Quantity::new("pm10", "mean")), None);
    }

    #[test]
    fn a_value_that_is_no_number_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("receptors.csv");
        std::fs::write(&file, "id,x,y,nox_mean\na,1,2,x\n").unwrap();
        let error = ReceptorTable::read(&file).unwrap_err();
        assert_eq!(error.place().line, Some(2));
        assert_eq!(error.place().field.as_deref(), Some("nox_mean"));
    }
}
