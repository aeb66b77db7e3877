//! Deposition: `CO GDSEASON`, `GDLANUSE`, `GASDEPDF`, `GASDEPVD`; `SO GASDEPOS`, `PARTDIAM`,
//! `MASSFRAX`, `PARTDENS`, `METHOD_2`.

use pluim_core::deposition::{LandUse, Particles, Season, Slip, TwoModes};

use super::card::Card;
use super::control::Control;
use super::options::{Chemistry, Depletion, Maturity, ResultKind};
use super::source::{Source, SourceKind};
use super::source_draft::Draft;
use crate::error::{Fault, InputError, Result};

/// What a source emits, as far as deposition needs to know.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Substance {
    /// Something that does not deposit.
    #[default]
    Inert,
    /// A gas.
    Gas(DepositingGas),
    /// A gas with the deposition velocity of `GASDEPVD` (m/s), whatever the weather.
    Steady(f64),
    /// Particles by size.
    Particles(Vec<SizeClass>),
    /// Particles in a fine and a coarse mode.
    TwoModes(TwoModes),
}

/// A gas that deposits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DepositingGas {
    /// Diffusivity in air (m2/s).
    pub diffusivity: f64,
    /// Diffusivity in water (m2/s).
    pub diffusivity_in_water: f64,
    /// Cuticular resistance (s/m).
    pub cuticular_resistance: f64,
    /// Henry's law constant (Pa m3/mol).
    pub henry: f64,
}

/// Particles of one size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SizeClass {
    /// Share of the mass (-).
    pub fraction: f64,
    /// The particles.
    pub particles: Particles,
}

/// The land on which gases deposit.
#[derive(Debug, Clone, PartialEq)]
pub struct Land {
    /// Land use in 36 directions as seen from the sources, the first 10 degrees from north.
    pub use_by_direction: Option<Vec<LandUse>>,
    /// State of the vegetation in every month.
    pub season_by_month: Option<Vec<Season>>,
    /// Reactivity of the pollutant f_o (-).
    pub reactivity: f64,
    /// Leaf area in autumn and spring as a part of that in summer (-).
    pub leaf_area: [f64; 2],
    /// Deposition velocity of every gas (m/s), where it does not depend on the weather.
    pub velocity: Option<f64>,
}

impl Default for Land {
    fn default() -> Self {
        Self {
            use_by_direction: None,
            season_by_month: None,
            reactivity: 0.0,
            leaf_area: [0.5, 0.25],
            velocity: None,
        }
    }
}

const LAND_USES: [LandUse; 9] = [
    LandUse::Urban,
    LandUse::Agricultural,
    LandUse::Range,
    LandUse::Forest,
    LandUse::SuburbanGrass,
    LandUse::SuburbanForest,
    LandUse::Water,
    LandUse::Barren,
    LandUse::Wetland,
];
const SEASONS: [Season; 5] = [
    Season::Summer,
    Season::Autumn,
    Season::LateAutumn,
    Season::Winter,
    Season::Spring,
];

/// Keywords of the `CO` pathway read here.
pub(super) const KEYWORDS: [&str; 4] = ["GDSEASON", "GDLANUSE", "GASDEPDF", "GASDEPVD"];

/// Takes in a card of the `CO` pathway.
pub(super) fn land(card: &Card, land: &mut Land) -> Result<()> {
    match card.keyword.as_str() {
        "GDSEASON" => land.season_by_month = Some(categories(card, &SEASONS, 12)?),
        "GDLANUSE" => land.use_by_direction = Some(categories(card, &LAND_USES, 36)?),
        "GASDEPVD" => {
            card.at_most(1)?;
            land.velocity = Some(card.above_zero(0, "deposition velocity (m/s)")?);
        }
        _ => {
            card.at_most(4)?;
            land.reactivity = card.positive(0, "reactivity")?;
            land.leaf_area = [1, 2]
                .map(|at| card.positive(at, "leaf area"))
                .transposed()?;
        }
    }
    Ok(())
}

/// Refuses, beside the velocity of `GASDEPVD`, what gives gases another one.
pub(super) fn steady_alone(cards: &[Card]) -> Result<()> {
    let given = cards.iter().any(|card| card.keyword == "GASDEPVD");
    let other = ["GDSEASON", "GDLANUSE", "GASDEPDF"];
    let other = cards
        .iter()
        .find(|card| other.contains(&card.keyword.as_str()));
    match other.filter(|_| given) {
        None => Ok(()),
        Some(card) => Err(two_velocities(card)),
    }
}

/// Refuses `GASDEPOS` where `GASDEPVD` holds for every gas.
pub(super) fn not_beside_velocity(card: &Card, land: &Land) -> Result<()> {
    match card.keyword == "GASDEPOS" && land.velocity.is_some() {
        true => Err(two_velocities(card)),
        false => Ok(()),
    }
}

fn two_velocities(card: &Card) -> InputError {
    let rule = "GASDEPVD, or GASDEPOS with GDSEASON and GDLANUSE, for how fast gases deposit";
    let found = format!("{} beside GASDEPVD", card.keyword);
    card.error(Fault::new(rule).found(found).hint("take one of them out"))
}

/// Two results as one.
trait Transposed {
    fn transposed(self) -> Result<[f64; 2]>;
}

impl Transposed for [Result<f64>; 2] {
    fn transposed(self) -> Result<[f64; 2]> {
        let [one, other] = self;
        Ok([one?, other?])
    }
}

/// `count` categories by their numbers, from 1 on.
fn categories<T: Copy>(card: &Card, known: &[T], count: usize) -> Result<Vec<T>> {
    let numbers = card.numbers(0, "categories")?;
    let category = |number: &f64| {
        let index = (*number - 1.0).max(-1.0);
        let found = (index.fract() == 0.0 && index >= 0.0).then(|| known.get(index as usize));
        found.flatten().copied().ok_or_else(|| {
            let rule = format!("categories from 1 to {}", known.len());
            card.error(Fault::new(rule).found(number))
        })
    };
    let found: Vec<T> = numbers.iter().map(category).collect::<Result<_>>()?;
    match found.len() == count {
        true => Ok(found),
        false => Err(card.error(Fault::new(format!("{count} categories")).found(found.len()))),
    }
}

/// Refuses deposition of what the sources do not say, and with what it does not go together.
pub(super) fn check(control: &Control, sources: &[Source], cards: &[Card]) -> Result<()> {
    let options = &control.options;
    research(control, cards)?;
    let asked = |kind: ResultKind| options.results.contains(&kind);
    let dry = asked(ResultKind::DryDeposition) || asked(ResultKind::Deposition);
    let wet = asked(ResultKind::WetDeposition) || asked(ResultKind::Deposition);
    let Some(card) = cards.iter().find(|card| card.keyword == "MODELOPT") else {
        return Ok(());
    };
    let wrong = |rule: &str, found: &str| Err(card.error(Fault::new(rule).found(found)));
    let particles = |source: &Source| {
        let substance = &source.substance;
        matches!(substance, Substance::Particles(_) | Substance::TwoModes(_))
    };
    let washed = options.depletion[1] == Depletion::On && sources.iter().any(particles);
    if control.land.velocity.is_some() && (wet || washed) {
        let rule = "GASDEPVD with neither wet deposition nor its depletion, as in AERMOD";
        let fault = Fault::new(rule).found(&card.rest);
        return Err(card.error(fault.hint("add NOWETDPLT, and leave DEPOS and WDEP out")));
    }
    for source in sources {
        let id = source.id.as_str();
        let land = &control.land;
        let grounds = land.use_by_direction.is_some() && land.season_by_month.is_some();
        match &source.substance {
            _ if !(dry || wet) => {}
            _ if matches!(source.kind, SourceKind::Road(_)) => {
                return wrong("no deposition from RLINE sources: AERMOD has none", id);
            }
            Substance::Inert => {
                let rule = "GASDEPOS, METHOD_2 or PARTDIAM for every source that deposits";
                return wrong(rule, id);
            }
            Substance::Gas(_) if dry && !grounds => {
                return wrong("GDSEASON and GDLANUSE, or GASDEPVD, for gases", id);
            }
            _ => {}
        }
    }
    if (dry || wet) && options.chemistry != Chemistry::Inert {
        return wrong("concentrations alone with ARM2 or OLM", "deposition");
    }
    Ok(())
}

/// Refuses what AERMOD takes for research where the options do not say `ALPHA`.
fn research(control: &Control, cards: &[Card]) -> Result<()> {
    let of_research = |card: &&Card| {
        let keyword = card.keyword.as_str();
        KEYWORDS.contains(&keyword) || ["GASDEPOS", "METHOD_2"].contains(&keyword)
    };
    let alpha = control.options.maturity == Maturity::Alpha;
    let Some(card) = cards.iter().find(of_research).filter(|_| !alpha) else {
        return Ok(());
    };
    let rule = format!("MODELOPT ALPHA, and no DFAULT, with {}", card.keyword);
    let found = match control.options.regulatory {
        true => "DFAULT",
        false => "no ALPHA",
    };
    Err(card.error(Fault::new(rule).found(found)))
}

/// What the cards of a source say of its substance.
#[derive(Debug, Clone, Default)]
pub(super) struct SubstanceDraft {
    known: Option<Substance>,
    diameters: Vec<f64>,
    fractions: Vec<f64>,
    densities: Vec<f64>,
}

/// Takes in a card of the `SO` pathway about the sources `named`.
pub(super) fn substance(card: &Card, drafts: &mut [Draft], named: &[usize]) -> Result<()> {
    for index in named {
        if let Some(draft) = drafts.get_mut(*index) {
            draft.substance.take(card)?;
        }
    }
    Ok(())
}

impl SubstanceDraft {
    fn take(&mut self, card: &Card) -> Result<()> {
        let series = match card.keyword.as_str() {
            "PARTDIAM" => &mut self.diameters,
            "MASSFRAX" => &mut self.fractions,
            "PARTDENS" => &mut self.densities,
            _ => return self.whole(card),
        };
        let more = card.numbers(1, "values of the size classes")?;
        if let Some(wrong) = more.iter().find(|value| **value < 0.0) {
            return Err(card.error(Fault::new("values of 0 or more").found(wrong)));
        }
        series.extend(more);
        self.one_kind(card)
    }

    /// `GASDEPOS` and `METHOD_2`, which say everything at once.
    fn whole(&mut self, card: &Card) -> Result<()> {
        if self.known.is_some() {
            let fault = Fault::new("GASDEPOS or METHOD_2 of a source once");
            return Err(card.error(fault.found("another")));
        }
        let found = match card.keyword.as_str() {
            "GASDEPOS" => Substance::Gas(gas(card)?),
            _ => Substance::TwoModes(two_modes(card)?),
        };
        self.known = Some(found);
        self.one_kind(card)
    }

    fn one_kind(&self, card: &Card) -> Result<()> {
        let sizes = [&self.diameters, &self.fractions, &self.densities];
        if self.known.is_some() && sizes.iter().any(|values| !values.is_empty()) {
            let rule = "one of GASDEPOS, METHOD_2, and PARTDIAM with MASSFRAX and PARTDENS";
            return Err(card.error(Fault::new(rule).found("two of them for one source")));
        }
        Ok(())
    }

    /// The substance of source `id`, of which `velocity` (m/s) is the `GASDEPVD`.
    pub(super) fn finish(self, card: &Card, id: &str, velocity: Option<f64>) -> Result<Substance> {
        if let Some(known) = self.known {
            return Ok(known);
        }
        let count = self.diameters.len();
        let lengths = [self.fractions.len(), self.densities.len()];
        if lengths.iter().any(|length| *length != count) {
            let rule = "as many MASSFRAX and PARTDENS as PARTDIAM";
            let [fractions, densities] = lengths;
            let found = format!("{fractions} and {densities} for {count} of {id}");
            return Err(card.error(Fault::new(rule).found(found)));
        }
        if count == 0 {
            return Ok(velocity.map_or(Substance::Inert, Substance::Steady));
        }
        let sum: f64 = self.fractions.iter().sum();
        let positive = |values: &[f64]| values.iter().all(|value| *value > 0.0);
        if !(0.98..=1.02).contains(&sum) || !positive(&self.diameters) || !positive(&self.densities)
        {
            let rule = "diameters and densities above 0 and mass fractions that add up to 1";
            let found = format!("a sum of {sum} for {id}");
            return Err(card.error(Fault::new(rule).found(found)));
        }
        let sizes = self.diameters.iter().zip(&self.densities);
        let classes = sizes.zip(&self.fractions);
        let class = |((diameter, density), fraction): ((&f64, &f64), &f64)| SizeClass {
            fraction: *fraction,
            particles: Particles {
                diameter: *diameter,
                density: *density,
                slip: Slip::Own,
            },
        };
        Ok(Substance::Particles(classes.map(class).collect()))
    }
}

/// `GASDEPOS source diffusivity in-water resistance henry`, with cm2/s and s/cm.
fn gas(card: &Card) -> Result<DepositingGas> {
    card.at_most(5)?;
    let per_cm2 = 1e-4;
    Ok(DepositingGas {
        diffusivity: per_cm2 * card.above_zero(1, "diffusivity in air (cm2/s)")?,
        diffusivity_in_water: per_cm2 * card.above_zero(2, "diffusivity in water (cm2/s)")?,
        cuticular_resistance: 100.0 * card.above_zero(3, "cuticular resistance (s/cm)")?,
        henry: card.above_zero(4, "Henry's law constant (Pa m3/mol)")?,
    })
}

fn two_modes(card: &Card) -> Result<TwoModes> {
    card.at_most(3)?;
    let fine = card.number(1, "fine mass fraction")?;
    if !(0.0..=1.0).contains(&fine) {
        let fault = Fault::new("fine mass fraction: from 0 to 1").found(fine);
        return Err(card.error(fault));
    }
    Ok(TwoModes {
        fine,
        diameter: card.above_zero(2, "mass-mean diameter (um)")?,
    })
}
