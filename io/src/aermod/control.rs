//! The `CO` pathway: what to model.

use std::path::PathBuf;

use super::card::Card;
use super::deposition::{self, Land};
use super::keyword::{not_read, once};
use super::nitrogen::{self, Nitrogen};
use super::options::{self, Chemistry, Options};
use super::warning::Warning;
use super::yearly::{self, WholeYears};
use crate::error::{Fault, Place, Result};

/// What to model.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// First line of the title.
    pub title: String,
    /// Second line of the title.
    pub subtitle: String,
    /// Model options.
    pub options: Options,
    /// Where they stand.
    pub options_at: Place,
    /// Short-term averages, in the order asked for.
    pub averages: Vec<Averaging>,
    /// The average over the whole period or over years.
    pub long_term: Option<LongTerm>,
    /// What asks for whole years of meteorology.
    pub whole_years: Option<WholeYears>,
    /// Pollutant.
    pub pollutant: Pollutant,
    /// Urban areas; sources refer to them by index.
    pub urban: Vec<UrbanArea>,
    /// Height of receptors above ground (m) where they do not say; `None` where no receptor
    /// stands above ground.
    pub flagpole: Option<f64>,
    /// Whether to run or only to check the input.
    pub action: Action,
    /// Rate of exponential decay (1/s), 0 for none: of sources in open country and of urban ones.
    pub decay: [f64; 2],
    /// How NOx becomes NO2.
    pub nitrogen: Nitrogen,
    /// The land on which gases deposit.
    pub land: Land,
    /// Files read beside the control file.
    pub files: Vec<PathBuf>,
}

/// A short-term average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Averaging {
    /// Blocks of this many hours: a divisor of 24.
    Hours(u32),
    /// Calendar months.
    Month,
}

impl Averaging {
    /// The label of AERMOD's files: ` 1-HR`, `24-HR`, `MONTH`.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Hours(hours) => format!("{hours:2}-HR"),
            Self::Month => "MONTH".to_owned(),
        }
    }
}

/// A long-term average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LongTerm {
    /// One average over all hours.
    Period,
    /// The mean of the averages over full years.
    Annual,
}

impl LongTerm {
    /// AERMOD's word for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Period => "PERIOD",
            Self::Annual => "ANNUAL",
        }
    }
}

/// The pollutant modelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pollutant {
    /// Identifier, in upper case.
    pub name: String,
    /// Whether `H1H`, `H2H` or `INC` asks for plain ranks where the pollutant would have the
    /// multi-year design values of its US standard.
    pub plain_ranks: bool,
}

/// An urban area, whose heat mixes the plumes of its sources at night.
#[derive(Debug, Clone, PartialEq)]
pub struct UrbanArea {
    /// Identifier; empty where there is only one.
    pub id: String,
    /// Inhabitants.
    pub population: f64,
    /// Name.
    pub name: String,
    /// Roughness length z0 (m).
    pub roughness_length: f64,
}

/// What to do with the control file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Model it.
    Run,
    /// Only read it.
    CheckOnly,
}

/// Keywords that may stand once only.
const ONCE: [&str; 15] = [
    "GDSEASON", "GDLANUSE", "GASDEPDF", "GASDEPVD", "TITLEONE", "TITLETWO", "MODELOPT", "POLLUTID",
    "HALFLIFE", "DCAYCOEF", "ARMRATIO", "NO2EQUIL", "NO2STACK", "FLAGPOLE", "RUNORNOT",
];
/// The default urban roughness length (m).
const URBAN_ROUGHNESS: f64 = 1.0;
/// Decay of SO2 of urban sources where nothing else is asked for (1/s): a half-life of four hours.
const URBAN_SO2_DECAY: f64 = 4.81e-5;
/// The largest number of short-term averages and hours a day.
const DAY: u32 = 24;

/// Reads the cards of the `CO` pathway.
pub(crate) fn read(cards: &[Card], warnings: &mut Vec<Warning>) -> Result<Control> {
    let mut control = Control {
        title: String::new(),
        subtitle: String::new(),
        options: Options::default(),
        options_at: Place::default(),
        averages: Vec::new(),
        long_term: None,
        whole_years: None,
        pollutant: Pollutant {
            name: String::new(),
            plain_ranks: false,
        },
        urban: Vec::new(),
        flagpole: None,
        action: Action::Run,
        decay: [0.0; 2],
        nitrogen: Nitrogen::default(),
        land: Land::default(),
        files: Vec::new(),
    };
    once(cards, &ONCE)?;
    let several = cards.iter().filter(|card| card.keyword == "URBANOPT");
    let several = several.count() > 1;
    let mut decay = None;
    for card in cards {
        match card.keyword.as_str() {
            "TITLEONE" => control.title.clone_from(&card.rest),
            "TITLETWO" => control.subtitle.clone_from(&card.rest),
            "MODELOPT" => {
                control.options = options::read(card, warnings)?;
                control.options_at = card.place();
            }
            "AVERTIME" => averages(card, &mut control)?,
            "POLLUTID" => control.pollutant = pollutant(card)?,
            "HALFLIFE" | "DCAYCOEF" if decay.is_some() => {
                let fault = Fault::new("either HALFLIFE or DCAYCOEF").found("both");
                return Err(card.error(fault));
            }
            "HALFLIFE" => decay = Some(half_life(card)?),
            "DCAYCOEF" => decay = Some(card.positive(0, "decay coefficient (1/s)")?),
            "URBANOPT" => control.urban.push(urban(card, several)?),
            "FLAGPOLE" => control.flagpole = Some(card.positive_or(0, "height (m)", 0.0)?),
            "RUNORNOT" => control.action = action(card)?,
            "ERRORFIL" | "EVENTFIL" | "DEBUGOPT" => ignored(card, warnings),
            name if deposition::KEYWORDS.contains(&name) => {
                deposition::land(card, &mut control.land)?;
            }
            name if nitrogen::KEYWORDS.contains(&name) => {}
            _ => return Err(not_read(card)),
        }
    }
    let chemistry = control.options.chemistry;
    (control.nitrogen, control.files) = nitrogen::read(cards, chemistry, warnings)?;
    control.decay = rates_of_decay(&control, decay);
    if control.options.regulatory {
        take_default_roughness(cards, &mut control.urban, warnings);
    }
    complete(cards)?;
    no2(cards, &control)?;
    deposition::steady_alone(cards)?;
    control.whole_years = yearly::read(cards, &control)?;
    Ok(control)
}

fn ignored(card: &Card, warnings: &mut Vec<Warning>) {
    let text = format!("{} is not written; results do not change", card.keyword);
    warnings.push(Warning::of(card, text));
}

/// Rates of decay (1/s) of sources in open country and of urban ones, for the rate `asked` for.
/// `DFAULT` allows none. SO2 decays in cities alone, there also unasked.
fn rates_of_decay(control: &Control, asked: Option<f64>) -> [f64; 2] {
    let asked = asked.filter(|_| !control.options.regulatory);
    let rate = asked.unwrap_or(0.0);
    match control.pollutant.name == "SO2" {
        true => [0.0, asked.unwrap_or(URBAN_SO2_DECAY)],
        false => [rate, rate],
    }
}

/// Refuses a pathway that lacks a mandatory keyword.
fn complete(cards: &[Card]) -> Result<()> {
    let lacking = ["TITLEONE", "MODELOPT", "AVERTIME", "POLLUTID", "RUNORNOT"];
    let lacking = lacking
        .into_iter()
        .find(|name| !cards.iter().any(|card| card.keyword == *name));
    let (Some(last), Some(name)) = (cards.last(), lacking) else {
        return Ok(());
    };
    let rule = format!("a {name} card in the CO pathway");
    Err(last.error(Fault::new(rule).found("none")))
}

/// Chemistry of NO2 needs NO2, and limiting by ozone needs ozone.
fn no2(cards: &[Card], control: &Control) -> Result<()> {
    let chemistry = control.options.chemistry;
    let of = |name: &str| cards.iter().find(|card| card.keyword == name);
    let wrong = chemistry != Chemistry::Inert && control.pollutant.name != "NO2";
    if let Some(card) = of("POLLUTID").filter(|_| wrong) {
        let rule = format!("POLLUTID NO2 with {}", chemistry.name());
        return Err(card.error(Fault::new(rule).found(&control.pollutant.name)));
    }
    let lacking = chemistry == Chemistry::Olm && control.nitrogen.ozone.is_empty();
    match of("MODELOPT").filter(|_| lacking) {
        None => Ok(()),
        Some(card) => {
            let fault = Fault::new("OZONEVAL, O3VALUES or OZONEFIL with OLM");
            Err(card.error(fault.found("none of them")))
        }
    }
}

fn averages(card: &Card, control: &mut Control) -> Result<()> {
    card.word(0, "an averaging time")?;
    for index in 0..card.len() {
        match card.name(index, "an averaging time")?.as_str() {
            "PERIOD" => long_term(card, control, LongTerm::Period)?,
            "ANNUAL" => long_term(card, control, LongTerm::Annual)?,
            "MONTH" => short_term(card, control, Averaging::Month)?,
            word => {
                let time = block(card, index, word)?;
                short_term(card, control, time)?;
            }
        }
    }
    Ok(())
}

fn block(card: &Card, index: usize, word: &str) -> Result<Averaging> {
    let rule = "1, 2, 3, 4, 6, 8, 12, 24, MONTH, PERIOD or ANNUAL";
    let wrong = || card.error(Fault::new(rule).found(word));
    let hours = card.whole(index, "averaging time", [1, DAY]);
    let hours = hours.map_err(|_| wrong())?;
    if !DAY.is_multiple_of(hours) {
        return Err(wrong());
    }
    Ok(Averaging::Hours(hours))
}

fn short_term(card: &Card, control: &mut Control, time: Averaging) -> Result<()> {
    if control.averages.contains(&time) {
        let fault = Fault::new("every averaging time once").found(time.label());
        return Err(card.error(fault));
    }
    control.averages.push(time);
    Ok(())
}

fn long_term(card: &Card, control: &mut Control, term: LongTerm) -> Result<()> {
    if control.long_term.is_some_and(|before| before != term) {
        let fault = Fault::new("either PERIOD or ANNUAL").found("both");
        return Err(card.error(fault));
    }
    control.long_term = Some(term);
    Ok(())
}

fn pollutant(card: &Card) -> Result<Pollutant> {
    card.at_most(2)?;
    let name = card.name(0, "the identifier of a pollutant")?;
    let plain_ranks = match card.fields.get(1) {
        None => false,
        Some(word) => {
            let ranks = ["H1H", "H2H", "INC"];
            if !ranks.contains(&word.to_ascii_uppercase().as_str()) {
                let fault = Fault::new("H1H, H2H or INC after the pollutant").found(word);
                return Err(card.error(fault));
            }
            if !yearly::has_design_values(&name) {
                let rule = "H1H, H2H or INC after NO2, SO2 or PM25 alone";
                return Err(card.error(Fault::new(rule).found(&card.rest)));
            }
            true
        }
    };
    Ok(Pollutant { name, plain_ranks })
}

/// Rate (1/s) of a half-life (s), with AERMOD's rounding of ln 2.
fn half_life(card: &Card) -> Result<f64> {
    let half_life = card.positive(0, "half-life (s)")?;
    if half_life == 0.0 {
        let fault = Fault::new("a half-life above 0 s").found(half_life);
        return Err(card.error(fault));
    }
    Ok(0.693 / half_life)
}

fn urban(card: &Card, several: bool) -> Result<UrbanArea> {
    let first = usize::from(several);
    card.at_most(first + 3)?;
    let id = match several {
        true => card.name(0, "the identifier of an urban area")?,
        false => String::new(),
    };
    let population = card.number(first, "population")?;
    if population < 100.0 {
        let fault = Fault::new("a population of 100 or more").found(population);
        return Err(card.error(fault));
    }
    let name = card.fields.get(first + 1).cloned().unwrap_or_default();
    let roughness_length = card.positive_or(first + 2, "roughness (m)", URBAN_ROUGHNESS)?;
    Ok(UrbanArea {
        id,
        population,
        name,
        roughness_length,
    })
}

/// Gives every urban area the default roughness length, which is all that `DFAULT` allows.
fn take_default_roughness(cards: &[Card], urban: &mut [UrbanArea], warnings: &mut Vec<Warning>) {
    let cards = cards.iter().filter(|card| card.keyword == "URBANOPT");
    for (card, area) in cards.zip(urban) {
        if area.roughness_length != URBAN_ROUGHNESS {
            let text =
                format!("DFAULT makes the urban roughness {URBAN_ROUGHNESS} m, as in AERMOD");
            warnings.push(Warning::of(card, text));
            area.roughness_length = URBAN_ROUGHNESS;
        }
    }
}

fn action(card: &Card) -> Result<Action> {
    match card.name(0, "RUN or NOT")?.as_str() {
        "RUN" => Ok(Action::Run),
        "NOT" => Ok(Action::CheckOnly),
        other => Err(card.error(Fault::new("RUN or NOT").found(other))),
    }
}
