//! What a file says of itself.

use super::words::SituationType;
use crate::error::{Fault, Result};
use crate::number::Rule;
use crate::xml::Node;

const YEAR: Rule = Rule::between("a year", 1900.0, 2200.0);
const NETTING: Rule = Rule::between("a netting factor", 0.0, 1.0);

/// The role of the sources in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Situation {
    /// Name; may be empty.
    pub name: String,
    /// Role.
    pub kind: SituationType,
    /// Share of a reduction elsewhere that is left to nature and may not be spent, 0 to 1.
    pub netting_factor: Option<f64>,
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    /// Year for which the emissions hold.
    pub year: i32,
    /// Name of the project; may be empty.
    pub project: String,
    /// Role of the sources.
    pub situation: Option<Situation>,
    /// Version of the tool that wrote the file; may be empty.
    pub tool: String,
}

pub(super) fn read(metadata: Node<'_>) -> Result<Metadata> {
    let calculator = metadata.only()?;
    let project = calculator.need("project")?.only()?;
    let version = calculator.value_of("version")?;
    Ok(Metadata {
        year: project.parse_child("year", |text| YEAR.parse_whole(text))?,
        project: project.text_of("name"),
        situation: calculator
            .value_of("situation")?
            .map(situation)
            .transpose()?,
        tool: version
            .map(|it| it.text_of("aeriusVersion"))
            .unwrap_or_default(),
    })
}

fn situation(node: Node<'_>) -> Result<Situation> {
    Ok(Situation {
        name: node.text_of("name"),
        kind: node.parse_child("situationType", kind)?,
        netting_factor: node.maybe_number("nettingFactor", NETTING)?,
    })
}

/// Version 5.1 calls a reduction elsewhere `NETTING`.
fn kind(text: &str) -> Result<SituationType, Fault> {
    match text {
        "NETTING" => Ok(SituationType::OffSiteReduction),
        text => SituationType::parse(text),
    }
}
