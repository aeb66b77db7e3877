//! A file as a whole.

use std::collections::HashMap;
use std::path::Path;

use super::building::{self, Building};
use super::measure::{self, MeasureArea};
use super::metadata::{self, Metadata};
use super::receptor::{self, CalculationPoint, DispersionLine};
use super::road::{self, Method, Road};
use super::source::{self, EmissionSource};
use crate::error::{Fault, InputError, Result, read_text};
use crate::xml::{self, Element, Node};

const ROOT: &str = "FeatureCollectionCalculator";
const NAMESPACE: &str = "http://imaer.aerius.nl/";
const OLDEST: (u32, u32) = (5, 1);
const NEWEST: (u32, u32) = (6, u32::MAX);

/// All that a file holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Imaer {
    /// Version of IMAER, major and minor.
    pub version: (u32, u32),
    /// What the file says of itself.
    pub metadata: Option<Metadata>,
    /// Roads.
    pub roads: Vec<Road>,
    /// Other sources.
    pub sources: Vec<EmissionSource>,
    /// Buildings.
    pub buildings: Vec<Building>,
    /// Points at which to calculate.
    pub points: Vec<CalculationPoint>,
    /// How streets reach points.
    pub lines: Vec<DispersionLine>,
    /// Areas with measures.
    pub areas: Vec<MeasureArea>,
    /// Kinds of features that are not read, each with their number.
    pub others: Vec<(String, usize)>,
}

/// Reads an IMAER GML file of version 5.1 to 6.x.
///
/// # Errors
/// When the file cannot be read, is not well-formed, holds a document type or entities, is of
/// another version, or a feature breaks a rule: the message names the feature and the line. Also
/// when two features share an identification, or a dispersion line refers to a street or a point
/// that the file lacks.
pub fn read_imaer(file: &Path) -> Result<Imaer> {
    parse_imaer(file, &read_text(file)?)
}

/// Whether the root of a GML file is that of IMAER, of whatever version.
///
/// # Errors
/// When the text before the root element is not well-formed.
pub fn is_imaer(file: &Path, text: &str) -> Result<bool> {
    Ok(xml::root_name(file, text)? == ROOT)
}

/// Reads the content of such a file; `file` is its name in messages.
///
/// # Errors
/// As [`read_imaer`].
pub fn parse_imaer(file: &Path, text: &str) -> Result<Imaer> {
    let mut imaer = Imaer::default();
    let mut lines = HashMap::new();
    let mut version = (0, 0);
    let root = |root: &Element| {
        version = version_of(file, root)?;
        Ok(())
    };
    xml::read(file, text, root, |child| {
        imaer.take(file, &child, &mut lines)
    })?;
    imaer.version = version;
    imaer.check_references(file, &lines)?;
    Ok(imaer)
}

fn version_of(file: &Path, root: &Element) -> Result<(u32, u32)> {
    if root.name != ROOT {
        let fault = Fault::new(format!("an IMAER file, with <{ROOT}> as its root"));
        return Err(fault
            .found(format!("<{}>", root.name))
            .at(file)
            .line(root.line));
    }
    let values = root.attributes.iter().map(|(_, value)| value.as_str());
    let found = values
        .filter_map(|value| value.strip_prefix(NAMESPACE))
        .next()
        .unwrap_or_default();
    let number = |text: &str| {
        text.trim_matches(|letter: char| !letter.is_ascii_digit())
            .parse()
            .ok()
    };
    let version = found
        .split_once('.')
        .and_then(|(a, b)| number(a).zip(number(b.get(..1)?)));
    let fault = || Fault::new("IMAER 5.1 to 6.x").found(format!("{NAMESPACE}{found}"));
    version
        .filter(|version| (OLDEST..=NEWEST).contains(version))
        .ok_or_else(|| fault().at(file).line(root.line))
}

impl Imaer {
    fn take(
        &mut self,
        file: &Path,
        child: &Element,
        lines: &mut HashMap<String, u64>,
    ) -> Result<()> {
        match child.name.as_str() {
            "metadata" => {
                let node = Node::new(file, "<metadata>", child);
                self.metadata = Some(metadata::read(node)?);
                Ok(())
            }
            "featureMember" | "featureMembers" => child
                .children
                .iter()
                .try_for_each(|feature| self.feature(file, feature, lines)),
            _ => Ok(()),
        }
    }

    fn feature(
        &mut self,
        file: &Path,
        element: &Element,
        lines: &mut HashMap<String, u64>,
    ) -> Result<()> {
        let bare = format!("<{}>", element.name);
        let id = Node::new(file, &bare, element).attribute("id")?;
        let name = format!("<{} gml:id=\"{id}\">", element.name);
        let node = Node::new(file, &name, element);
        if let Some(before) = lines.insert(id.to_owned(), node.line()) {
            let fault = Fault::new("an identification that no other feature has");
            let fault = fault.found(id).hint(format!("line {before} has it too"));
            return Err(node.fault(fault).field("id"));
        }
        self.add(node, id)
    }

    fn add(&mut self, node: Node<'_>, id: &str) -> Result<()> {
        match node.name() {
            "SRM1Road" => self.roads.push(road::read(node, id, Method::Srm1)?),
            "SRM2Road" => self.roads.push(road::read(node, id, Method::Srm2)?),
            "Building" => self.buildings.push(building::read(node, id)?),
            "SRM1RoadDispersionLine" => self.lines.push(receptor::read_line(node, id)?),
            "SRM1RoadMeasureArea" => self.areas.push(measure::read(node, id)?),
            "CalculationPoint" | "NSLCalculationPoint" | "NcaCustomCalculationPoint" => {
                self.points.push(receptor::read_point(node, id)?);
            }
            name if name.ends_with("Source") => self.sources.push(source::read(node, id)?),
            name => self.pass_over(name),
        }
        Ok(())
    }

    fn pass_over(&mut self, name: &str) {
        match self.others.iter_mut().find(|(other, _)| other == name) {
            Some((_, count)) => *count += 1,
            None => self.others.push((name.to_owned(), 1)),
        }
    }

    fn check_references(&self, file: &Path, lines: &HashMap<String, u64>) -> Result<()> {
        let streets = self.roads.iter().filter(|road| road.method == Method::Srm1);
        let streets: Vec<&str> = streets.map(Road::id).collect();
        let points: Vec<&str> = self.points.iter().map(|point| point.id.as_str()).collect();
        for line in &self.lines {
            let at = lines.get(&line.id).copied();
            let missing =
                |what: &str, id: &str, field: &str| missing(file, at, line, (what, id, field));
            if !streets.contains(&line.road.as_str()) {
                return Err(missing("an SRM1Road", &line.road, "road"));
            }
            if !points.contains(&line.point.as_str()) {
                return Err(missing(
                    "a calculation point",
                    &line.point,
                    "calculationPoint",
                ));
            }
        }
        Ok(())
    }

    /// What may be a slip in the file but does not stop a calculation.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let lines = |road: &Road| self.lines.iter().any(|line| line.road == road.id());
        let streets = self.roads.iter().filter(|road| road.method == Method::Srm1);
        let alone = streets.filter(|road| !lines(road)).count();
        let mut warnings = Vec::new();
        if alone > 0 {
            warnings.push(format!(
                "{alone} SRM1Road without a dispersion line to any point"
            ));
        }
        for (name, count) in &self.others {
            warnings.push(format!("{count} {name} not read"));
        }
        warnings
    }
}

fn missing(
    file: &Path,
    line: Option<u64>,
    from: &DispersionLine,
    (what, id, field): (&str, &str, &str),
) -> InputError {
    let fault = Fault::new(format!("the identification of {what} in the file")).found(id);
    let error = fault
        .at(file)
        .record(format!("<SRM1RoadDispersionLine gml:id=\"{}\">", from.id));
    line.into_iter().fold(error.field(field), InputError::line)
}
