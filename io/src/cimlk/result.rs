//! Results of the official calculation: `Rekenresultaten.csv`.

use std::path::Path;

use geo_types::Point;

use super::document::{Document, Record};
use super::gml::CimlkGml;
use super::words::{Assessed, Grounds};
use crate::error::Result;
use crate::geometry;
use crate::number::{Rule, spell};
use crate::table::Row;

const LEVEL: Rule = Rule::any("a concentration in ug/m3");
const DAYS: Rule = Rule::between("a number of days", 0.0, 366.0);
const YEAR: Rule = Rule::between("a year", 1900.0, 2200.0);

/// The large-scale background of one substance at one receptor (ug/m3, annual mean).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Background {
    /// The background used: map, double counting and own corrections together.
    pub concentration: f64,
    /// The map (GCN) alone.
    pub gcn: Option<f64>,
    /// Correction for main roads that the map and SRM2 both hold; 0 or less for NO2 and particles.
    pub double_counting: Option<f64>,
    /// The map with the corrections of the authority.
    pub gcn_and_own_correction: Option<f64>,
}

/// Nitrogen dioxide at one receptor (ug/m3, annual mean).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct No2 {
    /// Background and all contributions.
    pub concentration: f64,
    /// Nitrogen oxides of streets, as NO2.
    pub nox_srm1: f64,
    /// Nitrogen oxides of open roads, as NO2.
    pub nox_srm2: f64,
    /// Nitrogen dioxide that streets emit as such.
    pub direct_srm1: f64,
    /// Nitrogen dioxide that open roads emit as such.
    pub direct_srm2: f64,
    /// Nitrogen dioxide formed from all roads' nitric oxide with ozone.
    pub conversion: f64,
    /// Background.
    pub background: Background,
}

/// Particles at one receptor (ug/m3, annual mean).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Particles {
    /// Background and all contributions.
    pub concentration: f64,
    /// Contribution of streets.
    pub srm1: f64,
    /// Contribution of open roads.
    pub srm2: f64,
    /// Background.
    pub background: Background,
}

/// The official result at one receptor.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceptorResult {
    /// Identification of the receptor.
    pub receptor: String,
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
    /// Why it is assessed or not.
    pub grounds: Grounds,
    /// Remark; may be empty.
    pub remark: String,
    /// Nitrogen dioxide.
    pub no2: No2,
    /// Ozone background.
    pub o3: Background,
    /// Particles up to 10 um.
    pub pm10: Particles,
    /// Days in the year with a mean of PM10 above 50 ug/m3.
    pub pm10_days: f64,
    /// Particles up to 2.5 um.
    pub pm2_5: Particles,
    /// Elemental carbon.
    pub ec: Particles,
    /// Place in RD New (m).
    pub at: Point<f64>,
}

/// Reads `Rekenresultaten.csv`.
///
/// # Errors
/// When the file cannot be read, a column is missing, a cell breaks its rule, or a receptor has two
/// results for one year.
pub fn read_results(file: &Path) -> Result<Document<ReceptorResult>> {
    Document::read(file)
}

impl Record for ReceptorResult {
    const COLUMNS: &'static [&'static str] = &[
        "receptorIdentificatie",
        "rekentoolVersie",
        "rekenjaar",
        "naamOverheid",
        "naam",
        "toetspuntSoort",
        "grondslag",
        "opmerking",
        "no2Concentratie",
        "noxSRM1",
        "noxSRM2",
        "no2SRM1DirecteUitstoot",
        "no2SRM2DirecteUitstoot",
        "no2SRMConversiebijdrage",
        "no2AchtergrondConcentratie",
        "no2GCN",
        "no2HWNdubtelcorrectie",
        "no2GCNenEigenCorrectie",
        "o3AchtergrondConcentratie",
        "o3GCN",
        "o3HWNdubtelcorrectie",
        "o3GCNenEigenCorrectie",
        "pm10Concentratie",
        "pm10Overschrijdingsdagen",
        "pm10SRM1",
        "pm10SRM2",
        "pm10AchtergrondConcentratie",
        "pm10GCN",
        "pm10HWNdubtelcorrectie",
        "pm10GCNenEigenCorrectie",
        "pm25Concentratie",
        "pm25SRM1",
        "pm25SRM2",
        "pm25AchtergrondConcentratie",
        "pm25GCN",
        "pm25HWNdubtelcorrectie",
        "pm25GCNenEigenCorrectie",
        "ecConcentratie",
        "ecSRM1",
        "ecSRM2",
        "ecAchtergrondConcentratie",
        "ecGCN",
        "ecHWNdubtelcorrectie",
        "ecGCNenEigenCorrectie",
        "geometrie",
    ];

    fn rows_of(gml: &mut CimlkGml) -> &mut Vec<Self> {
        &mut gml.results
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            receptor: row.required("receptorIdentificatie")?,
            tool: row.text("rekentoolVersie").to_owned(),
            year: row.parse("rekenjaar", |text| YEAR.parse_whole(text))?,
            authority: row.text("naamOverheid").to_owned(),
            name: row.text("naam").to_owned(),
            assessed: row.parse("toetspuntSoort", Assessed::parse)?,
            grounds: row.parse("grondslag", Grounds::parse)?,
            remark: row.text("opmerking").to_owned(),
            no2: no2(row)?,
            o3: background(row, "o3")?,
            pm10: particles(row, "pm10")?,
            pm10_days: row.number("pm10Overschrijdingsdagen", DAYS)?,
            pm2_5: particles(row, "pm25")?,
            ec: particles(row, "ec")?,
            at: row.parse("geometrie", geometry::point)?,
        })
    }

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![
            self.receptor.clone(),
            self.tool.clone(),
            self.year.to_string(),
            self.authority.clone(),
            self.name.clone(),
            self.assessed.to_string(),
            self.grounds.to_string(),
            self.remark.clone(),
        ];
        cells.extend(spell_no2(&self.no2));
        cells.extend(spell_background(&self.o3));
        cells.extend([
            spell(Some(self.pm10.concentration)),
            spell(Some(self.pm10_days)),
        ]);
        cells.extend(spell_contributions(&self.pm10));
        for particles in [&self.pm2_5, &self.ec] {
            cells.push(spell(Some(particles.concentration)));
            cells.extend(spell_contributions(particles));
        }
        cells.push(geometry::spell(&self.at));
        cells
    }

    fn key(&self) -> Option<String> {
        Some(format!("{} in {}", self.receptor, self.year))
    }
}

fn no2(row: &Row<'_>) -> Result<No2> {
    Ok(No2 {
        concentration: row.number("no2Concentratie", LEVEL)?,
        nox_srm1: row.number("noxSRM1", LEVEL)?,
        nox_srm2: row.number("noxSRM2", LEVEL)?,
        direct_srm1: row.number("no2SRM1DirecteUitstoot", LEVEL)?,
        direct_srm2: row.number("no2SRM2DirecteUitstoot", LEVEL)?,
        conversion: row.number("no2SRMConversiebijdrage", LEVEL)?,
        background: background(row, "no2")?,
    })
}

fn particles(row: &Row<'_>, name: &str) -> Result<Particles> {
    let level = |column: &str| row.number(&format!("{name}{column}"), LEVEL);
    Ok(Particles {
        concentration: level("Concentratie")?,
        srm1: level("SRM1")?,
        srm2: level("SRM2")?,
        background: background(row, name)?,
    })
}

fn background(row: &Row<'_>, name: &str) -> Result<Background> {
    let maybe = |column: &str| row.maybe(&format!("{name}{column}"), LEVEL);
    Ok(Background {
        concentration: row.number(&format!("{name}AchtergrondConcentratie"), LEVEL)?,
        gcn: maybe("GCN")?,
        double_counting: maybe("HWNdubtelcorrectie")?,
        gcn_and_own_correction: maybe("GCNenEigenCorrectie")?,
    })
}

fn spell_no2(no2: &No2) -> Vec<String> {
    let levels = [
        no2.concentration,
        no2.nox_srm1,
        no2.nox_srm2,
        no2.direct_srm1,
        no2.direct_srm2,
        no2.conversion,
    ];
    let levels = levels.into_iter().map(|level| level.to_string());
    levels.chain(spell_background(&no2.background)).collect()
}

fn spell_contributions(particles: &Particles) -> Vec<String> {
    let contributions = [particles.srm1.to_string(), particles.srm2.to_string()];
    let background = spell_background(&particles.background);
    contributions.into_iter().chain(background).collect()
}

fn spell_background(background: &Background) -> [String; 4] {
    [
        background.concentration.to_string(),
        spell(background.gcn),
        spell(background.double_counting),
        spell(background.gcn_and_own_correction),
    ]
}
