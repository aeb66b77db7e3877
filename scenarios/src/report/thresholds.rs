//! The limits that a layer can be put to.

use pluim_core::assessment::{Averaging, Limit};
use pluim_io::run_folder::Quantity;
use serde_json::{Value, json};

use crate::assess::{Language, LimitSet};

/// The limits for `quantity`, each with the value that the layer may not exceed; none for a
/// contribution.
pub(super) fn thresholds<'a>(quantity: &Quantity, limits: &'a LimitSet) -> Vec<(&'a Limit, f64)> {
    if quantity.group().is_some() {
        return Vec::new();
    }
    let fitting = |limit: &'a Limit| {
        let value = threshold(limit, quantity.statistic())?;
        (limit.pollutant == quantity.pollutant()).then_some((limit, value))
    };
    limits.limits.iter().filter_map(fitting).collect()
}

/// What `statistic` may not exceed by `limit`: the value for a mean over the year, the number of
/// allowed periods for `days_over_50` and the like.
fn threshold(limit: &Limit, statistic: &str) -> Option<f64> {
    let over = |prefix: &str| statistic.strip_prefix(prefix)?.parse::<f64>().ok();
    match limit.averaging {
        Averaging::Year => (statistic == "mean").then_some(limit.value),
        Averaging::Day if over("days_over_") == Some(limit.value) => limit.allowed.map(f64::from),
        Averaging::Hour if over("hours_over_") == Some(limit.value) => limit.allowed.map(f64::from),
        _ => None,
    }
}

/// A limit as the page has it.
pub(super) fn described((limit, value): (&Limit, f64), share_above: f64) -> Value {
    let name = |language: Language| {
        let (regime, binding) = (
            language.regime(limit.regime),
            language.binding(limit.binding),
        );
        format!("{regime}, {binding}")
    };
    json!({
        "id": limit.id,
        "value": value,
        "name": { "nl": name(Language::Nl), "en": name(Language::En) },
        "share_above": share_above,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::default_limits;

    fn found(pollutant: &str, statistic: &str) -> Vec<(String, f64)> {
        let limits = default_limits().unwrap();
        let quantity = Quantity::new(pollutant, statistic);
        let all = thresholds(&quantity, &limits);
        all.into_iter()
            .map(|(limit, value)| (limit.id.clone(), value))
            .collect()
    }

    #[test]
    fn means_are_put_to_annual_values() {
        let limits = found("no2", "mean");
        assert!(limits.contains(&("nl-no2-year".to_owned(), 40.0)));
        assert!(limits.contains(&("who2021-no2-year".to_owned(), 10.0)));
        assert!(limits.iter().all(|(id, _)| id.contains("year")));
        assert!(found("nox", "p98").is_empty());
    }

    #[test]
    fn days_are_put_to_the_number_that_is_allowed() {
        assert!(found("pm10", "days_over_50").contains(&("nl-pm10-day".to_owned(), 35.0)));
        assert!(found("pm10", "days_over_51").is_empty());
    }

    #[test]
    fn contributions_have_no_limits() {
        let limits = default_limits().unwrap();
        let quantity = Quantity::new("no2", "mean").of_group("roads");
        assert!(thresholds(&quantity, &limits).is_empty());
    }
}
