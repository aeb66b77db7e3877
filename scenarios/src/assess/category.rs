//! The list of plans that never add significantly.

use clap::Args;
use pluim_core::assessment::{AccessRoads, MixedPlan, NibmVerdict};

/// What a plan builds.
#[derive(Debug, Clone, Default, Args)]
pub struct CategoryArgs {
    /// New homes of the plan.
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = false)]
    pub homes: Option<u32>,
    /// Gross floor area of new offices of the plan (m2).
    #[arg(long, value_name = "M2")]
    pub offices: Option<u32>,
    /// Roads by which the plan is reached, with its traffic evenly divided.
    #[arg(long, value_name = "1|2", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    pub access_roads: u8,
}

/// A plan against the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CategoryTest {
    /// What it builds.
    pub plan: MixedPlan,
    /// Access roads.
    pub roads: AccessRoads,
    /// The answer.
    pub verdict: NibmVerdict,
}

impl CategoryArgs {
    /// The test; none where nothing is said of the plan.
    #[must_use]
    pub fn test(&self) -> Option<CategoryTest> {
        if self.homes.is_none() && self.offices.is_none() {
            return None;
        }
        let plan = MixedPlan {
            homes: self.homes.map_or(0.0, f64::from),
            offices: self.offices.map_or(0.0, f64::from),
        };
        let roads = match self.access_roads {
            2 => AccessRoads::Two,
            _ => AccessRoads::One,
        };
        let verdict = plan.verdict(roads);
        Some(CategoryTest {
            plan,
            roads,
            verdict,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mix_is_put_to_the_list() {
        let args = |homes, offices, access_roads| CategoryArgs {
            homes: Some(homes),
            offices,
            access_roads,
        };
        let verdict = |args: CategoryArgs| args.test().unwrap().verdict;
        assert_eq!(
            verdict(args(900, Some(30_000), 1)),
            NibmVerdict::NotSignificant
        );
        assert_eq!(verdict(args(1501, None, 1)), NibmVerdict::Significant);
        assert_eq!(verdict(args(1501, None, 2)), NibmVerdict::NotSignificant);
        assert_eq!(CategoryArgs::default().test(), None);
    }
}
