//! AERMOD: its control file, its hourly emissions and its result files.
//!
//! [`ControlFile::read`] reads a standard control file (`CO`, `SO`, `RE`, `ME` and `OU`
//! pathways, `INCLUDED` files) and resolves all that it says into sources, receptors, averages
//! and outputs. A keyword or an option beyond what pluim does is refused by name with its line;
//! `ERRORFIL`, `EVENTFIL`, `DEBUGOPT`, `DAYTABLE` and `SUMMFILE`, which ask for
//! reports and do not change results, are noted as warnings.

mod ambient;
mod background;
mod card;
mod control;
mod deposition;
mod difference;
mod emission;
mod group;
mod keyword;
mod limiting;
mod meteorology;
mod nitrogen;
mod number;
mod options;
mod output;
mod receptor;
mod result_file;
mod result_table;
mod source;
mod source_card;
mod source_draft;
mod source_range;
mod source_reader;
mod time_table;
mod warning;
mod yearly;

use std::path::{Path, PathBuf};

use card::{Card, Deck};

pub use ambient::{Ambient, AmbientHour, Sector};
pub use card::Pathway;
pub use control::{Action, Averaging, Control, LongTerm, Pollutant, UrbanArea};
pub use deposition::{DepositingGas, Land, SizeClass, Substance};
pub use emission::{HourlyEmission, HourlyRelease, Variation};
pub use group::{Background, Group};
pub use limiting::OlmGroup;
pub use meteorology::{DayRange, Days, MetPlan};
pub use nitrogen::Nitrogen;
pub use options::{
    Areas, Chemistry, Depletion, Maturity, NightOzone, Options, ResultKind, Terrain, UrbanMorning,
};
pub use output::{
    ExceedanceFile, Headerless, NumberForm, Outputs, PlotFile, PostFile, Series, Statistic,
};
pub use receptor::{Network, NetworkShape, Receptor};
pub use result_file::{DesignYear, Heading, ResultLine, ResultWriter, Subject, Tag, rank_label};
pub use result_table::{Mark, ResultRow, ResultTable};
pub use source::{Area, Line, Point, Road, RoadEmission, Source, SourceKind, Volume};
pub use source_reader::{Units, Unsupported};
pub use time_table::{FactorKind, TimeTable};
pub use warning::Warning;
pub use yearly::{WholeYears, Yearly};

use crate::error::{Fault, Result};

/// A control file with everything resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlFile {
    /// What to model.
    pub control: Control,
    /// Sources.
    pub sources: Vec<Source>,
    /// Source groups, in the order of their first mention.
    pub groups: Vec<Group>,
    /// Units of results.
    pub units: Units,
    /// Units of deposition.
    pub deposition_units: Units,
    /// Background concentrations (ug/m3).
    pub background: Ambient,
    /// Sources that share their ozone, where the Ozone Limiting Method is asked for.
    pub olm_groups: Vec<OlmGroup>,
    /// Receptors.
    pub receptors: Vec<Receptor>,
    /// Networks of receptors.
    pub networks: Vec<Network>,
    /// Which meteorology to use, and how.
    pub meteorology: MetPlan,
    /// Which results to write.
    pub outputs: Outputs,
    /// Remarks that do not stop a run.
    pub warnings: Vec<Warning>,
    /// Every file read, the control file first.
    pub files: Vec<PathBuf>,
}

impl ControlFile {
    /// Reads the control file at `path` and all that it refers to, except the meteorology.
    ///
    /// # Errors
    /// When a file cannot be read, a card is wrong, or it asks for what pluim does not do; the
    /// error names the line.
    pub fn read(path: &Path) -> Result<Self> {
        Self::read_with(path, Unsupported::Refuse)
    }

    /// Reads the control file at `path`, with a choice of what to do about sources that are
    /// beyond what pluim models.
    ///
    /// # Errors
    /// As [`ControlFile::read`].
    pub fn read_with(path: &Path, unsupported: Unsupported) -> Result<Self> {
        Self::resolve(&Deck::read(path)?, unsupported)
    }

    /// Reads `text` as if it were the control file at `path`.
    ///
    /// # Errors
    /// As [`ControlFile::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self> {
        let mut deck = Deck::cut(path, text)?;
        deck.files.insert(0, path.to_owned());
        Self::resolve(&deck, Unsupported::Refuse)
    }

    fn resolve(deck: &Deck, unsupported: Unsupported) -> Result<Self> {
        let [co, so, re, me, ou] = pathways(deck)?;
        let mut warnings = Vec::new();
        let control = control::read(co, &mut warnings)?;
        let read = source_reader::read(so, &control, unsupported, &mut warnings)?;
        let found = receptor::read(re, &control, &read.sources, &mut warnings)?;
        let meteorology = meteorology::read(me, &control, &mut warnings)?;
        let context = output::Context {
            control: &control,
            groups: &read.groups,
            absent: &absent_groups(so, &read.groups),
        };
        let outputs = output::read(ou, context, &mut warnings)?;
        let files = deck.files.iter().chain(&control.files).chain(&read.files);
        let mut file = Self {
            files: files.cloned().collect(),
            outputs,
            control,
            sources: read.sources,
            groups: read.groups,
            units: read.units,
            deposition_units: read.deposition_units,
            background: read.background,
            olm_groups: read.olm_groups,
            receptors: found.receptors,
            networks: found.networks,
            meteorology,
            warnings,
        };
        file.level(deck)?;
        deposition::check(&file.control, &file.sources, &deck.cards)?;
        file.tell_differences(deck);
        Ok(file)
    }

    /// Remarks on what AERMOD gives otherwise, beside those of the pathways.
    fn tell_differences(&mut self, deck: &Deck) {
        let ozone = &self.control.nitrogen.ozone;
        let sector = difference::lost_sector(&deck.cards, &self.background, ozone);
        self.warnings.extend(sector);
    }

    /// Puts everything on level ground: as `FLAT` asks, or because all elevations of receptors
    /// agree. Sources other than roads may stand higher.
    fn level(&mut self, deck: &Deck) -> Result<()> {
        let base = self.meteorology.base_elevation;
        if self.control.options.terrain == Terrain::Flat {
            for receptor in &mut self.receptors {
                receptor.elevation = base;
                receptor.hill = base;
            }
            for source in &mut self.sources {
                source.elevation = base;
            }
            return Ok(());
        }
        let ground = self.receptors.first().map_or(base, |first| first.elevation);
        let receptors = self.receptors.iter();
        let uneven = receptors
            .filter(|r| r.elevation != ground || r.hill > ground)
            .count();
        let fits = |source: &&Source| match source.kind {
            SourceKind::Road(_) => source.elevation == ground,
            _ => source.elevation >= ground,
        };
        let sources = self.sources.len() - self.sources.iter().filter(fits).count();
        if uneven + sources == 0 {
            return Ok(());
        }
        let card = deck.cards.iter().find(|card| card.keyword == "MODELOPT");
        let found =
            format!("elevations that differ at {uneven} receptor(s) and {sources} source(s)");
        let rule = "flat terrain, above which sources other than roads may stand";
        let fault = Fault::new(rule).found(found);
        let hint = "add FLAT to MODELOPT (without DFAULT) to model level ground";
        match card {
            Some(card) => Err(card.error(fault.hint(hint))),
            None => Ok(()),
        }
    }
}

/// Groups that the cards name and that were left out.
fn absent_groups(cards: &[Card], kept: &[Group]) -> Vec<String> {
    let named = cards.iter().filter(|card| card.keyword == "SRCGROUP");
    let ids = named.filter_map(|card| card.fields.first());
    let ids = ids.map(|id| id.to_ascii_uppercase());
    ids.filter(|id| !kept.iter().any(|group| group.id == *id))
        .collect()
}

/// The cards of every pathway between its `STARTING` and `FINISHED`.
fn pathways(deck: &Deck) -> Result<[&[Card]; 5]> {
    let mut rest = deck.cards.as_slice();
    let mut parts: [&[Card]; 5] = [&[]; 5];
    for ((_, pathway), part) in Pathway::ALL.into_iter().zip(&mut parts) {
        let (cards, after) = block(rest, pathway, deck)?;
        *part = cards;
        rest = after;
    }
    match rest.first() {
        None => Ok(parts),
        Some(card) => Err(card.error(Fault::new("nothing after OU FINISHED").found(&card.rest))),
    }
}

/// The cards of `pathway` at the head of `cards`, and those after it.
fn block<'a>(cards: &'a [Card], pathway: Pathway, deck: &Deck) -> Result<(&'a [Card], &'a [Card])> {
    let letters = pathway.letters();
    let is = |card: &Card, keyword: &str| card.pathway == pathway && card.keyword == keyword;
    let Some((first, inside)) = cards.split_first() else {
        let path = deck.files.first().cloned().unwrap_or_default();
        let fault = Fault::new(format!("the {letters} pathway, from {letters} STARTING on"));
        return Err(fault.found("the end of the file").at(path));
    };
    if !is(first, "STARTING") {
        let found = format!("{} {}", first.pathway.letters(), first.keyword);
        let fault = Fault::new(format!("{letters} STARTING"));
        return Err(first.error(fault.found(found)));
    }
    let end = inside
        .iter()
        .position(|card| card.pathway != pathway || card.keyword == "FINISHED");
    let Some((end, last)) = end.and_then(|end| Some((end, inside.get(end)?))) else {
        let fault = Fault::new(format!("{letters} FINISHED")).found("the end of the file");
        return Err(first.error(fault));
    };
    if !is(last, "FINISHED") {
        let found = format!("{} {}", last.pathway.letters(), last.keyword);
        let fault = Fault::new(format!("{letters} FINISHED before the next pathway"));
        return Err(last.error(fault.found(found)));
    }
    let (part, after) = inside.split_at(end);
    if part.is_empty() {
        let fault = Fault::new(format!(
            "cards between {letters} STARTING and {letters} FINISHED"
        ));
        return Err(last.error(fault.found("none")));
    }
    Ok((part, after.get(1..).unwrap_or_default()))
}
