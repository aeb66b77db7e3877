//! Livestock farming: `Veehouderijen.csv`, its receptors and its official results.

use std::path::Path;

use geo_types::Coord;
use pluim_core::emission::{Amounts, Pollutant};

use super::document::{Document, Record};
use super::gml::CimlkGml;
use super::words::{Assessed, LivestockGrounds};
use crate::error::{Fault, Result};
use crate::geometry::check_rd;
use crate::number::{Rule, spell};
use crate::table::Row;

const LENGTH: Rule = Rule::between("a length in m", 0.0, 1000.0);
const BEARING: Rule = Rule::between("an orientation in degrees", 0.0, 360.0);
const VELOCITY: Rule = Rule::between("an exit velocity in m/s", 0.0, 100.0);
const ANIMALS: Rule = Rule::between("a number of animals", 0.0, 1e9);
const FACTOR: Rule = Rule::least("an emission factor in g of PM10 per animal and year", 0.0);
const SHARE: Rule = Rule::between("a reduction factor", 0.0, 1.0);
const METRES: Rule = Rule::any("a coordinate in m");
const LEVEL: Rule = Rule::any("a concentration in ug/m3");
const DAYS: Rule = Rule::between("a number of days", -366.0, 366.0);
const YEAR: Rule = Rule::between("a year", 1900.0, 2200.0);

/// A stable.
#[derive(Debug, Clone, PartialEq)]
pub struct Stable {
    /// Identification.
    pub id: String,
    /// Length (m), 0 or more.
    pub length: f64,
    /// Width (m), 0 or more.
    pub width: f64,
    /// Height (m), 0 or more.
    pub height: f64,
    /// Orientation of its length (degrees), 0 to 360.
    pub orientation: f64,
    /// Identification of the building; may be empty.
    pub building_id: String,
    /// Centre in RD New (m).
    pub at: Coord<f64>,
}

/// Where the air leaves a stable.
#[derive(Debug, Clone, PartialEq)]
pub struct Vent {
    /// Identification.
    pub id: String,
    /// Height above ground (m), 0 or more.
    pub height: f64,
    /// Diameter (m), 0 or more.
    pub diameter: f64,
    /// Exit velocity (m/s), 0 or more.
    pub velocity: f64,
    /// Place in RD New (m).
    pub at: Coord<f64>,
}

/// One row of the file: animals in one housing system that emit through one vent.
#[derive(Debug, Clone, PartialEq)]
pub struct LivestockSource {
    /// Identification of the farm.
    pub farm: String,
    /// Name of the authority.
    pub authority: String,
    /// Address of the farm.
    pub address: String,
    /// Date of the permit, as written.
    pub permit: String,
    /// Stable.
    pub stable: Stable,
    /// Vent.
    pub vent: Vent,
    /// Code of the housing system.
    pub housing: String,
    /// Code of the additional technique; may be empty.
    pub technique: String,
    /// Number of animals, 0 or more.
    pub animals: f64,
    /// Emission of PM10 (g per animal and year), 0 or more.
    pub factor: f64,
    /// Share of the emission that a technique takes away, 0 to 1.
    pub reduction: Option<f64>,
    /// Why own factors were used; may be empty.
    pub explanation: String,
    /// Remark; may be empty.
    pub remark: String,
    /// Time of registration, as written.
    pub registered: String,
}

impl LivestockSource {
    /// Emission (kg/yr): animals x factor x (1 - reduction).
    #[must_use]
    pub fn yearly(&self) -> Amounts {
        let kept = 1.0 - self.reduction.unwrap_or(0.0);
        let grams = self.animals * self.factor * kept;
        Amounts::from([(Pollutant::Pm10, grams / 1000.0)])
    }
}

/// A receptor near a farm.
#[derive(Debug, Clone, PartialEq)]
pub struct LivestockReceptor {
    /// Identification of the farm.
    pub farm: String,
    /// Identification of the receptor.
    pub id: String,
    /// Name of the authority.
    pub authority: String,
    /// Name; may be empty.
    pub name: String,
    /// What it is assessed for.
    pub assessed: Assessed,
    /// What it is.
    pub grounds: LivestockGrounds,
    /// Identification of the building; may be empty.
    pub building_id: String,
    /// Remark; may be empty.
    pub remark: String,
    /// Time of registration, as written.
    pub registered: String,
    /// Place in RD New (m).
    pub at: Coord<f64>,
}

/// Days in the year with a mean of PM10 above 50 ug/m3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExceedanceDays {
    /// In all.
    pub total: f64,
    /// Owing to the farm.
    pub source: f64,
    /// Of the background.
    pub background: f64,
    /// Of the map (GCN).
    pub gcn: f64,
    /// Owing to the correction for double counting.
    pub double_counting: f64,
}

/// The official result at a receptor near a farm.
#[derive(Debug, Clone, PartialEq)]
pub struct LivestockResult {
    /// Identification of the receptor.
    pub receptor: String,
    /// Identification of the farm.
    pub farm: String,
    /// Version of the calculation tool.
    pub tool: String,
    /// Year for which it holds.
    pub year: i32,
    /// Name of the authority.
    pub authority: String,
    /// Name of the receptor; may be empty.
    pub name: String,
    /// What it is assessed for.
    pub assessed: Assessed,
    /// What it is.
    pub grounds: LivestockGrounds,
    /// PM10 (ug/m3): total, of the farm, background, map (GCN), correction for double counting.
    pub pm10: [f64; 5],
    /// Days.
    pub days: ExceedanceDays,
    /// Place (m), as written: the samples of the standard hold places outside RD New.
    pub at: Coord<f64>,
}

/// Reads `Veehouderijen.csv`.
///
/// # Errors
/// When the file cannot be read, a column is missing or a cell breaks its rule.
pub fn read_livestock(file: &Path) -> Result<Document<LivestockSource>> {
    Document::read(file)
}

/// Reads the receptors near farms.
///
/// # Errors
/// As [`read_livestock`], and when a receptor occurs twice for one farm.
pub fn read_livestock_receptors(file: &Path) -> Result<Document<LivestockReceptor>> {
    Document::read(file)
}

/// Reads the official results near farms.
///
/// # Errors
/// As [`read_livestock`].
pub fn read_livestock_results(file: &Path) -> Result<Document<LivestockResult>> {
    Document::read(file)
}

impl Record for LivestockSource {
    const COLUMNS: &'static [&'static str] = &[
        "veehouderijIdentificatie",
        "naamOverheid",
        "veehouderijAdres",
        "veehouderijDatumVergunning",
        "stalIdentificatie",
        "stalLengte",
        "stalBreedte",
        "stalHoogte",
        "stalOrientatie",
        "stalIdentificatiePandBAG",
        "stalX",
        "stalY",
        "bronIdentificatie",
        "bronHoogte",
        "bronDiameter",
        "bronUittreesnelheid",
        "bronX",
        "bronY",
        "huisvestingssysteem",
        "aanvullendeTechniek",
        "aantalDieren",
        "emissiefactorPM10",
        "reductiefactorPM10",
        "eigenFactorToelichting",
        "opmerking",
        "tijdstipRegistratie",
    ];

    fn rows_of(gml: &mut CimlkGml) -> &mut Vec<Self> {
        &mut gml.livestock
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            farm: row.required("veehouderijIdentificatie")?,
            authority: row.text("naamOverheid").to_owned(),
            address: row.text("veehouderijAdres").to_owned(),
            permit: row.text("veehouderijDatumVergunning").to_owned(),
            stable: stable(row)?,
            vent: vent(row)?,
            housing: row.required("huisvestingssysteem")?,
            technique: row.text("aanvullendeTechniek").to_owned(),
            animals: row.number("aantalDieren", ANIMALS)?,
            factor: row.number("emissiefactorPM10", FACTOR)?,
            reduction: row.maybe("reductiefactorPM10", SHARE)?,
            explanation: row.text("eigenFactorToelichting").to_owned(),
            remark: row.text("opmerking").to_owned(),
            registered: row.text("tijdstipRegistratie").to_owned(),
        })
    }

    fn cells(&self) -> Vec<String> {
        let Self { stable, vent, .. } = self;
        let numbers = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>();
        let texts = |values: &[&String]| values.iter().map(|it| (*it).clone()).collect::<Vec<_>>();
        [
            texts(&[
                &self.farm,
                &self.authority,
                &self.address,
                &self.permit,
                &stable.id,
            ]),
            numbers(&[
                stable.length,
                stable.width,
                stable.height,
                stable.orientation,
            ]),
            texts(&[&stable.building_id]),
            numbers(&[stable.at.x, stable.at.y]),
            texts(&[&vent.id]),
            numbers(&[
                vent.height,
                vent.diameter,
                vent.velocity,
                vent.at.x,
                vent.at.y,
            ]),
            texts(&[&self.housing, &self.technique]),
            numbers(&[self.animals, self.factor]),
            vec![spell(self.reduction)],
            texts(&[&self.explanation, &self.remark, &self.registered]),
        ]
        .concat()
    }

    fn key(&self) -> Option<String> {
        None
    }
}

fn stable(row: &Row<'_>) -> Result<Stable> {
    Ok(Stable {
        id: row.required("stalIdentificatie")?,
        length: row.number("stalLengte", LENGTH)?,
        width: row.number("stalBreedte", LENGTH)?,
        height: row.number("stalHoogte", LENGTH)?,
        orientation: row.number("stalOrientatie", BEARING)?,
        building_id: row.text("stalIdentificatiePandBAG").to_owned(),
        at: place(row, "stalX", "stalY")?,
    })
}

fn vent(row: &Row<'_>) -> Result<Vent> {
    Ok(Vent {
        id: row.required("bronIdentificatie")?,
        height: row.number("bronHoogte", LENGTH)?,
        diameter: row.number("bronDiameter", LENGTH)?,
        velocity: row.number("bronUittreesnelheid", VELOCITY)?,
        at: place(row, "bronX", "bronY")?,
    })
}

/// A place in RD New.
fn place(row: &Row<'_>, x: &str, y: &str) -> Result<Coord<f64>> {
    let at = raw_place(row, x, y)?;
    check_rd(at).map_err(|fault: Fault| row.fault(x, fault))?;
    Ok(at)
}

fn raw_place(row: &Row<'_>, x: &str, y: &str) -> Result<Coord<f64>> {
    let (x, y) = (row.number(x, METRES)?, row.number(y, METRES)?);
    Ok(Coord { x, y })
}

impl Record for LivestockReceptor {
    const COLUMNS: &'static [&'static str] = &[
        "veehouderijIdentificatie",
        "identificatie",
        "naamOverheid",
        "naam",
        "toetspuntSoort",
        "grondslag",
        "identificatiePandBAG",
        "opmerking",
        "tijdstipRegistratie",
        "x",
        "y",
    ];

    fn rows_of(gml: &mut CimlkGml) -> &mut Vec<Self> {
        &mut gml.livestock_receptors
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            farm: row.required("veehouderijIdentificatie")?,
            id: row.required("identificatie")?,
            authority: row.text("naamOverheid").to_owned(),
            name: row.text("naam").to_owned(),
            assessed: row.parse("toetspuntSoort", Assessed::parse)?,
            grounds: row.parse("grondslag", LivestockGrounds::parse)?,
            building_id: row.text("identificatiePandBAG").to_owned(),
            remark: row.text("opmerking").to_owned(),
            registered: row.text("tijdstipRegistratie").to_owned(),
            at: place(row, "x", "y")?,
        })
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.farm.clone(),
            self.id.clone(),
            self.authority.clone(),
            self.name.clone(),
            self.assessed.to_string(),
            self.grounds.to_string(),
            self.building_id.clone(),
            self.remark.clone(),
            self.registered.clone(),
            self.at.x.to_string(),
            self.at.y.to_string(),
        ]
    }

    fn key(&self) -> Option<String> {
        Some(format!("{} at farm {}", self.id, self.farm))
    }
}

const LEVELS: [&str; 5] = [
    "pm10Concentratie",
    "pm10BronbijdrageConcentratie",
    "pm10AchtergrondConcentratie",
    "pm10GCNConcentratie",
    "pm10DubtelcorrectieConcentratie",
];

impl Record for LivestockResult {
    const COLUMNS: &'static [&'static str] = &[
        "receptorIdentificatie",
        "veehouderijIdentificatie",
        "rekentoolVersie",
        "rekenjaar",
        "naamOverheid",
        "naam",
        "toetspuntSoort",
        "grondslag",
        LEVELS[0],
        LEVELS[1],
        LEVELS[2],
        LEVELS[3],
        LEVELS[4],
        "pm10Overschrijdingsdagen",
        "pm10BronbijdrageOverschrijdingsdagen",
        "pm10AchtergrondOverschrijdingsdagen",
        "pm10GCNOverschrijdingsdagen",
        "pm10DubtelcorrectieOverschrijdingsdagen",
        "x",
        "y",
    ];

    fn rows_of(gml: &mut CimlkGml) -> &mut Vec<Self> {
        &mut gml.livestock_results
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        let mut pm10 = [0.0; 5];
        for (level, column) in pm10.iter_mut().zip(LEVELS) {
            *level = row.number(column, LEVEL)?;
        }
        Ok(Self {
            receptor: row.required("receptorIdentificatie")?,
            farm: row.required("veehouderijIdentificatie")?,
            tool: row.text("rekentoolVersie").to_owned(),
            year: row.parse("rekenjaar", |text| YEAR.parse_whole(text))?,
            authority: row.text("naamOverheid").to_owned(),
            name: row.text("naam").to_owned(),
            assessed: row.parse("toetspuntSoort", Assessed::parse)?,
            grounds: row.parse("grondslag", LivestockGrounds::parse)?,
            pm10,
            days: days(row)?,
            at: raw_place(row, "x", "y")?,
        })
    }

    fn cells(&self) -> Vec<String> {
        let ExceedanceDays {
            total,
            source,
            background,
            gcn,
            double_counting,
        } = self.days;
        let days = [total, source, background, gcn, double_counting];
        let place = [self.at.x, self.at.y];
        let numbers = self.pm10.into_iter().chain(days).chain(place);
        let texts = [
            self.receptor.clone(),
            self.farm.clone(),
            self.tool.clone(),
            self.year.to_string(),
            self.authority.clone(),
            self.name.clone(),
            self.assessed.to_string(),
            self.grounds.to_string(),
        ];
        texts
            .into_iter()
            .chain(numbers.map(|number| number.to_string()))
            .collect()
    }

    fn key(&self) -> Option<String> {
        None
    }
}

fn days(row: &Row<'_>) -> Result<ExceedanceDays> {
    Ok(ExceedanceDays {
        total: row.number("pm10Overschrijdingsdagen", DAYS)?,
        source: row.number("pm10BronbijdrageOverschrijdingsdagen", DAYS)?,
        background: row.number("pm10AchtergrondOverschrijdingsdagen", DAYS)?,
        gcn: row.number("pm10GCNOverschrijdingsdagen", DAYS)?,
        double_counting: row.number("pm10DubtelcorrectieOverschrijdingsdagen", DAYS)?,
    })
}
