//! The tables: areas, distribution, limits, health.

use pluim_core::assessment::Limit;
use pluim_core::exposure::Band;
use pluim_io::plain_table::{Cell, PlainTable};

use super::Told;
use super::people::Reached;

/// The shares of the people that the distribution tells.
const QUANTILES: [(&str, f64); 7] = [
    ("p5", 0.05),
    ("p25", 0.25),
    ("p50", 0.5),
    ("p75", 0.75),
    ("p95", 0.95),
    ("p99", 0.99),
    ("highest", 1.0),
];

/// One row an area or place.
pub(super) fn areas(told: &Told<'_>) -> PlainTable {
    let columns = told.reached.iter().flat_map(|it| {
        let name = it.quantity.to_string();
        [name.clone(), format!("{name}_highest_cell")]
    });
    let fixed = ["id", "name", "population", "cells"].map(str::to_owned);
    let mut table = PlainTable::new(fixed.into_iter().chain(columns));
    for (place, of) in told.people.of.iter().enumerate() {
        let fixed: [Cell; 4] = [
            of.id.clone().into(),
            of.name.clone().into(),
            of.population.into(),
            told.people.cells(place).into(),
        ];
        let values = told.reached.iter();
        let values = values.flat_map(|it| [it.means[place].into(), it.highest[place].into()]);
        table.push(fixed.into_iter().chain(values));
    }
    table
}

/// One row a pollutant: people, mean over people, quantiles over people.
pub(super) fn distribution(told: &Told<'_>) -> PlainTable {
    let fixed = ["map", "unit", "people", "mean_over_people"];
    let names = QUANTILES.iter().map(|(name, _)| *name);
    let mut table = PlainTable::new(fixed.into_iter().chain(names));
    for it in told.reached {
        let fixed: [Cell; 4] = [
            it.quantity.to_string().into(),
            it.unit.clone().into(),
            it.all.people().into(),
            it.all.mean().into(),
        ];
        let quantiles = QUANTILES
            .iter()
            .map(|(_, share)| it.all.quantile(*share).into());
        table.push(fixed.into_iter().chain(quantiles));
    }
    table
}

/// The limits of annual means of a pollutant.
pub(super) fn annual<'a>(
    told: &'a Told<'_>,
    of: &'a Reached,
) -> impl Iterator<Item = &'a Limit> + 'a {
    told.limits.annual(of.quantity.pollutant())
}

/// One row a limit of an annual mean: people and area above it.
pub(super) fn limits(told: &Told<'_>) -> PlainTable {
    let columns = [
        "limit",
        "regime",
        "pollutant",
        "value_ug_m3",
        "people_above",
        "share_of_people_percent",
        "area_above_km2",
        "source",
    ];
    let mut table = PlainTable::new(columns);
    for it in told.reached {
        for limit in annual(told, it) {
            let above = it.all.people_above(limit.value);
            table.push([
                limit.id.clone().into(),
                limit.regime.name().into(),
                limit.pollutant.clone().into(),
                limit.value.into(),
                above.into(),
                (100.0 * above / it.all.people()).into(),
                it.area_above(limit.value).into(),
                limit.source.clone().into(),
            ]);
        }
    }
    table
}

/// Deaths a year and years of life a year attributable to what people breathe of a pollutant.
pub(super) fn burden(told: &Told<'_>, of: &Reached) -> Option<(Band, Band)> {
    let risk = told.health.risk(of.quantity.pollutant())?;
    let mortality = &told.health.mortality;
    let deaths = risk.risk.deaths(&of.all, mortality.death_rate());
    Some((
        deaths,
        deaths.map(|deaths| deaths * mortality.years_per_death),
    ))
}

/// One row a pollutant with a relative risk.
pub(super) fn health(told: &Told<'_>) -> PlainTable {
    let columns = [
        "pollutant",
        "outcome",
        "deaths_per_year",
        "deaths_low",
        "deaths_high",
        "years_of_life_per_year",
        "years_low",
        "years_high",
        "certainty",
        "source",
    ];
    let mut table = PlainTable::new(columns);
    for it in told.reached {
        let pollutant = it.quantity.pollutant();
        let Some((risk, (deaths, years))) = told.health.risk(pollutant).zip(burden(told, it))
        else {
            continue;
        };
        table.push([
            pollutant.into(),
            risk.outcome.clone().into(),
            deaths.central.into(),
            deaths.low.into(),
            deaths.high.into(),
            years.central.into(),
            years.low.into(),
            years.high.into(),
            risk.certainty.clone().into(),
            risk.source.clone().into(),
        ]);
    }
    table
}
