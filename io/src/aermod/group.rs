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
}

/// Reads a `SRCGROUP` card into `groups`.
pub(crate) fn read(card: &Card, ids: &[String], groups: &mut Vec<Group>) -> Result<()> {
    let id = card.name(0, "the identifier of a group")?;
    if id.len() > 8 {
        let fault = Fault::new("an identifier of at most 8 characters").found(&id);
        return Err(card.error(fault));
    }
    let before = groups.iter().position(|group| group.id == id);
    let members = members(card, &id, ids, before.is_some())?;
    match before.and_then(|index| groups.get_mut(index)) {
        Some(group) => group.sources.extend(members),
        None => groups.push(Group {
            id,
            sources: members,
        }),
    }
    for group in groups {
        group.sources.sort_unstable();
        group.sources.dedup();
    }
    Ok(())
}

fn members(card: &Card, id: &str, ids: &[String], again: bool) -> Result<Vec<usize>> {
    let names: Vec<&str> = ids.iter().map(String::as_str).collect();
    if id == "ALL" && !again {
        for word in card.fields.iter().skip(1) {
            background(card, word)?;
            if !word.to_ascii_uppercase().starts_with("NOBACKGR") {
                let fault = Fault::new("nothing after SRCGROUP ALL, which holds every source");
                return Err(card.error(fault.found(word)));
            }
        }
        return Ok((0..ids.len()).collect());
    }
    card.word(1, "the identifier of a source")?;
    let mut members = Vec::new();
    for word in card.fields.iter().skip(1) {
        background(card, word)?;
        members.extend(sources_named(card, word, &names)?);
    }
    Ok(members)
}

fn background(card: &Card, word: &str) -> Result<()> {
    match word.to_ascii_uppercase().as_str() {
        "BACKGROUND" | "BACKGRND" => {
            Err(card.refused(word, "background is not added here; add it to the results"))
        }
        _ => Ok(()),
    }
}

/// The groups all of whose sources are among `kept`, in the numbering of `kept`.
pub(crate) fn keep(groups: Vec<Group>, kept: &[usize]) -> Vec<Group> {
    let position = |index: usize| kept.binary_search(&index).ok();
    let renumber = |group: Group| {
        let found = group.sources.iter().filter_map(|index| position(*index));
        let sources: Vec<usize> = found.collect();
        let whole = sources.len() == group.sources.len();
        let id = group.id;
        whole.then_some(Group { id, sources })
    };
    groups.into_iter().filter_map(renumber).collect()
}
