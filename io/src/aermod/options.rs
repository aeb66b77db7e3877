//! `CO MODELOPT`: model options.

use pluim_core::deposition::Exposure;
use pluim_core::scheme::pbl::TipDownwash;

use super::card::Card;
use super::warning::Warning;
use crate::aermet::DateChecks;
use crate::error::{Fault, InputError, Result, nearest};

/// Model options.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// What is written, in AERMOD's order.
    pub results: Vec<ResultKind>,
    /// Whether plumes are depleted by dry and by wet deposition.
    pub depletion: [Depletion; 2],
    /// How dry depletion is added up.
    pub exposure: Exposure,
    /// Whether `DFAULT` asks for the regulatory default options.
    pub regulatory: bool,
    /// Terrain.
    pub terrain: Terrain,
    /// Whether stack tips draw slow exhausts down; `NOSTD` leaves it out.
    pub tip_downwash: TipDownwash,
    /// Whether urban heat lasts into the morning.
    pub urban_morning: UrbanMorning,
    /// What to do about hours out of order in the meteorology.
    pub date_checks: DateChecks,
    /// The simplification asked for, which pluim does not make.
    pub areas: Areas,
    /// Kind of options beyond the default ones.
    pub maturity: Maturity,
    /// Whether `NOWARN` asks for silence.
    pub quiet: bool,
    /// How NOx becomes NO2.
    pub chemistry: Chemistry,
    /// Whether ozone at night is held to a least value.
    pub night_ozone: NightOzone,
}

/// What results are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResultKind {
    /// Concentration (`CONC`).
    Concentration,
    /// Dry and wet deposition (`DEPOS`).
    Deposition,
    /// Dry deposition (`DDEP`).
    DryDeposition,
    /// Wet deposition (`WDEP`).
    WetDeposition,
}

impl ResultKind {
    /// AERMOD's name for it among the model options.
    #[must_use]
    pub fn option(self) -> &'static str {
        match self {
            Self::Concentration => "CONC",
            Self::Deposition => "DEPOS",
            Self::DryDeposition => "DDEP",
            Self::WetDeposition => "WDEP",
        }
    }

    /// AERMOD's heading of a column, twelve characters wide.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Concentration => "AVERAGE CONC",
            Self::Deposition => "  TOTAL DEPO",
            Self::DryDeposition => "    DRY DEPO",
            Self::WetDeposition => "    WET DEPO",
        }
    }
}

/// Whether a plume is depleted by what it deposits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depletion {
    /// It is, where the control file says what its sources deposit.
    #[default]
    On,
    /// It keeps everything (`NODRYDPLT`, `NOWETDPLT`).
    Off,
}

/// How NOx becomes NO2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chemistry {
    /// Not at all: results are those of the pollutant as emitted.
    #[default]
    Inert,
    /// By the Ambient Ratio Method, version 2 (`ARM2`).
    Arm2,
    /// By the Ozone Limiting Method (`OLM`).
    Olm,
}

impl Chemistry {
    /// AERMOD's word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Inert => "no NO2 method",
            Self::Arm2 => "ARM2",
            Self::Olm => "OLM",
        }
    }
}

/// Whether ozone at night is held to a least value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NightOzone {
    /// At least a part of the highest of the last 24 hours in stable air.
    #[default]
    Held,
    /// As measured (`NOMINO3`).
    AsMeasured,
}

/// The terrain that the control file asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Terrain {
    /// Elevations are read: AERMOD's default.
    #[default]
    Elevated,
    /// Everything stands at the base elevation.
    Flat,
}

/// Whether urban heat lasts into the morning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UrbanMorning {
    /// Until the convective mixing height passes the urban one.
    #[default]
    Transition,
    /// It ends with the stable hours (`NOURBTRAN`).
    NoTransition,
}

/// How AERMOD integrates over areas; pluim always does so in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Areas {
    /// In full.
    #[default]
    Full,
    /// With less effort (`FASTAREA`).
    Fast,
}

/// Kind of options beyond the default ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Maturity {
    /// None.
    #[default]
    Established,
    /// `BETA`: reviewed, not yet adopted.
    Beta,
    /// `ALPHA`: research.
    Alpha,
}

const CHEMISTRY: &str = "of the NO2 methods only ARM2 and OLM are part of `pluim aermod`";
const RESEARCH: &str = "an experimental option that pluim does not follow";

/// Options that pluim refuses, with the reason.
const REFUSED: &[(&str, &str)] = &[
    (
        "AREADPLT",
        "depletion of areas is never simplified; take it out",
    ),
    (
        "FASTALL",
        "it also changes how stacks and volumes meander; use FASTAREA",
    ),
    ("PVMRM", CHEMISTRY),
    ("TTRM", CHEMISTRY),
    ("TTRM2", CHEMISTRY),
    ("GRSM", CHEMISTRY),
    ("PSDCREDIT", CHEMISTRY),
    ("SCREEN", "screening meteorology is not supported"),
    ("SCIM", "pluim models every hour; take SCIM out"),
    ("TOXICS", "an obsolete option; take it out"),
    ("VECTORWS", "wind speeds are taken as scalar means"),
    ("LOW_WIND", RESEARCH),
    ("AREAMNDR", RESEARCH),
    ("RLINEFDH", RESEARCH),
    ("HBP", RESEARCH),
];

/// Options that pluim follows.
const READ: &[&str] = &[
    "CONC",
    "DEPOS",
    "DDEP",
    "WDEP",
    "DRYDPLT",
    "WETDPLT",
    "ROMBERG",
    "FLAT",
    "ELEV",
    "DFAULT",
    "ALPHA",
    "BETA",
    "NOCHKD",
    "WARNCHKD",
    "NOWARN",
    "NOURBTRAN",
    "ARM2",
    "OLM",
    "NOMINO3",
    "NOSTD",
    "FASTAREA",
    "NODRYDPLT",
    "NOWETDPLT",
];

/// Reads the fields of a `MODELOPT` card.
pub(crate) fn read(card: &Card, warnings: &mut Vec<Warning>) -> Result<Options> {
    let mut options = Options {
        exposure: Exposure::TwoNodes,
        ..Options::default()
    };
    for index in 0..card.len() {
        match card.name(index, "an option")?.as_str() {
            "CONC" => options.results.push(ResultKind::Concentration),
            "DEPOS" => options.results.push(ResultKind::Deposition),
            "DDEP" => options.results.push(ResultKind::DryDeposition),
            "WDEP" => options.results.push(ResultKind::WetDeposition),
            "NODRYDPLT" => options.depletion[0] = Depletion::Off,
            "NOWETDPLT" => options.depletion[1] = Depletion::Off,
            // of NODRYDPLT and ROMBERG AERMOD follows the last (`coset.f`, `MODOPT`)
            "ROMBERG" => {
                options.exposure = Exposure::Romberg;
                options.depletion[0] = Depletion::On;
            }
            "DFAULT" | "DEFAULT" => options.regulatory = true,
            "FLAT" => options.terrain = Terrain::Flat,
            "ELEV" | "DRYDPLT" | "WETDPLT" => {}
            "ALPHA" => options.maturity = Maturity::Alpha,
            "BETA" if options.maturity == Maturity::Established => {
                options.maturity = Maturity::Beta;
            }
            "BETA" => {}
            "NOCHKD" => options.date_checks = DateChecks::Off,
            "WARNCHKD" => options.date_checks = DateChecks::Warn,
            "NOWARN" => options.quiet = true,
            "ARM2" | "OLM" if options.chemistry != Chemistry::Inert => {
                let fault = Fault::new("one method for NO2").found(&card.rest);
                return Err(card.error(fault));
            }
            "ARM2" => options.chemistry = Chemistry::Arm2,
            "OLM" => options.chemistry = Chemistry::Olm,
            "NOMINO3" => options.night_ozone = NightOzone::AsMeasured,
            "NOSTD" => options.tip_downwash = TipDownwash::LeftOut,
            "NOURBTRAN" => options.urban_morning = UrbanMorning::NoTransition,
            "FASTAREA" => options.areas = Areas::Fast,
            other => return Err(not_followed(card, other)),
        }
    }
    consistent(card, &mut options, warnings)?;
    options.results.sort_unstable();
    options.results.dedup();
    if options.results.is_empty() {
        let rule = "CONC, DEPOS, DDEP or WDEP among the model options";
        return Err(card.error(Fault::new(rule).found(&card.rest)));
    }
    Ok(options)
}

/// Settles what the options mean together.
fn consistent(card: &Card, options: &mut Options, warnings: &mut Vec<Warning>) -> Result<()> {
    let words: Vec<String> = card.fields.iter().map(|w| w.to_ascii_uppercase()).collect();
    let has = |word: &str| words.iter().any(|other| other == word);
    for (on, off) in [("DRYDPLT", "NODRYDPLT"), ("WETDPLT", "NOWETDPLT")] {
        if has(on) && has(off) {
            let rule = format!("{on} or {off}, not both");
            return Err(card.error(Fault::new(rule).found(&card.rest)));
        }
    }
    if has("FLAT") && has("ELEV") {
        return Err(card.refused(
            "FLAT with ELEV",
            "mixed terrain is not supported; keep FLAT",
        ));
    }
    if options.regulatory {
        if has("FLAT") {
            warnings.push(Warning::of(card, "DFAULT overrides FLAT, as in AERMOD"));
        }
        if has("NOSTD") {
            warnings.push(Warning::of(card, "DFAULT overrides NOSTD, as in AERMOD"));
        }
        *options = Options {
            regulatory: true,
            results: std::mem::take(&mut options.results),
            depletion: options.depletion,
            exposure: options.exposure,
            quiet: options.quiet,
            chemistry: options.chemistry,
            night_ozone: options.night_ozone,
            ..Options::default()
        };
    }
    if options.areas == Areas::Fast {
        let text = "pluim does not simplify: results differ from AERMOD's as far as AERMOD's \
                    FASTAREA differs from its full calculation";
        warnings.push(Warning::of(card, text));
    }
    Ok(())
}

fn not_followed(card: &Card, option: &str) -> InputError {
    if let Some((_, why)) = REFUSED.iter().find(|(name, _)| *name == option) {
        return card.refused(option, why);
    }
    let valid = READ.iter().copied();
    let names = valid.chain(REFUSED.iter().map(|(name, _)| *name));
    let fault = Fault::new(format!("a model option: {}", READ.join(", "))).found(option);
    card.error(match nearest(option, names) {
        Some(like) => fault.hint(format!("did you mean {like}?")),
        None => fault,
    })
}
