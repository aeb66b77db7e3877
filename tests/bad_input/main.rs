//! Wrong input: exit code 2, one message that says where and what, nothing written.
//!
//! The tables beside this file list the inputs. Each is a small change of a valid little world in
//! `world/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

mod case;
mod made;
mod spoil;
mod world;

use case::Table;
use world::World;

/// Runs every case of a table; all that goes wrong is told together.
fn all_are_refused(name: &str) {
    let table = Table::read(name);
    let wanted = std::env::var("PLUIM_BAD_INPUT").unwrap_or_default();
    let cases = table.case.iter().filter(|it| it.name.contains(&wanted));
    let faults: Vec<String> = cases.filter_map(|case| World::new().faults(case)).collect();
    println!("{} wrong inputs of {name} tried", table.case.len());
    assert!(
        faults.is_empty(),
        "{} of {} wrong inputs of {name}:\n{}",
        faults.len(),
        table.case.len(),
        faults.join("\n")
    );
}

#[test]
fn scenario_files() {
    all_are_refused("scenario");
}

#[test]
fn roads_and_receptors() {
    all_are_refused("roads_and_receptors");
}

#[test]
fn weather_and_backgrounds() {
    all_are_refused("weather");
}

#[test]
fn vector_files() {
    all_are_refused("vector");
}

#[test]
fn other_commands() {
    all_are_refused("commands");
}

#[test]
fn statistics_of_hours() {
    all_are_refused("hours");
}

#[test]
fn places_for_results() {
    all_are_refused("places");
}

#[test]
fn letters_and_numbers() {
    all_are_refused("letters");
}

#[test]
fn rasters_and_layers() {
    all_are_refused("made");
}

#[test]
fn there_are_many_and_their_names_differ() {
    let tables = [
        "scenario",
        "roads_and_receptors",
        "weather",
        "vector",
        "commands",
        "hours",
        "places",
        "letters",
        "made",
    ];
    let mut names: Vec<String> = Vec::new();
    for table in tables {
        names.extend(Table::read(table).case.into_iter().map(|it| it.name));
    }
    names.sort();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "a name stands twice");
    assert!(count >= 150, "{count}");
    println!("{count} wrong inputs in all");
}

/// Without a change nothing is refused, so that a refusal comes from the change.
#[test]
fn the_world_is_valid() {
    for command in [
        "run scenario.toml --out out",
        "run scenario.toml --all-variants --out out",
        "run overlay.toml --out out",
        "check scenario.toml",
        "emissions scenario.toml",
        "run srm.toml --out out",
        "aermod two.inp --out out",
        "compare run other --out out",
        "contribution run --out out",
        "report run --out page.html",
        "assess run --out out",
        "exposure run --areas people.csv --out out",
        "validate tubes.csv run --pollutant nox --background T3 --out out",
    ] {
        let world = World::new();
        let output = world.run(command);
        assert!(
            output.status.success(),
            "{command}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// A run over the one that it takes contributions from, and over its own background.
#[test]
fn results_do_not_take_the_place_of_what_they_come_from() {
    let world = World::new();
    let first = world.run("run scenario.toml --out out");
    assert!(first.status.success());
    let before = world.listing();
    let refused = |command: &str, says: &str| {
        let output = world.run(command);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains(says) && said.contains("--out"), "{said}");
    };
    let command = "run scenario.toml --variant zone --base out --out out";
    refused(command, "out/run.json");
    refused("contribution out --out out", "out/run.json");
    let file = world.path("scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let own = text.replace("conc_pm10.asc", "out/pm10_mean.tif");
    std::fs::write(&file, own).unwrap();
    refused("run scenario.toml --out out", "out/pm10_mean.tif");
    std::fs::write(&file, text).unwrap();
    assert_eq!(world.listing(), before);
}

/// What editors do to files that stay right.
#[test]
fn harmless_oddities_are_accepted() {
    for (file, odd) in [
        ("scenario.toml", "bom"),
        ("scenario.toml", "crlf"),
        ("Wegdelen.csv", "bom"),
        ("Wegdelen.csv", "crlf"),
        ("Receptoren.csv", "crlf"),
        ("factors.csv", "bom"),
        ("factors.csv", "crlf"),
        ("weather.txt", "bom"),
        ("weather.txt", "crlf"),
        ("farms.csv", "bom"),
        ("farms.csv", "crlf"),
        ("permits.gml", "bom"),
        ("permits.gml", "crlf"),
        ("stacks.geojson", "bom"),
        ("stacks.geojson", "crlf"),
        ("conc_pm10.asc", "crlf"),
    ] {
        let world = World::new();
        spoil::rewrite(&world.path(file), odd);
        let output = world.run("check scenario.toml");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{file} with {odd}: {said}");
    }
    for (file, odd) in [("two.inp", "crlf"), ("day.sfc", "crlf"), ("two.inp", "bom")] {
        let world = World::new();
        spoil::rewrite(&world.path(file), odd);
        let output = world.run("aermod two.inp --out out");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{file} with {odd}: {said}");
    }
}

/// A disk that takes no more than a few kilobytes a file: a failure, code 1, and nothing half written.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_leaves_no_result() {
    for command in [
        "run scenario.toml --out out",
        "run srm.toml --out out",
        "compare run other --out out",
        "contribution run --out out",
        "report run --out page.html",
        "emissions scenario.toml --csv table.csv",
        "aermod two.inp --out out",
    ] {
        let world = World::new();
        let before = world.listing();
        let output = world.run_with_files_up_to(1, command);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{command}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{command}: {said}");
        assert!(said.contains("room on the disk"), "{command}: {said}");
        // what is complete may stay, for the next run; that which speaks for all of it may not
        for (path, _) in world.listing().difference(&before) {
            let last = [".json", ".html", "table.csv"];
            assert!(
                !last.iter().any(|it| path.ends_with(it)),
                "{command} left {path}"
            );
        }
    }
}

/// A file without the right to be read; the superuser may read all, so there it is skipped.
#[cfg(unix)]
#[test]
fn files_that_may_not_be_read_are_named() {
    use std::os::unix::fs::PermissionsExt;
    for file in [
        "scenario.toml",
        "Wegdelen.csv",
        "weather.txt",
        "stacks.geojson",
    ] {
        let world = World::new();
        let path = world.path(file);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
        if std::fs::read(&path).is_ok() {
            println!("skipped: this user may read every file");
            return;
        }
        let output = world.run("run scenario.toml --out out");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{file}: {said}");
        assert!(said.contains(file) && said.contains("rights"), "{said}");
    }
}
