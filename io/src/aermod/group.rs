//! `SO SRCGROUP`: sources whose results are added up.

use super::card::Card;
use super::source_range::sources_named;
use crate::error::{Fault, Result};

/// A source group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Identifier, in upper case.
    pub id: String,
    /// Indices of its sources, in ascending order.
    pub sources: Vec<usize>,
    /// Whether background is added.
    pub background: Background,
}

/// Whether background is added to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    /// Not.
    #[default]
    Without,
    /// It is.
    With,
}

/// What the cards above a `SRCGROUP` defined.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Defined<'a> {
    /// Identifiers of the sources.
    pub(crate) ids: &'a [String],
    /// Whether there are background concentrations.
    pub(crate) background: Background,
}

/// Reads a `SRCGROUP` card into `groups`.
pub(crate) fn read(card: &Card, defined: Defined<'_>, groups: &mut Vec<Group>) -> Result<()> {
    let id = card.name(0, "the identifier of a group")?;
    if id.len() > 8 {
        let fault = Fault::new("an identifier of at most 8 characters").found(&id);
        return Err(card.error(fault));
    }
    let before = groups.iter().position(|group| group.id == id);
    let mut more = Group {
        id,
        sources: Vec::new(),
        background: Background::Without,
    };
    match (more.id.as_str(), before) {
        ("ALL", None) => all(card, defined, &mut more)?,
        _ => members(card, defined, &mut more)?,
    }
    match before.and_then(|index| groups.get_mut(index)) {
        Some(group) => {
            group.sources.extend(more.sources);
            if more.background == Background::With {
                group.background = Background::With;
            }
        }
        None => groups.push(more),
    }
    for group in groups {
        group.sources.sort_unstable();
        group.sources.dedup();
    }
    Ok(())
}

/// `SRCGROUP ALL`, with or without background.
fn all(card: &Card, defined: Defined<'_>, group: &mut Group) -> Result<()> {
    group.sources = (0..defined.ids.len()).collect();
    for word in card.fields.iter().skip(1) {
        if is_background(word) {
            group.background = needed(card, defined, word)?;
        } else if !word.to_ascii_uppercase().starts_with("NOBACKGR") {
            let fault = Fault::new("BACKGROUND, NOBACKGROUND or nothing after SRCGROUP ALL");
            return Err(card.error(fault.found(word)));
        }
    }
    Ok(())
}

fn members(card: &Card, defined: Defined<'_>, group: &mut Group) -> Result<()> {
    let names: Vec<&str> = defined.ids.iter().map(String::as_str).collect();
    card.word(1, "the identifier of a source, or BACKGROUND")?;
    for word in card.fields.iter().skip(1) {
        match is_background(word) {
            true => group.background = needed(card, defined, word)?,
            false => group.sources.extend(sources_named(card, word, &names)?),
        }
    }
    Ok(())
}

fn is_background(word: &str) -> bool {
    ["BACKGROUND", "BACKGRND"].contains(&word.to_ascii_uppercase().as_str())
}

/// Background, which must have been given.
fn needed(card: &Card, defined: Defined<'_>, word: &str) -> Result<Background> {
    match defined.background {
        Background::With => Ok(Background::With),
        Background::Without => {
            let fault = Fault::new("BACKGRND concentrations before a group that adds them");
            Err(card.error(fault.found(word)))
        }
    }
}

/// The groups all of whose sources are among `kept`, in the numbering of `kept`.
pub(crate) fn keep(groups: Vec<Group>, kept: &[usize]) -> Vec<Group> {
    let position = |index: usize| kept.binary_search(&index).ok();
    let renumber = |group: Group| {
        let found = group.sources.iter().filter_map(|index| position(*index));
        let sources: Vec<usize> = found.collect();
        let whole = sources.len() == group.sources.len();
        whole.then_some(Group { sources, ..group })
    };
    groups.into_iter().filter_map(renumber).collect()
}
