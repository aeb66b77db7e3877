//! `CO MODELOPT`: model options.

use super::card::Card;
use super::warning::Warning;
use crate::aermet::DateChecks;
use crate::error::{Fault, InputError, Result, nearest};

/// Model options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether `DFAULT` asks for the regulatory default options.
    pub regulatory: bool,
    /// Terrain.
    pub terrain: Terrain,
    /// Whether urban heat lasts into the morning.
    pub urban_morning: UrbanMorning,
    /// What to do about hours out of order in the meteorology.
    pub date_checks: DateChecks,
    /// The simplification asked for, which pluim does not make.
    pub fast: Option<Fast>,
    /// Kind of options beyond the default ones.
    pub maturity: Maturity,
    /// Whether `NOWARN` asks for silence.
    pub quiet: bool,
    /// How NOx becomes NO2.
    pub chemistry: Chemistry,
}

/// How NOx becomes NO2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chemistry {
    /// Not at all: results are those of the pollutant as emitted.
    #[default]
    Inert,
    /// By the Ambient Ratio Method, version 2 (`ARM2`).
    Arm2,
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

/// AERMOD's options that trade accuracy for speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fast {
    /// `FASTAREA`.
    Area,
    /// `FASTALL`.
    All,
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

const DEPOSITION: &str = "deposition is not part of `pluim aermod`; ask for CONC alone";
const CHEMISTRY: &str = "of the NO2 methods only ARM2 is part of `pluim aermod`";
const RESEARCH: &str = "an experimental option that pluim does not follow";

/// Options that pluim refuses, with the reason.
const REFUSED: &[(&str, &str)] = &[
    ("DEPOS", DEPOSITION),
    ("DDEP", DEPOSITION),
    ("WDEP", DEPOSITION),
    ("DRYDPLT", DEPOSITION),
    ("WETDPLT", DEPOSITION),
    ("AREADPLT", DEPOSITION),
    ("ROMBERG", DEPOSITION),
    ("PVMRM", CHEMISTRY),
    ("OLM", CHEMISTRY),
    ("TTRM", CHEMISTRY),
    ("TTRM2", CHEMISTRY),
    ("GRSM", CHEMISTRY),
    ("PSDCREDIT", CHEMISTRY),
    ("NOMINO3", CHEMISTRY),
    ("NOSTD", "stack-tip downwash is always modelled"),
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
    "FASTAREA",
    "FASTALL",
    "NODRYDPLT",
    "NOWETDPLT",
];

/// Reads the fields of a `MODELOPT` card.
pub(crate) fn read(card: &Card, warnings: &mut Vec<Warning>) -> Result<Options> {
    let mut options = Options::default();
    let mut concentration = false;
    for index in 0..card.len() {
        match card.name(index, "an option")?.as_str() {
            "CONC" => concentration = true,
            "DFAULT" | "DEFAULT" => options.regulatory = true,
            "FLAT" => options.terrain = Terrain::Flat,
            "ELEV" | "NODRYDPLT" | "NOWETDPLT" => {}
            "ALPHA" => options.maturity = Maturity::Alpha,
            "BETA" if options.maturity == Maturity::Established => {
                options.maturity = Maturity::Beta;
            }
            "BETA" => {}
            "NOCHKD" => options.date_checks = DateChecks::Off,
            "WARNCHKD" => options.date_checks = DateChecks::Warn,
            "NOWARN" => options.quiet = true,
            "ARM2" => options.chemistry = Chemistry::Arm2,
            "NOURBTRAN" => options.urban_morning = UrbanMorning::NoTransition,
            "FASTAREA" => options.fast = options.fast.or(Some(Fast::Area)),
            "FASTALL" => options.fast = Some(Fast::All),
            other => return Err(not_followed(card, other)),
        }
    }
    consistent(card, &mut options, warnings)?;
    if !concentration {
        let fault = Fault::new("CONC among the model options").found(&card.rest);
        return Err(card.error(fault));
    }
    Ok(options)
}

/// Settles what the options mean together.
fn consistent(card: &Card, options: &mut Options, warnings: &mut Vec<Warning>) -> Result<()> {
    let words: Vec<String> = card.fields.iter().map(|w| w.to_ascii_uppercase()).collect();
    let has = |word: &str| words.iter().any(|other| other == word);
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
        *options = Options {
            regulatory: true,
            quiet: options.quiet,
            chemistry: options.chemistry,
            ..Options::default()
        };
    }
    if options.fast.is_some() {
        let text = "pluim does not simplify: results differ from AERMOD's as far as AERMOD's \
                    FASTAREA or FASTALL differ from its full calculation";
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
