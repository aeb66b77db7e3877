//! `SO NO2RATIO` and `OLMGROUP`: what the Ozone Limiting Method needs to know of sources.

use super::card::Card;
use super::source_draft::Draft;
use super::source_range::sources_named;
use crate::error::{Fault, Result};

/// Sources that share their ozone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OlmGroup {
    /// Identifier, in upper case.
    pub id: String,
    /// Indices of its sources.
    pub sources: Vec<usize>,
}

/// `NO2RATIO source ratio`.
pub(super) fn in_stack_ratio(card: &Card, drafts: &mut [Draft], named: &[usize]) -> Result<()> {
    card.at_most(2)?;
    let ratio = card.number(1, "NO2/NOx in the stack")?;
    if !(0.0..=1.0).contains(&ratio) {
        let fault = Fault::new("NO2/NOx in the stack: from 0 to 1").found(ratio);
        return Err(card.error(fault));
    }
    for index in named {
        if let Some(draft) = drafts.get_mut(*index) {
            draft.in_stack_no2 = Some(ratio);
        }
    }
    Ok(())
}

/// `OLMGROUP id sources`, or `OLMGROUP ALL`.
pub(super) fn olm_group(card: &Card, ids: &[&str], groups: &mut Vec<OlmGroup>) -> Result<()> {
    let id = card.name(0, "the identifier of a group")?;
    let before = groups.iter().position(|group| group.id == id);
    let mut members = Vec::new();
    if id == "ALL" && before.is_none() {
        card.at_most(1)?;
        members.extend(0..ids.len());
    } else {
        card.word(1, "the identifier of a source")?;
        for word in card.fields.iter().skip(1) {
            members.extend(sources_named(card, word, ids)?);
        }
    }
    for (number, group) in groups.iter().enumerate() {
        let twice = members.iter().find(|index| group.sources.contains(index));
        if let (Some(index), true) = (twice, before != Some(number)) {
            let name = ids.get(*index).copied().unwrap_or_default();
            let fault = Fault::new("every source in one OLMGROUP").found(name);
            return Err(card.error(fault));
        }
    }
    match before.and_then(|index| groups.get_mut(index)) {
        Some(group) => group.sources.extend(members),
        None => groups.push(OlmGroup {
            id,
            sources: members,
        }),
    }
    Ok(())
}

/// The groups in the numbering of `kept`, without sources that are left out.
pub(super) fn keep(groups: Vec<OlmGroup>, kept: &[usize]) -> Vec<OlmGroup> {
    let renumber = |group: OlmGroup| OlmGroup {
        sources: group
            .sources
            .iter()
            .filter_map(|index| kept.binary_search(index).ok())
            .collect(),
        ..group
    };
    groups.into_iter().map(renumber).collect()
}
