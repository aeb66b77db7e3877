//! Features that describe an activity instead of an emission: wood stoves, ships, animals.
//!
//! | activity | columns |
//! |---|---|
//! | wood stoves | `appliances`, or `homes` and `appliances_per_home`, or `appliances_per_km2` |
//! | inland ships | `class`; lines: `passages_per_year`, `laden_share`; points and areas: `stays_per_year`, `hours_per_stay`, `shore_power_share` |
//! | livestock | `category`, `animals`, `pm10_reduction`, `odour_reduction` |

use std::path::Path;

use pluim_core::emission::inland_shipping::{Passages, ShipFactors, Stays, at_berth, under_way};
use pluim_core::emission::livestock::Herd;
use pluim_core::emission::wood_stoves::{Appliance, ApplianceCount, Uncertain, neighbourhood};
use pluim_core::emission::{Amounts, Pollutant};
use pluim_core::source::Shape;

use super::source::{Emission, Feature, number};
use crate::activity_factors::{AnimalCategory, ApplianceClass, ShipClass};
use crate::error::{Fault, InputError, Result};
use crate::number::Rule;

const NUMBER: Rule = Rule::between("a number", 0.0, 1e9);
const SHARE: Rule = Rule::between("a share from 0 to 1", 0.0, 1.0);
const HOURS: Rule = Rule::between("a number of hours", 0.0, 8784.0);

/// What emits, with its factors.
#[derive(Debug, Clone, PartialEq)]
pub enum Activity {
    /// Stoves and fireplaces in homes.
    WoodStoves(Vec<ApplianceClass>),
    /// Ships under way on lines, at berth on points and areas.
    InlandShipping(Vec<ShipClass>),
    /// Animals in housing.
    Livestock(Vec<AnimalCategory>),
}

impl Activity {
    /// The columns that describe it.
    pub(super) fn columns(&self) -> &'static [&'static str] {
        match self {
            Self::WoodStoves(_) => &[
                "appliances",
                "homes",
                "appliances_per_home",
                "appliances_per_km2",
            ],
            Self::InlandShipping(_) => &[
                "class",
                "passages_per_year",
                "laden_share",
                "stays_per_year",
                "hours_per_stay",
                "shore_power_share",
            ],
            Self::Livestock(_) => &["category", "animals", "pm10_reduction", "odour_reduction"],
        }
    }

    /// Sets of columns of which one must be there.
    fn required(&self) -> &'static [&'static [&'static str]] {
        match self {
            Self::WoodStoves(_) => &[
                &["appliances"],
                &["homes", "appliances_per_home"],
                &["appliances_per_km2"],
            ],
            Self::InlandShipping(_) => &[
                &["class", "passages_per_year"],
                &["class", "stays_per_year", "hours_per_stay"],
            ],
            Self::Livestock(_) => &[&["category", "animals"]],
        }
    }

    /// Checks that the columns `names` can describe it.
    pub(super) fn check_columns<'n>(
        &self,
        file: &Path,
        names: impl Iterator<Item = &'n str>,
    ) -> Result<()> {
        let found: Vec<&str> = names.collect();
        let has = |column: &&str| found.contains(column);
        if self.required().iter().any(|set| set.iter().all(has)) {
            return Ok(());
        }
        let sets: Vec<String> = self
            .required()
            .iter()
            .map(|set| set.join(" with "))
            .collect();
        let fault = InputError::new(file, format!("columns {}", sets.join(", or ")));
        Err(fault.found(found.join(", ")))
    }

    /// The emission of a feature with these shapes.
    pub(super) fn emission(&self, feature: &impl Feature, shapes: &[Shape]) -> Result<Emission> {
        match self {
            Self::WoodStoves(classes) => stoves(classes, feature, shapes),
            Self::InlandShipping(classes) => ships(classes, feature, shapes),
            Self::Livestock(categories) => animals(categories, feature),
        }
    }
}

/// A fault of one cell.
fn fault(feature: &impl Feature, column: &str, fault: Fault) -> InputError {
    fault.placed(feature.place(column))
}

fn required(feature: &impl Feature, column: &str, rule: Rule) -> Result<f64> {
    number(feature, column, rule)?
        .ok_or_else(|| fault(feature, column, rule.broken(&feature.text(column))))
}

/// The class that a column names.
fn class<'c, T>(
    feature: &impl Feature,
    column: &str,
    classes: &'c [T],
    code: impl Fn(&T) -> &str,
) -> Result<&'c T> {
    let wanted = feature.text(column);
    let found = classes.iter().find(|it| code(it) == wanted);
    found.ok_or_else(|| {
        let codes: Vec<&str> = classes.iter().map(&code).collect();
        let missing = Fault::new(format!("one of {}", codes.join(", ")));
        let missing = missing.found(&wanted).nearest(codes);
        fault(feature, column, missing)
    })
}

/// Yearly amounts (kg) as rates.
fn yearly<const N: usize>(amounts: [(Pollutant, f64); N]) -> Amounts {
    Amounts::from(amounts).grams_per_second()
}

fn stoves(
    classes: &[ApplianceClass],
    feature: &impl Feature,
    shapes: &[Shape],
) -> Result<Emission> {
    let count = appliances(feature, shapes)?;
    let mix: Vec<(&Appliance, f64)> = classes
        .iter()
        .map(|class| (&class.appliance, class.mix_share))
        .collect();
    let smoke = neighbourhood(count, &mix).ok_or_else(|| {
        let none = Fault::new("a mix of appliances whose shares add up to more than 0");
        fault(feature, "appliances", none)
    })?;
    let of = |pollutant, amount: Uncertain| (pollutant, amount.value);
    Ok(Emission {
        rates: yearly([
            // All smoke of wood is finer than 2.5 um.
            of(Pollutant::Pm10, smoke.pm2_5),
            of(Pollutant::Pm2_5, smoke.pm2_5),
            of(Pollutant::Ec, smoke.ec),
            of(Pollutant::BenzoAPyrene, smoke.benzo_a_pyrene),
        ]),
        uncertainty: Some(smoke.greatest_factor()),
    })
}

fn appliances(feature: &impl Feature, shapes: &[Shape]) -> Result<ApplianceCount> {
    if let Some(number) = number(feature, "appliances", NUMBER)? {
        return Ok(ApplianceCount::Number(number));
    }
    if let Some(homes) = number(feature, "homes", NUMBER)? {
        let share = required(feature, "appliances_per_home", NUMBER)?;
        return Ok(ApplianceCount::PerHome { homes, share });
    }
    const KM2_PER_M2: f64 = 1e-6;
    let density = required(feature, "appliances_per_km2", NUMBER)?;
    let areas = shapes.iter().filter(|it| matches!(it, Shape::Area(_)));
    let area = areas.map(Shape::measure).sum::<f64>() * KM2_PER_M2;
    if area > 0.0 {
        return Ok(ApplianceCount::PerArea { area, density });
    }
    let no_area = Fault::new("a polygon, over which a density holds").found("no area");
    Err(fault(feature, "appliances_per_km2", no_area))
}

fn ships(classes: &[ShipClass], feature: &impl Feature, shapes: &[Shape]) -> Result<Emission> {
    let class = class(feature, "class", classes, |it| &it.class)?;
    let lines = shapes.iter().filter(|it| matches!(it, Shape::Line(_)));
    const KM_PER_M: f64 = 1e-3;
    let length = lines.map(Shape::measure).sum::<f64>() * KM_PER_M;
    let rates = if length > 0.0 {
        let traffic = Passages {
            number: required(feature, "passages_per_year", NUMBER)?,
            laden: number(feature, "laden_share", SHARE)?.unwrap_or(0.5),
        };
        of_ships(class, |factors| under_way(factors, &traffic, length))
    } else {
        let stays = Stays {
            number: required(feature, "stays_per_year", NUMBER)?,
            hours: required(feature, "hours_per_stay", HOURS)?,
            shore_power: number(feature, "shore_power_share", SHARE)?.unwrap_or(0.0),
        };
        of_ships(class, |factors| at_berth(factors, &stays))
    };
    Ok(Emission {
        rates,
        uncertainty: None,
    })
}

fn of_ships(class: &ShipClass, amount: impl Fn(&ShipFactors) -> f64) -> Amounts {
    yearly([
        (Pollutant::Nox, amount(&class.nox)),
        (Pollutant::Pm10, amount(&class.pm10)),
    ])
}

fn animals(categories: &[AnimalCategory], feature: &impl Feature) -> Result<Emission> {
    let category = class(feature, "category", categories, |it| &it.code)?;
    let herd = Herd {
        animals: required(feature, "animals", NUMBER)?,
        pm10_reduction: number(feature, "pm10_reduction", SHARE)?.unwrap_or(0.0),
        odour_reduction: number(feature, "odour_reduction", SHARE)?.unwrap_or(0.0),
    };
    let mut rates = yearly([(Pollutant::Pm10, herd.pm10(&category.factors))]);
    if let Some(odour) = herd.odour(&category.factors) {
        rates.set(Pollutant::Odour, odour);
    }
    Ok(Emission {
        rates,
        uncertainty: None,
    })
}
