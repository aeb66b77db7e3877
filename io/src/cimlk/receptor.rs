//! Receptors and their links to roads: `Receptoren.csv`.

use std::collections::HashSet;
use std::path::Path;

use geo_types::Point;

use super::document::{Document, Record};
use super::gml::CimlkGml;
use super::road::Road;
use super::words::{Assessed, BuildingType, Grounds};
use crate::error::{Fault, Result};
use crate::geometry;
use crate::number::is_missing;
use crate::table::Row;

/// The trees along a road, which hold back dilution (bomenfactor).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeFactor {
    /// 1: none, or a tree here and there.
    Few,
    /// 1.25: one or more rows less than 15 m apart, with gaps between the crowns.
    Rows,
    /// 1.5: crowns that touch and span a third of the street or more.
    Crowns,
}

impl TreeFactor {
    /// The factor on the contribution of the road.
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::Few => 1.0,
            Self::Rows => 1.25,
            Self::Crowns => 1.5,
        }
    }

    fn parse(text: &str) -> Result<Self, Fault> {
        let all = [Self::Few, Self::Rows, Self::Crowns];
        let found = text.parse().ok();
        let fault = || Fault::new("a tree factor (1, 1.25, 1.5)").found(text);
        all.into_iter()
            .find(|it| Some(it.value()) == found)
            .ok_or_else(fault)
    }
}

/// How a road part reaches a receptor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Identification of the road part.
    pub road: String,
    /// Buildings along the road at the receptor.
    pub buildings: BuildingType,
    /// Trees along the road at the receptor.
    pub trees: TreeFactor,
}

/// One row of the file: a receptor and, where it has one, a link to a road. A receptor with
/// several links takes several rows.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceptorLink {
    /// Identification of the receptor.
    pub id: String,
    /// Link to a road; none for a receptor that only SRM2 serves.
    pub link: Option<Link>,
    /// Name of the authority.
    pub authority: String,
    /// Name of the receptor; may be empty.
    pub name: String,
    /// What it is assessed for.
    pub assessed: Assessed,
    /// Why it is assessed or not.
    pub grounds: Grounds,
    /// Remark; may be empty.
    pub remark: String,
    /// Identification of the building it belongs to; may be empty.
    pub building_id: String,
    /// Time of registration, as written.
    pub registered: String,
    /// Place in RD New (m).
    pub at: Point<f64>,
}

/// Reads `Receptoren.csv`.
///
/// # Errors
/// When the file cannot be read, a column is missing, a cell breaks its rule, or a receptor is
/// linked twice to the same road.
pub fn read_receptors(file: &Path) -> Result<Document<ReceptorLink>> {
    Document::read(file)
}

impl Document<ReceptorLink> {
    /// The links to road parts that `roads` does not hold, with their lines. Official exports have
    /// a few; such a link contributes nothing.
    pub fn dangling<'a>(
        &'a self,
        roads: &Document<Road>,
    ) -> impl Iterator<Item = (Option<u64>, &'a Link)> {
        let known: HashSet<String> = roads.records().map(|road| road.id.clone()).collect();
        let links = self
            .lines()
            .filter_map(|(line, it)| Some((line, it.link.as_ref()?)));
        links.filter(move |(_, link)| !known.contains(&link.road))
    }
}

impl Record for ReceptorLink {
    const COLUMNS: &'static [&'static str] = &[
        "identificatie",
        "wegdeelIdentificatie",
        "naamOverheid",
        "naam",
        "bebouwingstype",
        "bomenfactor",
        "toetspuntSoort",
        "grondslag",
        "opmerking",
        "identificatiePandBAG",
        "tijdstipRegistratie",
        "geometrie",
    ];

    fn rows_of(gml: &mut CimlkGml) -> &mut Vec<Self> {
        &mut gml.receptors
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.required("identificatie")?,
            link: link(row)?,
            authority: row.text("naamOverheid").to_owned(),
            name: row.text("naam").to_owned(),
            assessed: row.parse("toetspuntSoort", Assessed::parse)?,
            grounds: row.parse("grondslag", Grounds::parse)?,
            remark: row.text("opmerking").to_owned(),
            building_id: row.text("identificatiePandBAG").to_owned(),
            registered: row.text("tijdstipRegistratie").to_owned(),
            at: row.parse("geometrie", geometry::point)?,
        })
    }

    fn cells(&self) -> Vec<String> {
        let link = self.link.as_ref();
        vec![
            self.id.clone(),
            link.map(|it| it.road.clone()).unwrap_or_default(),
            self.authority.clone(),
            self.name.clone(),
            link.map(|it| it.buildings.to_string()).unwrap_or_default(),
            link.map(|it| it.trees.value().to_string())
                .unwrap_or_default(),
            self.assessed.to_string(),
            self.grounds.to_string(),
            self.remark.clone(),
            self.building_id.clone(),
            self.registered.clone(),
            geometry::spell(&self.at),
        ]
    }

    fn key(&self) -> Option<String> {
        let road = self.link.as_ref().map(|it| it.road.as_str());
        Some(match road {
            Some(road) => format!("{} with road {road}", self.id),
            None => self.id.clone(),
        })
    }
}

fn link(row: &Row<'_>) -> Result<Option<Link>> {
    let road = row.text("wegdeelIdentificatie");
    if is_missing(road) {
        return Ok(None);
    }
    Ok(Some(Link {
        road: road.to_owned(),
        buildings: row.parse("bebouwingstype", BuildingType::parse)?,
        trees: row.parse("bomenfactor", TreeFactor::parse)?,
    }))
}
