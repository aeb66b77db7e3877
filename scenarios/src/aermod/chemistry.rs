//! From NOx to NO2, hour by hour.

use clap::ValueEnum;
use pluim_core::chemistry::arm2::Arm2;
use pluim_core::chemistry::olm::{Nox, Olm};
use pluim_io::aermod::{Chemistry, ControlFile, Source, SourceKind};

use super::plan::Plan;

/// From g/m3 to the ug/m3 of the methods.
const MICROGRAMS: f64 = 1e6;

/// Sources whose NOx is summed up before it reacts.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Number of the plume or merged plumes whose ozone it shares.
    pub share: usize,
    /// NO2/NOx in the stack (-); none where its NOx counts as NO2, unlimited by ozone.
    pub in_stack: Option<f64>,
    /// Source groups that it belongs to.
    pub groups: Vec<usize>,
}

/// What becomes of the NOx of RLINE sources under the Ozone Limiting Method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum OlmRoads {
    /// All of it counts as NO2: AERMOD 24142 has no OLM for them, and warns so (W725)
    #[default]
    Aermod,
    /// Ozone limits it as that of any other source
    Limited,
}

/// For every source of `deck` the fields that it adds to, their number, and what the fields are
/// where they are not those of the source groups.
pub(super) fn fields(deck: &ControlFile, roads: OlmRoads) -> (Vec<Vec<usize>>, usize, Vec<Part>) {
    let groups = |source: usize| -> Vec<usize> {
        let all = deck.groups.iter().enumerate();
        let found = all.filter(|(_, group)| group.sources.binary_search(&source).is_ok());
        found.map(|(number, _)| number).collect()
    };
    let sources = 0..deck.sources.len();
    match deck.control.options.chemistry {
        Chemistry::Inert => (sources.map(groups).collect(), deck.groups.len(), Vec::new()),
        Chemistry::Arm2 => {
            let total = deck.groups.len();
            let member = |source| groups(source).into_iter().chain([total]).collect();
            (sources.map(member).collect(), total + 1, Vec::new())
        }
        Chemistry::Olm => {
            let mut parts: Vec<Part> = Vec::new();
            let membership = sources
                .map(|source| {
                    let groups = groups(source);
                    vec![part_of((deck, roads), source, groups, &mut parts)]
                })
                .collect();
            (membership, parts.len(), parts)
        }
    }
}

/// The number of the part of `source`, which is added where it is new.
fn part_of(
    (deck, roads): (&ControlFile, OlmRoads),
    source: usize,
    groups: Vec<usize>,
    parts: &mut Vec<Part>,
) -> usize {
    let merged = deck.olm_groups.iter();
    let merged = merged
        .enumerate()
        .find(|(_, group)| group.sources.contains(&source));
    let in_stack = deck.sources.get(source).and_then(|it| limited(it, roads));
    let part = Part {
        share: merged.map_or(deck.olm_groups.len() + source, |(number, _)| number),
        in_stack,
        groups,
    };
    let known = parts.iter().position(|other| *other == part);
    known.unwrap_or_else(|| {
        parts.push(part);
        parts.len() - 1
    })
}

/// NO2/NOx in the stack (-) of a source that ozone limits.
fn limited(source: &Source, roads: OlmRoads) -> Option<f64> {
    match (&source.kind, roads) {
        (SourceKind::Road(_), OlmRoads::Aermod) => None,
        _ => Some(source.in_stack_no2),
    }
}

/// The remark that a control file asks for OLM of roads, which AERMOD does not do.
pub(super) fn unlimited_roads(deck: &ControlFile, roads: OlmRoads) -> Option<String> {
    let road = |source: &&Source| matches!(source.kind, SourceKind::Road(_));
    let found = deck.sources.iter().find(road)?;
    let asked = deck.control.options.chemistry == Chemistry::Olm && roads == OlmRoads::Aermod;
    asked.then(|| {
        format!(
            "AERMOD has no OLM for RLINE sources such as {}: all their NOx counts as NO2; \
             --olm-roads limited lets ozone limit it",
            found.id
        )
    })
}

/// Turns the fields of NOx (g/m3) into one field of NO2 a source group, in air with `ozone`
/// (ug/m3), which may not be known.
pub(super) fn react(deck: &ControlFile, plan: &Plan, ozone: Option<f64>, values: &mut Vec<f64>) {
    let nitrogen = &deck.control.nitrogen;
    match deck.control.options.chemistry {
        Chemistry::Inert => {}
        Chemistry::Arm2 => {
            let [least, most] = nitrogen.ambient_ratio;
            ambient_ratio(Arm2 { least, most }, deck.receptors.len(), values);
        }
        Chemistry::Olm => {
            let law = Olm {
                equilibrium: nitrogen.equilibrium,
            };
            let limiting = Limiting { law, ozone };
            *values = limiting.groups(&plan.parts, deck.groups.len(), plan.receptors, values);
        }
    }
}

/// The share of NO2 at a receptor follows from the NOx of all sources there.
fn ambient_ratio(law: Arm2, receptors: usize, values: &mut Vec<f64>) {
    let total = values.split_off(values.len().saturating_sub(receptors));
    let ratios: Vec<f64> = total
        .iter()
        .map(|nox| law.ratio(MICROGRAMS * nox))
        .collect();
    for group in values.chunks_exact_mut(receptors.max(1)) {
        for (value, ratio) in group.iter_mut().zip(&ratios) {
            *value *= ratio;
        }
    }
}

/// The Ozone Limiting Method in one hour.
#[derive(Debug, Clone, Copy)]
struct Limiting {
    law: Olm,
    ozone: Option<f64>,
}

impl Limiting {
    /// NO2 (g/m3) of `count` source groups from the NOx (g/m3) of `parts`.
    fn groups(&self, parts: &[Part], count: usize, receptors: usize, nox: &[f64]) -> Vec<f64> {
        let mut no2 = vec![0.0; count * receptors];
        let mut shares: Vec<usize> = parts.iter().map(|part| part.share).collect();
        shares.sort_unstable();
        shares.dedup();
        for share in shares {
            let together = || parts.iter().enumerate().filter(|(_, it)| it.share == share);
            for receptor in 0..receptors {
                let of = |part: usize| nox.get(part * receptors + receptor).copied();
                let plume = together().fold(Nox::default(), |sum, (number, part)| {
                    let Some(in_stack) = part.in_stack else {
                        return sum;
                    };
                    sum.with(MICROGRAMS * of(number).unwrap_or(0.0), in_stack)
                });
                let ratio = self.law.ratio(&plume, self.ozone);
                for (number, part) in together() {
                    let ratio = part.in_stack.map_or(1.0, |_| ratio);
                    let made = ratio * of(number).unwrap_or(0.0);
                    for group in &part.groups {
                        if let Some(sum) = no2.get_mut(group * receptors + receptor) {
                            *sum += made;
                        }
                    }
                }
            }
        }
        no2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_takes_the_ratio_of_the_total() {
        // one group with half of the NOx at two receptors, and the total
        let mut values = vec![5e-6, 1000e-6, 10e-6, 2000e-6];
        ambient_ratio(Arm2::default(), 2, &mut values);
        assert_eq!(values, [0.9 * 5e-6, 0.5 * 1000e-6]);
    }

    #[test]
    fn what_ozone_does_not_limit_counts_in_full_and_takes_no_ozone() {
        let part = |share, in_stack| Part {
            share,
            in_stack,
            groups: vec![0],
        };
        let limiting = Limiting {
            law: Olm::default(),
            ozone: Some(24.0),
        };
        let alone = limiting.groups(&[part(0, Some(0.1))], 1, 1, &[100e-6])[0];
        let parts = [part(0, Some(0.1)), part(0, None)];
        let both = limiting.groups(&parts, 1, 1, &[100e-6, 50e-6])[0];
        assert!((both - alone - 50e-6).abs() < 1e-12);
    }

    #[test]
    fn merged_plumes_share_their_ozone() {
        let part = |share, groups: &[usize]| Part {
            share,
            in_stack: Some(0.1),
            groups: groups.to_vec(),
        };
        let limiting = Limiting {
            law: Olm::default(),
            ozone: Some(24.0),
        };
        // 100 ug/m3 of each of two sources: 10 emitted as NO2, ozone turns 23 more
        let nox = [100e-6, 100e-6];
        let apart = [part(0, &[0]), part(1, &[0])];
        let merged = [part(0, &[0]), part(0, &[0, 1])];
        let total = |parts: &[Part], groups| limiting.groups(parts, groups, 1, &nox);
        assert!((total(&apart, 1)[0] - 66e-6).abs() < 1e-12);
        let both = total(&merged, 2);
        assert!((both[0] - 43e-6).abs() < 1e-12 && (both[1] - 21.5e-6).abs() < 1e-12);
    }
}
