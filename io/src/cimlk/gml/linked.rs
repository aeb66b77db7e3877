//! Features that make a row only together with others of the file: results with their receptor,
//! vents with their stable and farm.

use std::collections::HashMap;
use std::path::Path;

use super::super::document::Record;
use super::rows::Rows;
use super::{Cells, CimlkGml, cell, common, moment, reference};
use crate::error::{Fault, Result};
use crate::gml;
use crate::xml::Node;

/// The cells of a row that still lacks some, and the line on which its feature starts.
type Begun = (u64, Cells);

/// A feature with a factor that counts where a vent has none of its own.
#[derive(Clone, Copy)]
struct Standard {
    /// The column with its code.
    column: &'static str,
    /// The column of its factor, and the element.
    factor: &'static str,
}

const STANDARD: [Standard; 2] = [
    Standard {
        column: "huisvestingssysteem",
        factor: "emissiefactorPM10",
    },
    Standard {
        column: "aanvullendeTechniek",
        factor: "reductiefactorPM10",
    },
];

/// Features that wait for others.
#[derive(Default)]
pub(super) struct Linked {
    road_results: Vec<Begun>,
    farm_results: Vec<Begun>,
    farms: HashMap<String, Cells>,
    stables: HashMap<String, Cells>,
    /// What the file says of housing systems and techniques, by kind and code.
    standard: HashMap<(&'static str, String), Cells>,
    vents: Vec<Begun>,
}

impl Linked {
    /// Takes a feature that waits for others; `false` where it is of another kind.
    pub(super) fn take(&mut self, rows: &mut Rows<'_>, node: Node<'_>) -> Result<bool> {
        match node.name() {
            "RekenresultaatWegverkeer" => self.road_results.push((node.line(), common(node)?)),
            "RekenresultaatVeehouderij" => self.farm_results.push((node.line(), common(node)?)),
            "Veehouderij" => {
                let (id, cells) = farm(node)?;
                rows.once("Veehouderij", id.clone(), node.line(), &[])?;
                self.farms.insert(id, cells);
            }
            "Stal" => {
                let (id, cells) = stable(node)?;
                rows.once("Stal", id.clone(), node.line(), &[])?;
                self.stables.insert(id, cells);
            }
            "Huisvestingssysteem" => self.keep(STANDARD[0], node)?,
            "AanvullendeTechniek" => self.keep(STANDARD[1], node)?,
            "Veehouderijbron" => self.vents.extend(vents(node)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Joins what belongs together. Results whose receptor the file lacks have no place and are
    /// counted as not read.
    pub(super) fn join(mut self, rows: &mut Rows<'_>, found: &mut CimlkGml) -> Result<()> {
        for (line, cells) in std::mem::take(&mut self.vents) {
            let cells = self.whole_vent(rows.file(), line, self.with_standard(cells))?;
            found.livestock.push(rows.read(line, &cells)?);
        }
        let receptors = by_id(&found.receptors, "identificatie");
        let missing = join(rows, self.road_results, &receptors, &mut found.results)?;
        found.count("RekenresultaatWegverkeer without its receptor", missing);
        let receptors = by_id(&found.livestock_receptors, "identificatie");
        let results = &mut found.livestock_results;
        let missing = join(rows, self.farm_results, &receptors, results)?;
        found.count("RekenresultaatVeehouderij without its receptor", missing);
        Ok(())
    }

    /// Keeps the factor of a housing system or a technique.
    fn keep(&mut self, standard: Standard, node: Node<'_>) -> Result<()> {
        let cells = renamed(&common(node)?, &[(standard.factor, standard.factor)]);
        let code = node.text_of("identificatie");
        self.standard.insert((standard.column, code), cells);
        Ok(())
    }

    /// A vent with the factors of its housing and technique, where it has none of its own.
    fn with_standard(&self, mut cells: Cells) -> Cells {
        for standard in STANDARD {
            let code = cells.get(standard.column).cloned().unwrap_or_default();
            if let Some(more) = self.standard.get(&(standard.column, code)) {
                fill(&mut cells, more);
            }
        }
        cells
    }

    /// A vent with the cells of its stable and its farm.
    fn whole_vent(&self, file: &Path, line: u64, mut cells: Cells) -> Result<Cells> {
        for (column, feature, rows) in [
            ("stalIdentificatie", "Stal", &self.stables),
            ("veehouderijIdentificatie", "Veehouderij", &self.farms),
        ] {
            let id = cells.get(column).cloned().unwrap_or_default();
            let more = rows.get(&id).ok_or_else(|| {
                let fault = Fault::new(format!("the identificatie of a {feature} in the file"));
                let error = fault.found(&id).at(file).line(line);
                error.record("<Veehouderijbron>").field(column)
            })?;
            fill(&mut cells, more);
        }
        Ok(cells)
    }
}

/// Reads the results whose receptor is there; returns how many there are without.
fn join<T: Record>(
    rows: &mut Rows<'_>,
    results: Vec<Begun>,
    receptors: &HashMap<String, Cells>,
    into: &mut Vec<T>,
) -> Result<usize> {
    let mut missing = 0;
    for (line, mut cells) in results {
        let id = cells.get("receptorIdentificatie");
        let Some(receptor) = id.and_then(|id| receptors.get(id)) else {
            missing += 1;
            continue;
        };
        fill(&mut cells, receptor);
        into.push(rows.read(line, &cells)?);
    }
    Ok(missing)
}

/// Adds cells where there are none.
fn fill(cells: &mut Cells, more: &Cells) {
    for (column, text) in more {
        cells.entry(column.clone()).or_insert_with(|| text.clone());
    }
}

/// The cells of records by a column.
fn by_id<T: Record>(records: &[T], column: &str) -> HashMap<String, Cells> {
    let cells = records.iter().map(|record| -> Cells {
        let names = T::COLUMNS.iter().map(|name| (*name).to_owned());
        names.zip(record.cells()).collect()
    });
    cells
        .filter_map(|cells| Some((cells.get(column)?.clone(), cells)))
        .collect()
}

fn farm(node: Node<'_>) -> Result<(String, Cells)> {
    let cells = common(node)?;
    let names = [
        ("veehouderijAdres", "adres"),
        ("veehouderijDatumVergunning", "datumVergunning"),
    ];
    let mut farm = renamed(&cells, &names);
    if let Some(permit) = farm.get_mut("veehouderijDatumVergunning") {
        *permit = moment::date_to_table(permit);
    }
    Ok((node.text_of("identificatie"), farm))
}

fn stable(node: Node<'_>) -> Result<(String, Cells)> {
    let names = [
        ("stalLengte", "lengte"),
        ("stalBreedte", "breedte"),
        ("stalHoogte", "hoogte"),
        ("stalOrientatie", "orientatie"),
        ("stalIdentificatiePandBAG", "identificatiePandBAG"),
    ];
    let mut cells = renamed(&common(node)?, &names);
    cells.extend(place(node, "stalX", "stalY")?);
    let farm = reference(node.need("veehouderij")?)?;
    cells.extend([cell("veehouderijIdentificatie", farm)]);
    Ok((node.text_of("identificatie"), cells))
}

/// A vent: a row for each kind of animals that it serves.
fn vents(node: Node<'_>) -> Result<Vec<Begun>> {
    let names = [
        ("bronIdentificatie", "identificatie"),
        ("bronHoogte", "hoogte"),
        ("bronDiameter", "diameter"),
        ("bronUittreesnelheid", "uittreesnelheid"),
        ("tijdstipRegistratie", "tijdstipRegistratie"),
    ];
    let mut vent = renamed(&common(node)?, &names);
    vent.extend(place(node, "bronX", "bronY")?);
    let stable = reference(node.need("stal")?)?;
    vent.extend([cell("stalIdentificatie", stable)]);
    let row = |property: Node<'_>| {
        let mut cells = animals(property.only()?)?;
        fill(&mut cells, &vent);
        Ok((node.line(), cells))
    };
    node.all("emissiespecificaties").map(row).collect()
}

fn animals(node: Node<'_>) -> Result<Cells> {
    let names = [
        ("aantalDieren", "aantalDieren"),
        ("emissiefactorPM10", "eigenEmissiefactorPM10"),
        ("reductiefactorPM10", "eigenReductiefactorPM10"),
        ("eigenFactorToelichting", "eigenFactorToelichting"),
        ("opmerking", "opmerking"),
    ];
    let mut cells = renamed(&common(node)?, &names);
    for name in ["huisvestingssysteem", "aanvullendeTechniek"] {
        if let Some(code) = node.child(name) {
            cells.extend([cell(name, reference(code)?)]);
        }
    }
    Ok(cells)
}

/// The cells of some elements under the names of their columns.
fn renamed(cells: &Cells, names: &[(&str, &str)]) -> Cells {
    let named = |(column, element): &(&str, &str)| Some(cell(column, cells.get(*element)?));
    names.iter().filter_map(named).collect()
}

/// The coordinates of a feature under the names of their columns.
pub(super) fn place(node: Node<'_>, x: &str, y: &str) -> Result<[(String, String); 2]> {
    let at = gml::point_in(node.need("geometrie")?)?;
    Ok([cell(x, &at.x.to_string()), cell(y, &at.y.to_string())])
}
