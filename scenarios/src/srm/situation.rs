//! Which of several IMAER files make up the situation that is computed.

use std::collections::BTreeSet;
use std::path::Path;

use pluim_io::error::{InputError, Result};
use pluim_io::imaer::{Situation, SituationType, read_imaer};
use pluim_io::run_folder::FileRecord;

use super::imaer::ImaerNetwork;
use super::scenario::{NetworkFiles, SituationWord};
use crate::plan::shown;

/// Reads the IMAER files of a network and keeps those that belong to its situation.
///
/// A file that states no situation belongs to all. What ends elsewhere counts against the plan, by
/// the share that its netting factor leaves.
///
/// # Errors
/// When a file cannot be read, no file belongs to the situation, or none is chosen where the files
/// state several.
pub(super) fn read_situation(
    network: &NetworkFiles,
    file: &Path,
    inputs: &mut Vec<FileRecord>,
) -> Result<Vec<ImaerNetwork>> {
    let mut read = Vec::new();
    for path in &network.imaer {
        read.push((path, read_imaer(path)?));
    }
    let situations = || read.iter().map(|(_, imaer)| imaer.metadata.as_ref());
    let situations = || situations().map(|it| it.and_then(|it| it.situation.as_ref()));
    let wanted = match network.situation {
        Some(word) => Some(word),
        None => only(situations(), file)?,
    };
    let weights: Vec<f64> = situations().map(|it| weight(it, wanted)).collect();
    if !read.is_empty() && weights.iter().all(|weight| *weight <= 0.0) {
        let fault = InputError::new(file, "an IMAER file of the situation that is computed");
        return Err(fault.field("network.situation").found("none"));
    }
    let mut networks = Vec::new();
    for ((path, imaer), weight) in read.into_iter().zip(weights) {
        if weight != 0.0 {
            inputs.push(FileRecord::of(path, shown(path))?.used_as("roads"));
            networks.push(ImaerNetwork { imaer, weight });
        }
    }
    Ok(networks)
}

/// The factor on the emission of a file in the situation `wanted`: 0 where it has no part in it.
fn weight(situation: Option<&Situation>, wanted: Option<SituationWord>) -> f64 {
    let (Some(situation), Some(wanted)) = (situation, wanted) else {
        return 1.0;
    };
    let same = word(situation.kind) == Some(wanted);
    match situation.kind {
        SituationType::OffSiteReduction if wanted != SituationWord::Reference => {
            situation.netting_factor.unwrap_or(0.0) - 1.0
        }
        _ if same => 1.0,
        _ => 0.0,
    }
}

fn word(kind: SituationType) -> Option<SituationWord> {
    match kind {
        SituationType::Reference | SituationType::CombinationReference => {
            Some(SituationWord::Reference)
        }
        SituationType::Proposed | SituationType::CombinationProposed => {
            Some(SituationWord::Proposed)
        }
        SituationType::Temporary => Some(SituationWord::Temporary),
        SituationType::OffSiteReduction => None,
    }
}

/// The only situation that the files state; none where they state none.
fn only<'a>(
    situations: impl Iterator<Item = Option<&'a Situation>>,
    file: &Path,
) -> Result<Option<SituationWord>> {
    let words: BTreeSet<SituationWord> = situations
        .flatten()
        .filter_map(|situation| word(situation.kind))
        .collect();
    if words.len() > 1 {
        let fault = InputError::new(file, "one of reference, proposed, temporary");
        let fault = fault.field("network.situation").found("none");
        return Err(fault.hint("the IMAER files state several situations"));
    }
    Ok(words.into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn situation(kind: SituationType, netting_factor: Option<f64>) -> Situation {
        Situation {
            name: String::new(),
            kind,
            netting_factor,
        }
    }

    #[test]
    fn what_ends_elsewhere_counts_against_the_plan_only() {
        let ends = situation(SituationType::OffSiteReduction, Some(0.3));
        assert_eq!(weight(Some(&ends), Some(SituationWord::Proposed)), -0.7);
        assert_eq!(weight(Some(&ends), Some(SituationWord::Reference)), 0.0);
        let before = situation(SituationType::Reference, None);
        assert_eq!(weight(Some(&before), Some(SituationWord::Reference)), 1.0);
        assert_eq!(weight(Some(&before), Some(SituationWord::Temporary)), 0.0);
        assert_eq!(weight(None, Some(SituationWord::Temporary)), 1.0);
    }

    #[test]
    fn two_situations_need_a_choice() {
        let before = situation(SituationType::Reference, None);
        let after = situation(SituationType::Proposed, None);
        let file = Path::new("a.toml");
        assert!(only([Some(&before), Some(&after)].into_iter(), file).is_err());
        let one = only([Some(&after), None].into_iter(), file).unwrap();
        assert_eq!(one, Some(SituationWord::Proposed));
    }
}
