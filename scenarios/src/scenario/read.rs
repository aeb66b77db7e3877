//! From the text of a scenario file to a [`Scenario`] that can be planned.

use std::collections::BTreeMap;
use std::path::Path;

use pluim_io::error::{Fault, InputError, Result, nearest, read_text};
use pluim_io::projection::check_projected;

use super::file::{Scenario, SchemeChoice, Solver, SourceTable};
use super::paths;
use super::variant::{Overlay, Variant};
use crate::background::{BACKGROUND, SOURCES};

/// How many files may build on each other.
const MOST_BASES: usize = 8;

/// Reads, checks and completes a scenario file, or one of its variants; beside it the same as JSON,
/// with paths as they were written.
///
/// # Errors
/// When it cannot be read, is not TOML, has a key that does not exist (the nearest valid one is
/// named), lacks one that is needed, holds a value out of range, or has no such variant.
pub fn read_scenario(file: &Path, variant: Option<&str>) -> Result<(Scenario, serde_json::Value)> {
    let mut scenario = complete(file, MOST_BASES)?;
    let mut variants = std::mem::take(&mut scenario.variants);
    if let Some(name) = variant {
        let variant = variants
            .remove(name)
            .ok_or_else(|| unknown_variant(name, &variants, file))?;
        scenario.title = format!("{}, {name}", scenario.title);
        let without = format!("variants.{name}.without");
        check_without(&variant.without, &scenario, (file, &without))?;
        variant.apply(&mut scenario);
    }
    check(&scenario, file)?;
    for table in &mut scenario.sources {
        table.profile = Some(table.profile_name().to_owned());
    }
    let written = serde_json::to_value(&scenario).unwrap_or_default();
    paths::resolve(&mut scenario, file)?;
    Ok((scenario, written))
}

/// The names of the variants of a scenario file.
///
/// # Errors
/// As [`read_scenario`].
pub fn variant_names(file: &Path) -> Result<Vec<String>> {
    Ok(complete(file, MOST_BASES)?.variants.into_keys().collect())
}

/// Refuses to leave out a source group that is not there.
fn check_without(
    groups: &[String],
    scenario: &Scenario,
    (file, field): (&Path, &str),
) -> Result<()> {
    let known = || scenario.sources.iter().map(|it| it.group.as_str());
    match groups.iter().find(|group| !known().any(|it| it == *group)) {
        None => Ok(()),
        Some(unknown) => Err(InputError::unknown(file, unknown, known()).field(field)),
    }
}

fn unknown_variant(name: &str, variants: &BTreeMap<String, Variant>, file: &Path) -> InputError {
    let names = || variants.keys().map(String::as_str);
    let expected = match names().collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => "a scenario with variants".to_owned(),
        some => format!("one of the variants {some}"),
    };
    let error = InputError::new(file, expected)
        .field("variants")
        .found(name);
    match nearest(name, names()) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error,
    }
}

/// The scenario of a file: its own, or that of its base with what differs.
fn complete(file: &Path, bases: usize) -> Result<Scenario> {
    let text = read_text(file)?;
    let overlay = toml::from_str::<toml::Table>(&text).is_ok_and(|it| it.contains_key("base"));
    if !overlay {
        return parse(file);
    }
    let overlay: Overlay = parse(file)?;
    if bases == 0 {
        return Err(InputError::new(
            file,
            format!("at most {MOST_BASES} files that build on each other"),
        )
        .field("base")
        .found("more")
        .hint("does a file name itself as its base?"));
    }
    let mut base = overlay.base.clone();
    paths::resolve_paths(vec![("base", &mut base)], file)?;
    let mut scenario = complete(&base, bases - 1)?;
    paths::relocate(&mut scenario, &overlay.base);
    check_without(&overlay.without, &scenario, (file, "without"))?;
    overlay.apply(&mut scenario);
    Ok(scenario)
}

/// The scenario that a record tells of, which stood in `file`.
///
/// # Errors
/// When the settings are not those of a scenario, or a variable in a path is not set.
pub(crate) fn scenario_of(settings: &serde_json::Value, file: &Path) -> Result<Scenario> {
    let mut scenario: Scenario = serde_json::from_value(settings.clone()).map_err(|cause| {
        InputError::new(file, "the settings of a scenario that this program can run")
            .found(cause)
            .hint("run the scenario again with this version")
    })?;
    paths::resolve(&mut scenario, file)?;
    Ok(scenario)
}

/// Reads a TOML file of any shape, with faults as [`read_scenario`] tells them.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T> {
    parse_text(file, &read_text(file)?)
}

/// Reads the text of such a file.
pub(crate) fn parse_text<T: serde::de::DeserializeOwned>(file: &Path, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| fault_of(file, text, &error))
}

/// The JSON schema of scenario files, for editors.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Scenario).to_value()
}

/// The JSON schema of files that build on a scenario file, for editors.
#[must_use]
pub fn overlay_schema() -> serde_json::Value {
    schemars::schema_for!(Overlay).to_value()
}

/// A TOML fault with its line, the key found, and the nearest of the keys expected.
fn fault_of(file: &Path, text: &str, error: &toml::de::Error) -> InputError {
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let fault = match quoted.as_slice() {
        [found, valid @ ..] if message.starts_with("unknown field") => {
            let near = nearest(found, valid.iter().copied());
            let fault = InputError::new(file, format!("one of the keys {}", valid.join(", ")))
                .field(*found)
                .found("an unknown key");
            near.map_or_else(
                || fault.clone(),
                |near| fault.clone().hint(format!("did you mean {near}?")),
            )
        }
        [found, valid @ ..] if message.starts_with("unknown variant") => {
            let near = nearest(found, valid.iter().copied());
            let fault = InputError::new(file, format!("one of {}", valid.join(", "))).found(found);
            near.map_or_else(
                || fault.clone(),
                |near| fault.clone().hint(format!("did you mean {near}?")),
            )
        }
        [number, ..]
            if message.ends_with("expected usize") || message.ends_with("expected u64") =>
        {
            InputError::new(file, "a whole number, 0 or more").found(number)
        }
        _ if text.trim_start().starts_with('<') => InputError::new(file, "a scenario in TOML")
            .found("XML")
            .hint(
                "name an IMAER file in a scenario, as `imaer` under [network] or [[sources]]; \
                 `pluim exchange` tells what it holds",
            ),
        _ => InputError::new(file, "a scenario in TOML").found(message.replace('\n', " ")),
    };
    let key = error.span().and_then(|span| key_at(text, span.start));
    let fault = match key {
        Some(key) if !message.starts_with("unknown field") => fault.field(key),
        _ => fault,
    };
    match error.span() {
        Some(span) => fault.line(line_of(text, span.start)),
        None => fault,
    }
}

/// The key in whose line a value stands.
fn key_at(text: &str, offset: usize) -> Option<&str> {
    let before = text.get(..offset)?;
    let line = before.rsplit('\n').next()?;
    let key = line.split_once('=')?.0.trim();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    (!key.is_empty() && key.chars().all(plain)).then_some(key)
}

fn line_of(text: &str, offset: usize) -> u64 {
    let before = text.as_bytes().iter().take(offset);
    1 + before.filter(|byte| **byte == b'\n').count() as u64
}

/// Checks that options of a scheme are those of the scheme that is used, and the city among them.
fn check_pbl(solver: &Solver, file: &Path) -> Result<()> {
    let Some(table) = &solver.pbl else {
        return Ok(());
    };
    if solver.scheme != SchemeChoice::Pbl {
        let fault = InputError::new(file, "scheme = \"pbl\" where there is a [solver.pbl]");
        return Err(fault.field("solver.scheme").found("surface_layer"));
    }
    let city = table.urban.iter();
    for (field, found, [least, most], expected) in city.flat_map(|city| {
        [
            (
                "solver.pbl.urban.population",
                city.population,
                [100.0, 1e8],
                "inhabitants from 100 to 100000000",
            ),
            (
                "solver.pbl.urban.roughness_length_m",
                city.roughness_length_m,
                [1e-3, 5.0],
                "metres from 0.001 to 5",
            ),
        ]
    }) {
        if !(least..=most).contains(&found) {
            return Err(InputError::new(file, expected).field(field).found(found));
        }
    }
    Ok(())
}

/// Checks ranges that types do not.
fn check(scenario: &Scenario, file: &Path) -> Result<()> {
    let weather = &scenario.meteorology;
    check_projected(scenario.epsg).map_err(|fault| fault.at(file).field("epsg"))?;
    let checks = [
        (
            "meteorology.roughness_length_m",
            weather.roughness_length_m,
            1e-4,
            5.0,
            "metres from 0.0001 to 5",
        ),
        (
            "meteorology.station_roughness_length_m",
            weather.station_roughness_length_m,
            1e-4,
            5.0,
            "metres from 0.0001 to 5",
        ),
        (
            "meteorology.direction_spread_degrees",
            weather.direction_spread_degrees,
            0.0,
            45.0,
            "degrees from 0 to 45",
        ),
        (
            "meteorology.first_year",
            f64::from(weather.first_year),
            1900.0,
            2200.0,
            "a year from 1900 to 2200",
        ),
        (
            "meteorology.last_year",
            f64::from(weather.last_year),
            1900.0,
            2200.0,
            "a year from 1900 to 2200",
        ),
        (
            "meteorology.latitude",
            weather.latitude.unwrap_or(0.0),
            -90.0,
            90.0,
            "degrees from -90 to 90",
        ),
        (
            "meteorology.longitude",
            weather.longitude.unwrap_or(0.0),
            -180.0,
            180.0,
            "degrees from -180 to 180",
        ),
        (
            "solver.sample",
            scenario.solver.sample.unwrap_or(0) as f64,
            0.0,
            1e6,
            "at most 1000000 places",
        ),
        (
            "solver.tolerance",
            scenario.solver.tolerance,
            1e-6,
            1.0,
            "a share from 0.000001 to 1",
        ),
        (
            "solver.receptor_height_m",
            scenario.solver.receptor_height_m,
            0.0,
            500.0,
            "metres from 0 to 500",
        ),
        (
            "grid.cell_m",
            scenario.grid.as_ref().map_or(1.0, |grid| grid.cell_m),
            0.01,
            100_000.0,
            "metres from 0.01 to 100000",
        ),
        (
            "grid.margin_m",
            scenario.grid.as_ref().map_or(0.0, |grid| grid.margin_m),
            0.0,
            100_000.0,
            "metres from 0 to 100000",
        ),
    ];
    for (field, found, least, most, expected) in checks {
        if !(least..=most).contains(&found) {
            return Err(InputError::new(file, expected).field(field).found(found));
        }
    }
    check_pbl(&scenario.solver, file)?;
    if weather.first_year > weather.last_year {
        return Err(
            InputError::new(file, "a last year that is not before the first")
                .field("meteorology.last_year")
                .found(weather.last_year),
        );
    }
    if scenario.grid.is_none() && scenario.receptors.is_none() {
        return Err(InputError::new(file, "a [grid], [receptors] or both").found("neither"));
    }
    if scenario.output.pollutants.is_empty() {
        return Err(InputError::new(file, "one or more pollutants")
            .field("output.pollutants")
            .found("none"));
    }
    check_once(
        &scenario.output.pollutants,
        ("pollutant", "output.pollutants"),
        file,
    )?;
    check_once(
        &scenario.output.statistics,
        ("statistic", "output.statistics"),
        file,
    )?;
    scenario
        .sources
        .iter()
        .try_for_each(|table| check_sources(table, file))
}

/// Refuses what is asked for twice, whose files would have one name.
fn check_once(names: &[String], (what, field): (&str, &str), file: &Path) -> Result<()> {
    for (number, name) in names.iter().enumerate() {
        if names[..number].contains(name) {
            let fault = InputError::new(file, format!("every {what} once"));
            return Err(fault.field(field).found(name));
        }
    }
    Ok(())
}

/// Checks the name of a group and where its sources begin to spread.
fn check_sources(table: &SourceTable, file: &Path) -> Result<()> {
    check_group(&table.group, file)?;
    for (field, found, most) in [
        ("sources.height_m", table.height_m, 1000.0),
        ("sources.sigma_y0_m", table.sigma_y0_m, 10_000.0),
        ("sources.sigma_z0_m", table.sigma_z0_m, 10_000.0),
    ] {
        if let Some(found) = found.filter(|it| !(0.0..=most).contains(it)) {
            let fault = InputError::new(file, format!("metres from 0 to {most}"));
            return Err(fault.field(field).found(found));
        }
    }
    Ok(())
}

fn check_group(group: &str, file: &Path) -> Result<()> {
    check_group_name(group).map_err(|fault| fault.at(file).field("sources.group"))
}

/// Checks the name of a source group, which becomes part of the names of files and columns.
pub(crate) fn check_group_name(group: &str) -> std::result::Result<(), Fault> {
    let plain = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-".contains(letter)
    };
    if [BACKGROUND, SOURCES].contains(&group) {
        let fault = Fault::new("a name that pluim does not use itself").found(group);
        return Err(fault.hint(format!("as in {group}-1")));
    }
    if !group.is_empty() && group.chars().all(plain) && !group.contains("__") {
        return Ok(());
    }
    Err(Fault::new("a name of small letters, digits, single _ and -").found(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINIMAL: &str = r#"
title = "t"
[meteorology]
knmi = "weather.zip"
first_year = 2018
last_year = 2018
[grid]
cell_m = 10
[[sources]]
group = "roads"
cimlk = "Wegdelen.csv"
[output]
pollutants = ["nox"]
"#;

    fn read(text: &str) -> Result<Scenario> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("scenario.toml");
        std::fs::write(&file, text).unwrap();
        read_scenario(&file, None).map(|(scenario, _)| scenario)
    }

    #[test]
    fn a_minimal_scenario_gets_its_defaults() {
        let scenario = read(MINIMAL).unwrap();
        assert_eq!(scenario.epsg, 28992);
        assert_eq!(scenario.solver.tolerance, 0.01);
        assert!(scenario.meteorology.knmi.ends_with("weather.zip"));
        assert!(scenario.meteorology.knmi.is_absolute());
    }

    #[test]
    fn a_misspelt_key_is_named_with_its_line_and_the_right_one() {
        let error = read(&MINIMAL.replace("cell_m", "cel_m"))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("line 8") && error.contains("did you mean cell_m?"),
            "{error}"
        );
    }

    #[test]
    fn absurd_values_are_refused() {
        for (good, bad, field) in [
            ("cell_m = 10", "cell_m = -1", "grid.cell_m"),
            (
                "last_year = 2018",
                "last_year = 1999",
                "meteorology.last_year",
            ),
            ("group = \"roads\"", "group = \"A road\"", "sources.group"),
            (
                "group = \"roads\"",
                "group = \"background\"",
                "sources.group",
            ),
            ("[\"nox\"]", "[]", "output.pollutants"),
        ] {
            let error = read(&MINIMAL.replace(good, bad)).unwrap_err().to_string();
            assert!(error.contains(field), "{error}");
        }
    }

    #[test]
    fn the_schema_knows_the_keys() {
        assert!(schema().to_string().contains("roughness_length_m"));
    }
}
