//! Road parts: `Wegdelen.csv`.

use std::path::Path;

use geo_types::LineString;

use super::by_vehicle::ByVehicle;
use super::document::{Document, Record};
use super::gml::CimlkGml;
use super::words::{AuthorityKind, BarrierKind, Method, RoadClass, Slope};
use crate::error::{Fault, Result};
use crate::geometry;
use crate::number::{Rule, spell};
use crate::table::Row;

const COUNT: Rule = Rule::between("a number of vehicles per day", 0.0, 1e6);
const SHARE: Rule = Rule::between("a stagnation factor", 0.0, 1.0);
const SPEED: Rule = Rule::between("a speed limit in km/h", 0.0, 130.0);
const TUNNEL: Rule = Rule::between("a tunnel factor: 0, 1, or 2 or more", 0.0, 100.0);
const HEIGHT: Rule = Rule::between("a height of the road in m", -30.0, 30.0);
const DISTANCE: Rule = Rule::least("a distance from the road in m", 0.0);
const BARRIER: Rule = Rule::between("a height in m", 0.0, 12.0);

/// What stands along one side of a road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Barrier {
    /// Screen or bank.
    pub kind: BarrierKind,
    /// Distance from the edge of the road (m), 0 or more.
    pub distance: Option<f64>,
    /// Height (m), 0 to 12.
    pub height: Option<f64>,
}

/// A part of a road, seen in the direction of its line.
#[derive(Debug, Clone, PartialEq)]
pub struct Road {
    /// Identification, as `authority_number`.
    pub id: String,
    /// Name of the authority.
    pub authority: String,
    /// Kind of authority.
    pub authority_kind: Option<AuthorityKind>,
    /// Street name; may be empty.
    pub street: String,
    /// Road number, such as `A59`; may be empty.
    pub number: String,
    /// Calculation method.
    pub method: Method,
    /// Road class, of the calculation method.
    pub class: RoadClass,
    /// Factor on the emission: 0 within a tunnel, 1 elsewhere, 2 or more near its mouth.
    pub tunnel_factor: f64,
    /// Mean height above the surroundings (whole m), -30 to 30.
    pub height: Option<i32>,
    /// Side slope.
    pub slope: Option<Slope>,
    /// Barrier on the left.
    pub left: Option<Barrier>,
    /// Barrier on the right.
    pub right: Option<Barrier>,
    /// Speed limit (km/h), the lowest where it changes over the day.
    pub speed: Option<i32>,
    /// Highest speed limit (km/h) where it changes over the day.
    pub speed_dynamic: Option<i32>,
    /// Vehicles per day, both directions of the line together, 0 or more.
    pub traffic: ByVehicle<Option<f64>>,
    /// Light vehicles per day while the highest limit holds, 0 or more.
    pub light_dynamic: Option<f64>,
    /// Share of the vehicles that meet stagnation, 0 to 1.
    pub stagnation: ByVehicle<Option<f64>>,
    /// Remark; may be empty.
    pub remark: String,
    /// Time of registration, as written.
    pub registered: String,
    /// Axis in RD New (m).
    pub line: LineString<f64>,
}

/// Reads `Wegdelen.csv`.
///
/// # Errors
/// When the file cannot be read, a column is missing, a cell breaks its rule, a road has no length
/// or an identification occurs twice.
pub fn read_roads(file: &Path) -> Result<Document<Road>> {
    Document::read(file)
}

impl Record for Road {
    const COLUMNS: &'static [&'static str] = &[
        "identificatie",
        "naamOverheid",
        "typeOverheid",
        "straatnaam",
        "wegnummer",
        "rekenmethode",
        "wegsoort",
        "tunnelfactor",
        "hoogte",
        "taludSoort",
        "overdrachtLinksSoort",
        "overdrachtLinksAfstand",
        "overdrachtLinksHoogte",
        "overdrachtRechtsSoort",
        "overdrachtRechtsAfstand",
        "overdrachtRechtsHoogte",
        "maximumsnelheid",
        "maximumsnelheidDynamisch",
        "intensiteitLichtVerkeer",
        "intensiteitLichtVerkeerDynamisch",
        "intensiteitMiddelzwaarVerkeer",
        "intensiteitZwaarVerkeer",
        "intensiteitBusVerkeer",
        "stagnatiefactorLichtVerkeer",
        "stagnatiefactorMiddelzwaarVerkeer",
        "stagnatiefactorZwaarVerkeer",
        "stagnatiefactorBusVerkeer",
        "opmerking",
        "tijdstipRegistratie",
        "geometrie",
    ];

    fn rows_of(gml: &mut CimlkGml) -> &mut Vec<Self> {
        &mut gml.roads
    }

    fn read(row: &Row<'_>) -> Result<Self> {
        let method = row.parse("rekenmethode", Method::parse)?;
        Ok(Self {
            id: row.required("identificatie")?,
            authority: row.text("naamOverheid").to_owned(),
            authority_kind: row.optional("typeOverheid", AuthorityKind::parse)?,
            street: row.text("straatnaam").to_owned(),
            number: row.text("wegnummer").to_owned(),
            method,
            class: row.parse("wegsoort", |text| class(text, method))?,
            tunnel_factor: row.parse("tunnelfactor", tunnel_factor)?,
            height: row.optional("hoogte", |text| HEIGHT.parse_whole(text))?,
            slope: row.optional("taludSoort", Slope::parse)?,
            left: barrier(row, &LEFT)?,
            right: barrier(row, &RIGHT)?,
            speed: row.optional("maximumsnelheid", |text| SPEED.parse_whole(text))?,
            speed_dynamic: row.optional("maximumsnelheidDynamisch", |it| SPEED.parse_whole(it))?,
            traffic: ByVehicle {
                light: row.maybe("intensiteitLichtVerkeer", COUNT)?,
                medium: row.maybe("intensiteitMiddelzwaarVerkeer", COUNT)?,
                heavy: row.maybe("intensiteitZwaarVerkeer", COUNT)?,
                bus: row.maybe("intensiteitBusVerkeer", COUNT)?,
            },
            light_dynamic: row.maybe("intensiteitLichtVerkeerDynamisch", COUNT)?,
            stagnation: ByVehicle {
                light: row.maybe("stagnatiefactorLichtVerkeer", SHARE)?,
                medium: row.maybe("stagnatiefactorMiddelzwaarVerkeer", SHARE)?,
                heavy: row.maybe("stagnatiefactorZwaarVerkeer", SHARE)?,
                bus: row.maybe("stagnatiefactorBusVerkeer", SHARE)?,
            },
            remark: row.text("opmerking").to_owned(),
            registered: row.text("tijdstipRegistratie").to_owned(),
            line: row.parse("geometrie", geometry::line)?,
        })
    }

    fn cells(&self) -> Vec<String> {
        let whole = |it: Option<i32>| it.map(|it| it.to_string()).unwrap_or_default();
        let [left_kind, left_distance, left_height] = spell_barrier(self.left);
        let [right_kind, right_distance, right_height] = spell_barrier(self.right);
        vec![
            self.id.clone(),
            self.authority.clone(),
            self.authority_kind
                .map(|it| it.to_string())
                .unwrap_or_default(),
            self.street.clone(),
            self.number.clone(),
            self.method.to_string(),
            self.class.to_string(),
            self.tunnel_factor.to_string(),
            whole(self.height),
            self.slope.map(|it| it.to_string()).unwrap_or_default(),
            left_kind,
            left_distance,
            left_height,
            right_kind,
            right_distance,
            right_height,
            whole(self.speed),
            whole(self.speed_dynamic),
            spell(self.traffic.light),
            spell(self.light_dynamic),
            spell(self.traffic.medium),
            spell(self.traffic.heavy),
            spell(self.traffic.bus),
            spell(self.stagnation.light),
            spell(self.stagnation.medium),
            spell(self.stagnation.heavy),
            spell(self.stagnation.bus),
            self.remark.clone(),
            self.registered.clone(),
            geometry::spell(&self.line),
        ]
    }

    fn key(&self) -> Option<String> {
        Some(self.id.clone())
    }
}

fn class(text: &str, method: Method) -> Result<RoadClass, Fault> {
    let class = RoadClass::parse(text)?;
    if class.method() == method {
        return Ok(class);
    }
    let other = class.method();
    Err(Fault::new(format!("a road class of {method}"))
        .found(text)
        .hint(format!("{text} is a class of {other}")))
}

fn tunnel_factor(text: &str) -> Result<f64, Fault> {
    let factor = TUNNEL.parse(text)?;
    let allowed = factor == 0.0 || factor == 1.0 || factor >= 2.0;
    allowed.then_some(factor).ok_or_else(|| TUNNEL.broken(text))
}

/// The columns that describe the barrier on one side.
struct Side {
    kind: &'static str,
    distance: &'static str,
    height: &'static str,
}

const LEFT: Side = Side {
    kind: "overdrachtLinksSoort",
    distance: "overdrachtLinksAfstand",
    height: "overdrachtLinksHoogte",
};

const RIGHT: Side = Side {
    kind: "overdrachtRechtsSoort",
    distance: "overdrachtRechtsAfstand",
    height: "overdrachtRechtsHoogte",
};

fn barrier(row: &Row<'_>, side: &Side) -> Result<Option<Barrier>> {
    let kind = row.optional(side.kind, BarrierKind::parse)?;
    let distance = row.maybe(side.distance, DISTANCE)?;
    let height = row.maybe(side.height, BARRIER)?;
    let Some(kind) = kind else {
        return no_barrier(row, side, height).map(|()| None);
    };
    Ok(Some(Barrier {
        kind,
        distance,
        height,
    }))
}

fn no_barrier(row: &Row<'_>, side: &Side, height: Option<f64>) -> Result<()> {
    if height.is_none_or(|height| height == 0.0) {
        return Ok(());
    }
    let fault = Fault::new("a kind of barrier (s, w), as the next columns give its height");
    Err(row.fault(side.kind, fault.found(row.text(side.kind))))
}

fn spell_barrier(barrier: Option<Barrier>) -> [String; 3] {
    let Some(Barrier {
        kind,
        distance,
        height,
    }) = barrier
    else {
        return Default::default();
    };
    [kind.to_string(), spell(distance), spell(height)]
}
