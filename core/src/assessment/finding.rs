//! One receptor against one limit.

use crate::provenance::Provenance;
use crate::statistics::no2_hours::{HourCount, STATUTORY_HOURS, hours_over};
use crate::statistics::pm10_days::days_over_50;
use crate::statistics::so2_days::{STREET_DAYS, days_over};

use super::{Averaging, Limit, Regime, SeaSalt, Traced, round_half_even, whole};

/// The daily mean (ug/m3) above which days of sea salt are counted (Rbl 2007 annex 5).
const SALT_DAYS_ABOVE: f64 = 50.0;

/// What a mean holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Extent {
    /// Everything: the background and all contributions.
    #[default]
    Total,
    /// Part of it only. It can show that a limit is exceeded, not that it is met.
    Contribution,
}

/// What is known of one pollutant at one receptor over a year.
#[derive(Debug, Clone, PartialEq)]
pub struct PollutantYear {
    /// Pollutant as in column names.
    pub pollutant: String,
    /// What the mean and the counts hold.
    pub extent: Extent,
    /// Annual mean (ug/m3), not rounded.
    pub mean: Traced,
    /// What the mean may be at most, where an emission behind it is known to within a factor only.
    pub at_most: Option<Traced>,
    /// Exceedances that were counted in an hourly series, if there was one.
    pub counted: Vec<CountedExceedances>,
}

/// Exceedances of one value, counted in a series.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedExceedances {
    /// Averaging period.
    pub averaging: Averaging,
    /// Value (ug/m3) that was exceeded.
    pub threshold: f64,
    /// How often.
    pub count: f64,
    /// Where the count stands.
    pub origin: String,
}

/// Natural sources that may be subtracted where a limit is exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum NaturalSources {
    /// Nothing is subtracted.
    #[default]
    None,
    /// Sea salt in PM10.
    SeaSalt(SeaSalt),
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// At or below the limit.
    Met,
    /// Above the limit.
    Exceeded,
    /// Above the limit before, at or below after subtraction of natural sources.
    MetAfterNaturalSources,
    /// The value cannot be told from what is known.
    Unknown,
}

impl Verdict {
    /// Whether the value keeps to the limit, with or without subtraction of natural sources.
    #[must_use]
    pub fn is_met(self) -> bool {
        matches!(self, Self::Met | Self::MetAfterNaturalSources)
    }
}

/// One receptor against one limit, with what led to the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The value that was compared, before rounding: a mean (ug/m3) or a number of periods a
    /// year; `None` where it cannot be told.
    pub value: Option<Traced>,
    /// The value after rounding.
    pub rounded: Option<f64>,
    /// What natural sources took off, in the unit of the value; 0 where nothing was.
    pub natural: f64,
    /// What it was compared with: the limit, or the allowed number of periods.
    pub bound: f64,
    /// The answer.
    pub verdict: Verdict,
}

/// Compares `year` with `limit`; `None` where the limit is for another pollutant.
///
/// Means are rounded to the decimals of the limit, numbers of periods to whole numbers, halves
/// to even. Natural sources are taken off only where the limit is exceeded. What is only a
/// contribution is never found to meet a limit, nor is a mean that may be above it.
///
/// # References
/// Rbl 2007 articles 35 and 68, annex 5.
///
/// ```
/// use pluim_core::assessment::{
///     assess, Averaging, Binding, Extent, Limit, NaturalSources, PollutantYear, Regime, Traced, Verdict,
/// };
/// use pluim_core::provenance::Provenance;
/// let limit = Limit {
///     id: "no2-year".into(),
///     regime: Regime::InForce,
///     binding: Binding::Limit,
///     pollutant: "no2".into(),
///     averaging: Averaging::Year,
///     value: 40.0,
///     allowed: None,
///     source: "Bkl".into(),
///     provenance: Provenance::Statute,
/// };
/// let year = |mean| PollutantYear {
///     pollutant: "no2".into(),
///     extent: Extent::Total,
///     mean: Traced::given(mean, "ug/m3", "example"),
///     at_most: None,
///     counted: vec![],
/// };
/// let verdict = |mean| assess(&year(mean), &limit, NaturalSources::None).map(|f| f.verdict);
/// assert_eq!(verdict(40.5), Some(Verdict::Met));
/// assert_eq!(verdict(40.51), Some(Verdict::Exceeded));
/// ```
#[must_use]
pub fn assess(year: &PollutantYear, limit: &Limit, natural: NaturalSources) -> Option<Finding> {
    if year.pollutant != limit.pollutant {
        return None;
    }
    let bound = limit.allowed.map_or(limit.value, f64::from);
    let Some(value) = year.evidence(limit) else {
        return Some(Finding {
            value: None,
            rounded: None,
            natural: 0.0,
            bound,
            verdict: Verdict::Unknown,
        });
    };
    let finding = compare(value, bound, limit, natural);
    let sure = year.extent == Extent::Total && year.stays_met(limit, natural);
    Some(match finding.verdict.is_met() && !sure {
        true => Finding {
            verdict: Verdict::Unknown,
            ..finding
        },
        false => finding,
    })
}

fn compare(value: Traced, bound: f64, limit: &Limit, natural: NaturalSources) -> Finding {
    let round = |value: f64| {
        if limit.averaging.is_long() {
            round_half_even(value, limit.decimals())
        } else {
            whole(value)
        }
    };
    let before = round(value.value);
    let salt = salt_in(limit, natural);
    let after = round((value.value - salt).max(0.0));
    let (natural, rounded, verdict) = if before <= bound {
        (0.0, before, Verdict::Met)
    } else if after <= bound {
        (salt, after, Verdict::MetAfterNaturalSources)
    } else {
        (salt, after, Verdict::Exceeded)
    };
    Finding {
        value: Some(value),
        rounded: Some(rounded),
        natural,
        bound,
        verdict,
    }
}

/// Sea salt in the unit of `limit`: only in PM10, over a year or in days above 50 ug/m3, and only
/// where the value is law. A guideline for health knows no such subtraction.
fn salt_in(limit: &Limit, natural: NaturalSources) -> f64 {
    let NaturalSources::SeaSalt(salt) = natural else {
        return 0.0;
    };
    match (limit.pollutant.as_str(), limit.averaging) {
        _ if limit.regime == Regime::Who2021 => 0.0,
        ("pm10", Averaging::Year) => salt.annual_mean,
        ("pm10", Averaging::Day) if limit.value == SALT_DAYS_ABOVE => salt.days,
        _ => 0.0,
    }
}

impl PollutantYear {
    /// Whether a limit that the mean meets is also met where the mean is what it may be at most.
    fn stays_met(&self, limit: &Limit, natural: NaturalSources) -> bool {
        let Some(at_most) = &self.at_most else {
            return true;
        };
        let worst = Self {
            mean: at_most.clone(),
            at_most: None,
            counted: Vec::new(),
            ..self.clone()
        };
        assess(&worst, limit, natural).is_some_and(|it| it.verdict.is_met())
    }

    /// What to compare with `limit`: the mean, a count from a series, or a count that a statutory
    /// relation gives from the mean; in this order.
    fn evidence(&self, limit: &Limit) -> Option<Traced> {
        if limit.averaging == Averaging::Year {
            return Some(self.mean.clone());
        }
        let related = || self.related_to(limit);
        let total = self.extent == Extent::Total;
        self.counted_for(limit)
            .or_else(|| total.then(related).flatten())
    }

    fn counted_for(&self, limit: &Limit) -> Option<Traced> {
        self.counted
            .iter()
            .find(|count| {
                count.averaging == limit.averaging && (count.threshold - limit.value).abs() < 1e-9
            })
            .map(|count| Traced::given(count.count, "periods", count.origin.clone()))
    }

    fn related_to(&self, limit: &Limit) -> Option<Traced> {
        let mean = self.mean.value;
        let (count, unit, rule) = match (self.pollutant.as_str(), limit.averaging) {
            ("pm10", Averaging::Day) if limit.value == 50.0 => {
                (days_over_50(mean), "days", PM10_DAYS_RULE)
            }
            ("no2", Averaging::Hour) if limit.value == 200.0 => {
                let hours = hours_over(limit.value, mean, &STATUTORY_HOURS);
                (lower_bound(hours), "hours", NO2_HOURS_RULE)
            }
            ("so2", Averaging::Day) if limit.value == 125.0 => {
                let days = days_over(limit.value, mean, &STREET_DAYS);
                (days as f64, "days", SO2_DAYS_RULE)
            }
            _ => return None,
        };
        Some(self.mean.then("annual mean", count, unit, rule))
    }
}

const PM10_DAYS_RULE: (&str, Provenance) = (
    "days above 50 ug/m3 from the annual mean (Rbl 2007 annex 1)",
    Provenance::Verified,
);
const NO2_HOURS_RULE: (&str, Provenance) = (
    "hours above 200 ug/m3 from the annual mean, table K + M C (Rbl 2007 annex 1); \
     19 means 19 or more",
    Provenance::Derived,
);
const SO2_DAYS_RULE: (&str, Provenance) = (
    "days above 125 ug/m3 from the annual mean, table K C^M (Rbl 2007 annex 1); \
     4 means 4 or more",
    Provenance::Derived,
);

fn lower_bound(hours: HourCount) -> f64 {
    hours.lower_bound() as f64
}

#[cfg(test)]
mod tests {
    use super::super::{Binding, Regime};
    use super::*;

    fn limit(pollutant: &str, averaging: Averaging, value: f64, allowed: Option<u32>) -> Limit {
        Limit {
            id: format!("{pollutant}-test"),
            regime: Regime::InForce,
            binding: Binding::Limit,
            pollutant: pollutant.into(),
            averaging,
            value,
            allowed,
            source: "none".into(),
            provenance: Provenance::Statute,
        }
    }

    fn year(pollutant: &str, mean: f64) -> PollutantYear {
        PollutantYear {
            pollutant: pollutant.into(),
            extent: Extent::Total,
            mean: Traced::given(mean, "ug/m3", "test"),
            at_most: None,
            counted: vec![],
        }
    }

    #[test]
    fn the_worked_street_keeps_its_days() {
        let days = limit("pm10", Averaging::Day, 50.0, Some(35));
        let finding = assess(&year("pm10", 20.90356), &days, NaturalSources::None).unwrap();
        assert_eq!(finding.rounded, Some(9.0));
        assert_eq!(finding.verdict, Verdict::Met);
        assert_eq!(finding.value.unwrap().inputs[0].value, 20.90356);
    }

    #[test]
    fn nineteen_hours_exceed() {
        let hours = limit("no2", Averaging::Hour, 200.0, Some(18));
        let verdict = |mean| {
            assess(&year("no2", mean), &hours, NaturalSources::None)
                .unwrap()
                .verdict
        };
        assert_eq!(verdict(82.0), Verdict::Met);
        assert_eq!(verdict(83.0), Verdict::Exceeded);
    }

    #[test]
    fn sea_salt_counts_only_above_the_limit() {
        let mean = limit("pm10", Averaging::Year, 40.0, None);
        let salt = NaturalSources::SeaSalt(SeaSalt {
            annual_mean: 3.0,
            days: 4.0,
        });
        let below = assess(&year("pm10", 39.0), &mean, salt).unwrap();
        assert_eq!((below.natural, below.rounded), (0.0, Some(39.0)));
        let saved = assess(&year("pm10", 42.0), &mean, salt).unwrap();
        assert_eq!(saved.verdict, Verdict::MetAfterNaturalSources);
        assert_eq!((saved.natural, saved.rounded), (3.0, Some(39.0)));
        let lost = assess(&year("pm10", 44.0), &mean, salt).unwrap();
        assert_eq!(lost.verdict, Verdict::Exceeded);
        let guideline = Limit {
            regime: Regime::Who2021,
            ..limit("pm10", Averaging::Year, 40.0, None)
        };
        let healthy = assess(&year("pm10", 42.0), &guideline, salt).unwrap();
        assert_eq!((healthy.natural, healthy.verdict), (0.0, Verdict::Exceeded));
        let no2 = limit("no2", Averaging::Year, 40.0, None);
        let other = assess(&year("no2", 42.0), &no2, salt).unwrap();
        assert_eq!(other.verdict, Verdict::Exceeded);
    }

    #[test]
    fn a_contribution_shows_exceedance_only() {
        let mean = limit("no2", Averaging::Year, 40.0, None);
        let hours = limit("no2", Averaging::Hour, 200.0, Some(18));
        let of = |value, limit: &Limit| {
            let contribution = PollutantYear {
                extent: Extent::Contribution,
                ..year("no2", value)
            };
            assess(&contribution, limit, NaturalSources::None).unwrap()
        };
        assert_eq!(of(2.0, &mean).verdict, Verdict::Unknown);
        assert_eq!(of(2.0, &mean).rounded, Some(2.0));
        assert_eq!(of(42.0, &mean).verdict, Verdict::Exceeded);
        assert_eq!(of(2.0, &hours).value, None);
    }

    #[test]
    fn what_may_be_above_a_limit_does_not_meet_it() {
        let mean = limit("pm2_5", Averaging::Year, 10.0, None);
        let days = limit("pm10", Averaging::Day, 50.0, Some(35));
        let of = |limit: &Limit, value, at_most| {
            let uncertain = PollutantYear {
                at_most: Some(Traced::given(at_most, "ug/m3", "test")),
                ..year(&limit.pollutant, value)
            };
            assess(&uncertain, limit, NaturalSources::None).unwrap()
        };
        assert_eq!(of(&mean, 9.0, 10.5).verdict, Verdict::Met);
        assert_eq!(of(&mean, 9.0, 10.6).verdict, Verdict::Unknown);
        assert_eq!(of(&mean, 9.0, 10.6).rounded, Some(9.0));
        assert_eq!(of(&mean, 10.6, 12.0).verdict, Verdict::Exceeded);
        // 35 days stand at 31.2 ug/m3
        assert_eq!(of(&days, 20.0, 31.2).verdict, Verdict::Met);
        assert_eq!(of(&days, 20.0, 32.0).verdict, Verdict::Unknown);
    }

    #[test]
    fn what_no_rule_tells_stays_unknown() {
        let day = limit("no2", Averaging::Day, 50.0, Some(18));
        let finding = assess(&year("no2", 30.0), &day, NaturalSources::None).unwrap();
        assert_eq!(finding.verdict, Verdict::Unknown);
        assert!(assess(&year("pm10", 30.0), &day, NaturalSources::None).is_none());
    }

    #[test]
    fn a_counted_series_goes_before_a_relation() {
        let days = limit("pm10", Averaging::Day, 50.0, Some(35));
        let counted = PollutantYear {
            counted: vec![CountedExceedances {
                averaging: Averaging::Day,
                threshold: 50.0,
                count: 36.0,
                origin: "pm10_days_over_50".into(),
            }],
            ..year("pm10", 20.0)
        };
        let finding = assess(&counted, &days, NaturalSources::None).unwrap();
        assert_eq!(finding.verdict, Verdict::Exceeded);
    }
}
