//! The `SO` pathway: sources, their emissions and groups.

use geo_types::Coord;

use super::ambient::Ambient;
use super::background::BackgroundCards;
use super::card::{Card, beside};
use super::control::{Control, UrbanArea};
use super::deposition::{self, SubstanceDraft};
use super::difference;
use super::emission::{HourlyFile, Listed, Variation};
use super::group::{self, Background, Defined, Group};
use super::keyword::not_read;
use super::limiting::{self, OlmGroup};
use super::options::Chemistry;
use super::source::Source;
use super::source_card::{Location, beyond_law, hourly_form, kind, location};
use super::source_draft::{Draft, extend, place_in};
use super::source_range::sources_named;
use super::time_table::FactorKind;
use super::warning::Warning;
use crate::error::{Fault, Result};

/// What to do with sources that are beyond what pluim models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unsupported {
    /// Refuse the control file.
    #[default]
    Refuse,
    /// Leave such sources out, with a warning, together with every group that holds one; for
    /// comparisons source by source.
    LeaveOut,
}

/// Everything that the `SO` pathway says.
pub(crate) struct Sources {
    pub(crate) sources: Vec<Source>,
    pub(crate) groups: Vec<Group>,
    pub(crate) units: Units,
    pub(crate) deposition_units: Units,
    pub(crate) background: Ambient,
    pub(crate) olm_groups: Vec<OlmGroup>,
    /// Files of hourly emissions and background.
    pub(crate) files: Vec<std::path::PathBuf>,
}

/// The units of results.
#[derive(Debug, Clone, PartialEq)]
pub struct Units {
    /// Factor from g/m3 to the unit of results.
    pub factor: f64,
    /// Label of emissions.
    pub emission: String,
    /// Label of results.
    pub concentration: String,
}

impl Units {
    /// Those of deposition (per m2 and hour) where a control file does not say.
    #[must_use]
    pub fn of_deposition() -> Self {
        Self {
            factor: 3600.0,
            emission: "GRAMS/SEC".to_owned(),
            concentration: "GRAMS/M**2".to_owned(),
        }
    }
}

impl Default for Units {
    fn default() -> Self {
        Self {
            factor: 1e6,
            emission: "GRAMS/SEC".to_owned(),
            concentration: "MICROGRAMS/M**3".to_owned(),
        }
    }
}

struct Reader<'a> {
    control: &'a Control,
    unsupported: Unsupported,
    drafts: Vec<Draft>,
    groups: Vec<Group>,
    units: Units,
    deposition_units: Option<Units>,
    feet: f64,
    hourly: Option<(Card, Vec<usize>)>,
    background: BackgroundCards,
    olm_groups: Vec<OlmGroup>,
    warnings: &'a mut Vec<Warning>,
}

/// Reads the cards of the `SO` pathway.
pub(crate) fn read(
    cards: &[Card],
    control: &Control,
    unsupported: Unsupported,
    warnings: &mut Vec<Warning>,
) -> Result<Sources> {
    let mut reader = Reader {
        control,
        unsupported,
        drafts: Vec::new(),
        groups: Vec::new(),
        units: Units::default(),
        deposition_units: None,
        feet: 1.0,
        hourly: None,
        background: BackgroundCards::default(),
        olm_groups: Vec::new(),
        warnings,
    };
    for card in cards {
        reader.card(card)?;
    }
    reader.finish(cards)
}

impl Reader<'_> {
    fn card(&mut self, card: &Card) -> Result<()> {
        match card.keyword.as_str() {
            "ELEVUNIT" => self.feet = elevation_unit(card)?,
            "LOCATION" => self.location(card)?,
            "SRCPARAM" => self.parameters(card)?,
            "AREAVERT" => self.vertices(card)?,
            "URBANSRC" => self.urban_sources(card)?,
            "EMISFACT" => self.factors(card)?,
            "HOUREMIS" => self.hourly_file(card)?,
            "EMISUNIT" | "CONCUNIT" => {
                self.units = units(card)?;
                let told = difference::unit_of_nox(card, self.control, &self.units);
                self.warnings.extend(told);
            }
            "SRCGROUP" => self.group(card)?,
            "BACKGRND" | "BACKUNIT" | "BGSECTOR" => self.background.take(card)?,
            "NO2RATIO" => {
                self.limits(card)?;
                let named = self.named(card, &card.name(0, "the identifier of a source")?)?;
                limiting::in_stack_ratio(card, &mut self.drafts, &named)?;
            }
            "OLMGROUP" => {
                self.limits(card)?;
                let ids: Vec<&str> = self.drafts.iter().map(|draft| draft.id.as_str()).collect();
                limiting::olm_group(card, &ids, &mut self.olm_groups)?;
            }
            "GASDEPOS" | "PARTDIAM" | "MASSFRAX" | "PARTDENS" | "METHOD_2" => {
                deposition::not_beside_velocity(card, &self.control.land)?;
                let named = self.named(card, &card.name(0, "the identifier of a source")?)?;
                deposition::substance(card, &mut self.drafts, &named)?;
            }
            "DEPOUNIT" => self.deposition_units = Some(units(card)?),
            "BUILDHGT" | "BUILDWID" | "BUILDLEN" | "XBADJ" | "YBADJ" | "PLATFORM" | "RBARRIER"
            | "RDEPRESS" => {
                self.beyond(card)?;
            }
            "BLPINPUT" | "BLPGROUP" if self.unsupported == Unsupported::LeaveOut => {}
            _ => return Err(not_read(card)),
        }
        Ok(())
    }

    fn group(&mut self, card: &Card) -> Result<()> {
        let ids: Vec<String> = self.drafts.iter().map(|draft| draft.id.clone()).collect();
        let background = match self.background.is_empty() {
            true => Background::Without,
            false => Background::With,
        };
        let defined = Defined {
            ids: &ids,
            background,
        };
        group::read(card, defined, &mut self.groups)
    }

    /// Refuses a card that only limiting by ozone uses.
    fn limits(&self, card: &Card) -> Result<()> {
        let chemistry = self.control.options.chemistry;
        if chemistry == Chemistry::Olm {
            return Ok(());
        }
        let rule = format!("MODELOPT OLM for {}", card.keyword);
        Err(card.error(Fault::new(rule).found(chemistry.name())))
    }

    fn named(&self, card: &Card, name: &str) -> Result<Vec<usize>> {
        let ids: Vec<&str> = self.drafts.iter().map(|draft| draft.id.as_str()).collect();
        sources_named(card, name, &ids)
    }

    fn draft(&mut self, card: &Card) -> Result<&mut Draft> {
        let name = card.name(0, "the identifier of a source")?;
        let index = self.named(card, &name)?.first().copied();
        let found = index.and_then(|index| self.drafts.get_mut(index));
        found.ok_or_else(|| card.error(Fault::new("a source").found(&name)))
    }

    /// A card that asks of its sources what pluim does not model.
    fn beyond(&mut self, card: &Card) -> Result<()> {
        let refusal = not_read(card);
        if self.unsupported == Unsupported::Refuse {
            return Err(refusal);
        }
        let name = card.name(0, "the identifier of a source")?;
        for index in self.named(card, &name)? {
            if let Some(draft) = self.drafts.get_mut(index) {
                draft.left_out.get_or_insert_with(|| refusal.to_string());
            }
        }
        Ok(())
    }

    fn location(&mut self, card: &Card) -> Result<()> {
        if !self.groups.is_empty() {
            let fault = Fault::new("every LOCATION before the first SRCGROUP");
            return Err(card.error(fault.found("a LOCATION after it")));
        }
        let id = card.name(0, "the identifier of a source")?;
        if id.len() > 12 {
            let fault = Fault::new("an identifier of at most 12 characters");
            return Err(card.error(fault.found(&id)));
        }
        if self.drafts.iter().any(|draft| draft.id == id) {
            let fault = Fault::new("every source once").found(&id);
            return Err(card.error(fault));
        }
        let (location, after) = location(card)?;
        let elevation = self.feet * card.number_or(after, "elevation (m)", 0.0)?;
        if location != Location::Other {
            card.at_most(after + 1)?;
        }
        let mut draft = Draft {
            id,
            location,
            elevation,
            known: None,
            vertices: Vec::new(),
            announced: 0,
            variation: Variation::Constant,
            urban: None,
            in_stack_no2: self.control.nitrogen.in_stack,
            substance: SubstanceDraft::default(),
            left_out: None,
            card: card.clone(),
        };
        if location == Location::Other {
            let kind = card.name(1, "the kind of the source")?;
            let refusal = card.refused(&kind, "this kind of source is not part of this version");
            if self.unsupported == Unsupported::Refuse {
                return Err(refusal);
            }
            draft.left_out = Some(refusal.to_string());
        }
        self.drafts.push(draft);
        Ok(())
    }

    fn parameters(&mut self, card: &Card) -> Result<()> {
        let draft = self.draft(card)?;
        if draft.known.is_some() {
            let fault = Fault::new("SRCPARAM of a source once").found(&draft.id);
            return Err(card.error(fault));
        }
        if draft.location == Location::Other {
            return Ok(());
        }
        let emission = card.number(1, "emission")?;
        let kind = kind(card, draft.location)?;
        if let Location::Polygon(_) = draft.location {
            draft.announced = card.whole(3, "number of vertices", [3, 100_000])? as usize;
        }
        let remark = beyond_law(&kind);
        draft.known = Some((emission, kind));
        if let Some(text) = remark {
            self.warnings.push(Warning::of(card, text));
        }
        Ok(())
    }

    fn vertices(&mut self, card: &Card) -> Result<()> {
        let numbers = card.numbers(1, "vertices")?;
        if numbers.len() % 2 != 0 {
            let fault =
                Fault::new("pairs of coordinates").found(format!("{} numbers", numbers.len()));
            return Err(card.error(fault));
        }
        let draft = self.draft(card)?;
        let pairs = numbers.chunks_exact(2);
        let corners = pairs.filter_map(|pair| match pair {
            [x, y] => Some(Coord { x: *x, y: *y }),
            _ => None,
        });
        draft.vertices.extend(corners);
        Ok(())
    }

    fn urban_sources(&mut self, card: &Card) -> Result<()> {
        let areas = &self.control.urban;
        if areas.is_empty() {
            let fault = Fault::new("CO URBANOPT above").found("none");
            return Err(card.error(fault));
        }
        let (area, first) = match areas.len() {
            1 => (0, 0),
            _ => (urban_area(card, self.control)?, 1),
        };
        for name in card.fields.iter().skip(first) {
            let whole = name.eq_ignore_ascii_case("ALL") && areas.len() == 1;
            let chosen = match whole {
                true => (0..self.drafts.len()).collect(),
                false => self.named(card, name)?,
            };
            for index in chosen {
                if let Some(draft) = self.drafts.get_mut(index) {
                    place_in(draft, area, card)?;
                }
            }
        }
        Ok(())
    }

    fn factors(&mut self, card: &Card) -> Result<()> {
        let name = card.name(0, "the identifier of a source")?;
        let kind = FactorKind::read(card, 1)?;
        for index in self.named(card, &name)? {
            if let Some(draft) = self.drafts.get_mut(index) {
                extend(draft, kind, card, 2)?;
            }
        }
        Ok(())
    }

    fn hourly_file(&mut self, card: &Card) -> Result<()> {
        let name = card.word(0, "the name of a file")?;
        let mut chosen = Vec::new();
        card.word(1, "the identifier of a source")?;
        for id in card.fields.iter().skip(1) {
            match id.eq_ignore_ascii_case("ALL") {
                true => chosen.extend(0..self.drafts.len()),
                false => chosen.extend(self.named(card, id)?),
            }
        }
        match &mut self.hourly {
            None => self.hourly = Some((card.clone(), chosen)),
            Some((first, before)) => {
                if first.fields.first().map(String::as_str) != Some(name) {
                    let fault = Fault::new("one file of hourly emissions in a run").found(name);
                    return Err(card.error(fault));
                }
                before.extend(chosen);
            }
        }
        Ok(())
    }

    /// Reads the hourly emissions and hands every source its own.
    fn hours(&mut self) -> Result<Vec<std::path::PathBuf>> {
        let Some((card, mut chosen)) = self.hourly.take() else {
            return Ok(Vec::new());
        };
        chosen.sort_unstable();
        chosen.dedup();
        let file = beside(&card.file, card.word(0, "the name of a file")?);
        let listed: Vec<Listed<'_>> = chosen
            .iter()
            .filter_map(|index| self.drafts.get(*index))
            .map(|draft| Listed {
                id: &draft.id,
                form: hourly_form(draft.location),
            })
            .collect();
        let read = HourlyFile::read(&file, &listed)?;
        if read.missing > 0 {
            let text = format!(
                "{} hour(s) without emission in the file count as 0",
                read.missing
            );
            self.warnings.push(Warning::of(&card, text));
        }
        for (index, series) in chosen.into_iter().zip(read.series) {
            if let Some(draft) = self.drafts.get_mut(index) {
                draft.variation = Variation::Hourly(series);
            }
        }
        Ok(vec![file])
    }

    fn finish(mut self, cards: &[Card]) -> Result<Sources> {
        let mut files = self.hours()?;
        let deposition_units = self.deposition_units.take();
        let deposition_units = deposition_units.unwrap_or_else(Units::of_deposition);
        let (background, more) = self.background.finish(&self.control.pollutant.name)?;
        files.extend(more);
        let Some(last) = cards.last() else {
            return Ok(Sources {
                sources: Vec::new(),
                groups: Vec::new(),
                units: self.units,
                deposition_units,
                background,
                olm_groups: Vec::new(),
                files,
            });
        };
        let limited = self.control.options.chemistry == Chemistry::Olm;
        let urban = self.drafts.iter().any(|draft| draft.urban.is_some());
        if !self.control.urban.is_empty() && !urban {
            return Err(last.error(Fault::new("SO URBANSRC after CO URBANOPT").found("none")));
        }
        every_area_holds_a_source(last, &self.control.urban, &self.drafts)?;
        let mut kept = Vec::new();
        let mut sources = Vec::new();
        for (index, draft) in self.drafts.into_iter().enumerate() {
            match &draft.left_out {
                Some(why) => {
                    let text = format!("source {} is left out: {why}", draft.id);
                    self.warnings.push(Warning::of(&draft.card, text));
                }
                None if limited && draft.in_stack_no2.is_none() => {
                    let rule = "CO NO2STACK, or SO NO2RATIO for every source, with OLM";
                    return Err(draft.card.error(Fault::new(rule).found(&draft.id)));
                }
                None => {
                    kept.push(index);
                    sources.push(draft.finish(self.control.land.velocity)?);
                }
            }
        }
        let groups = group::keep(self.groups, &kept);
        if sources.is_empty() || groups.is_empty() {
            let rule = "at least one SO LOCATION and one SO SRCGROUP that pluim can model";
            return Err(last.error(Fault::new(rule).found("none")));
        }
        Ok(Sources {
            sources,
            groups,
            units: self.units,
            deposition_units,
            background,
            olm_groups: limiting::keep(self.olm_groups, &kept),
            files,
        })
    }
}

/// Factor from the unit of elevations to m.
pub(crate) fn elevation_unit(card: &Card) -> Result<f64> {
    elevation_unit_at(card, 0)
}

/// Factor from the unit in field `index` to m.
pub(crate) fn elevation_unit_at(card: &Card, index: usize) -> Result<f64> {
    match card.name(index, "METERS or FEET")?.as_str() {
        "METERS" => Ok(1.0),
        "FEET" => Ok(0.3048),
        other => Err(card.error(Fault::new("METERS or FEET").found(other))),
    }
}

/// Refuses an urban area without sources, at the `last` card.
fn every_area_holds_a_source(last: &Card, areas: &[UrbanArea], drafts: &[Draft]) -> Result<()> {
    let empty = |number: &usize| !drafts.iter().any(|draft| draft.urban == Some(*number));
    let empty = (0..areas.len()).find(empty);
    match empty.and_then(|number| areas.get(number)) {
        None => Ok(()),
        Some(area) => {
            let rule = "SO URBANSRC for every urban area of CO URBANOPT";
            let fault = Fault::new(rule).found(format!("none for {}", area.id));
            Err(last.error(fault.hint("take the area out of CO URBANOPT")))
        }
    }
}

fn urban_area(card: &Card, control: &Control) -> Result<usize> {
    let name = card.name(0, "the identifier of an urban area")?;
    let ids = control.urban.iter().map(|area| area.id.as_str());
    let found = ids.clone().position(|id| id == name);
    found.ok_or_else(|| {
        let fault = Fault::new("the identifier of an urban area of CO URBANOPT");
        card.error(fault.found(&name).nearest(ids))
    })
}

fn units(card: &Card) -> Result<Units> {
    card.at_most(3)?;
    Ok(Units {
        factor: card.number(0, "factor")?,
        emission: card.name(1, "label of emissions")?,
        concentration: card.name(2, "label of results")?,
    })
}
