//! Runs that are killed, stopped or doubled: what is finished is not computed again, and the bytes
//! are those of a run that nothing disturbed.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pluim_io::run_folder::{Record, sha256_of};
use pluim_tests::program::{copy_demo, copy_world, pluim, run_in, said};
use pluim_tests::random::Random;
use serde_json::Value;

/// Moments at which runs are killed, over all scenarios.
const KILLS: usize = 20;
/// Kills of the computation of all variants.
const KILLS_OF_VARIANTS: usize = 5;
/// Kills of every other command that computes.
const KILLS_OF_OTHERS: usize = 4;

/// Scenarios by rung, each of several bands and several parts of receptors.
const RUNGS: [(&str, &str); 4] = [
    (
        "raster",
        "cell_m = 2\nextent = [148000, 508000, 148080, 510800]",
    ),
    (
        "climatology",
        "cell_m = 5\nextent = [147500, 509500, 148500, 510500]",
    ),
    (
        "profile",
        "cell_m = 25\nextent = [147500, 509500, 148500, 510500]",
    ),
    (
        "direct",
        "cell_m = 100\nextent = [147500, 509500, 148500, 510500]",
    ),
];

/// The little world on one rung.
fn scenario(folder: &Path, rung: &str, grid: &str) {
    copy_world(folder).unwrap();
    let file = folder.join("scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text
        .replace(
            "cell_m = 100\nextent = [147900, 509800, 148300, 510300]",
            grid,
        )
        .replace("contributions = true", "contributions = false")
        .replace("sample = 2", &format!("sample = 2\nrung = \"{rung}\""));
    // polygons take the formula long
    let polygons = [
        "[[sources]]\ngroup = \"farms\"\nvector = \"farms.csv\"\n",
        "[[sources]]\ngroup = \"stoves\"\nwood_stoves = \"stoves.csv\"\n",
    ];
    let text = match rung {
        "direct" => polygons.iter().fold(text, |text, it| text.replace(it, "")),
        _ => text,
    };
    std::fs::write(&file, text).unwrap();
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(pluim());
    command.current_dir(folder).args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn finish(folder: &Path, arguments: &[&str]) -> Duration {
    let begin = Instant::now();
    let output = run_in(folder, arguments);
    assert!(output.status.success(), "{}", said(&output));
    begin.elapsed()
}

/// The hash of every file below `folder`; of records without times and command.
fn bytes(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            if path.is_dir() {
                open.push(path);
            } else if name.ends_with("run.json") {
                let text = std::fs::read_to_string(&path).unwrap();
                let mut record: Value = serde_json::from_str(&text).unwrap();
                record.as_object_mut().unwrap().remove("times");
                record.as_object_mut().unwrap().remove("command");
                found.insert(name, record.to_string());
            // a GeoPackage holds the moment at which it was written
            } else if !name.ends_with(".lock") && !name.ends_with(".gpkg") {
                found.insert(name, sha256_of(&std::fs::read(&path).unwrap()));
            }
        }
    }
    found
}

/// Kills a run after a share of the time that it takes; whether it was still under way.
fn kill(folder: &Path, arguments: &[&str], after: Duration) -> bool {
    let mut child = start(folder, arguments);
    std::thread::sleep(after);
    let under_way = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    under_way
}

#[test]
fn a_killed_run_ends_as_if_nothing_had_happened() {
    let mut moments = Random::from_variable("PLUIM_KILL_SEED", 20_260);
    let (mut killed, mut taken) = (0, 0);
    for (number, (rung, grid)) in RUNGS.into_iter().enumerate() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        scenario(folder, rung, grid);
        let arguments = ["run", "scenario.toml", "--out", "whole"];
        let time = finish(folder, &arguments);
        let whole = bytes(&folder.join("whole"));
        let kills = KILLS / RUNGS.len() + usize::from(number < KILLS % RUNGS.len());
        for _ in 0..kills {
            let after = time.mul_f64(moments.share());
            let arguments = ["run", "scenario.toml", "--out", "out"];
            killed += usize::from(kill(folder, &arguments, after));
            finish(folder, &arguments);
            let again = bytes(&folder.join("out"));
            assert_eq!(again, whole, "{rung}, killed after {after:?} of {time:?}");
            let record = Record::read(&folder.join("out")).unwrap();
            println!(
                "{rung}: killed after {after:?}, parts taken {}",
                record.times.parts_taken
            );
            taken += record.times.parts_taken;
            std::fs::remove_dir_all(folder.join("out")).unwrap();
        }
    }
    println!("{KILLS} kills survived, {killed} of them under way; {taken} finished parts taken");
    assert!(killed >= KILLS / 2, "most kills must strike: {killed}");
    assert!(taken > 0, "no finished part was taken");
}

#[test]
fn killed_variants_end_as_if_nothing_had_happened() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let (rung, grid) = RUNGS[0];
    scenario(folder, rung, grid);
    let time = finish(
        folder,
        &["run", "scenario.toml", "--all-variants", "--out", "whole"],
    );
    let whole = bytes(&folder.join("whole"));
    let mut moments = Random::from_variable("PLUIM_KILL_SEED", 20_260);
    let arguments = ["run", "scenario.toml", "--all-variants", "--out", "out"];
    for _ in 0..KILLS_OF_VARIANTS {
        let after = time.mul_f64(moments.share());
        kill(folder, &arguments, after);
        finish(folder, &arguments);
        assert_eq!(bytes(&folder.join("out")), whole, "killed after {after:?}");
        std::fs::remove_dir_all(folder.join("out")).unwrap();
    }
    println!("{KILLS_OF_VARIANTS} kills of all variants survived");
}

/// Kills `command`, which ends with `--out`, again and again, each time at another moment of a fresh
/// folder; the moments are from `from` of the time that it takes to its end. How many finished parts
/// all runs of it took.
fn kills(folder: &Path, command: &[&str], from: f64) -> usize {
    let with = |out: &'static str| [command, &[out]].concat();
    let time = finish(folder, &with("whole"));
    let whole = bytes(&folder.join("whole"));
    let mut moments = Random::from_variable("PLUIM_KILL_SEED", 20_260);
    let (mut tried, mut killed, mut taken) = (0, 0, 0);
    // a busy machine may end before it is killed, or be killed before anything was finished
    while tried < KILLS_OF_OTHERS || (taken == 0 && tried < 4 * KILLS_OF_OTHERS) {
        tried += 1;
        let after = time.mul_f64(moments.between(from, 1.0));
        killed += usize::from(kill(folder, &with("out"), after));
        finish(folder, &with("out"));
        let again = bytes(&folder.join("out"));
        assert_eq!(
            again, whole,
            "{command:?}, killed after {after:?} of {time:?}"
        );
        taken += parts_taken(&folder.join("out"));
        std::fs::remove_dir_all(folder.join("out")).unwrap();
    }
    println!("{command:?}: {tried} kills, {killed} under way; {taken} parts taken");
    assert!(killed > 0, "no kill struck");
    taken
}

/// Finished parts that the runs in `folder` and below it tell that they took.
fn parts_taken(folder: &Path) -> usize {
    let below = std::fs::read_dir(folder).unwrap().flatten();
    let folders = below.map(|it| it.path()).filter(|it| it.is_dir());
    let own = Record::read(folder).map_or(0, |it| it.times.parts_taken);
    own + folders.map(|it| parts_taken(&it)).sum::<usize>()
}

/// The roads of the demo under a year of weather, with statistics of hours and chemistry.
fn hourly(folder: &Path, more: &str) {
    copy_demo(folder).unwrap();
    let file = folder.join("scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once("[[sources]]").unwrap();
    let roads = rest.split_once("[[sources]]").unwrap().0;
    let before = before.replace("cell_m = 20", "cell_m = 30");
    let rest = "[solver]\nsample = 2\nrepresentative_hours = 20\ntolerance = 0.5\n[chemistry]\nno2 = \"arm2\"\n\
                [output]\npollutants = [\"nox\", \"no2\"]\nstatistics = [\"p98\", \"hours_over_20\"]\n";
    std::fs::write(file, format!("{before}[[sources]]{roads}{rest}{more}")).unwrap();
}

#[test]
fn killed_statistics_of_hours_end_as_if_nothing_had_happened() {
    let home = tempfile::tempdir().unwrap();
    hourly(home.path(), "");
    let taken = kills(home.path(), &["run", "scenario.toml", "--out"], 0.2);
    assert!(taken > 0, "no finished part was taken");
}

/// The hours of variants that were complete are not lost with the last one.
#[test]
fn killed_statistics_of_variants_end_as_if_nothing_had_happened() {
    let home = tempfile::tempdir().unwrap();
    let variants = "[variants.less]\n[[variants.less.measures]]\nkind = \"scale\"\n\
                    sources = { group = \"roads\" }\nfactor = 0.5\n";
    hourly(home.path(), variants);
    let command = ["run", "scenario.toml", "--all-variants", "--out"];
    let taken = kills(home.path(), &command, 0.5);
    assert!(taken > 0, "no finished part was taken");
}

#[test]
fn killed_error_maps_end_as_if_nothing_had_happened() {
    let home = tempfile::tempdir().unwrap();
    let (rung, grid) = RUNGS[0];
    scenario(home.path(), rung, grid);
    let command = ["run", "scenario.toml", "--error-map", "--out"];
    kills(home.path(), &command, 0.0);
}

#[test]
fn killed_runs_beside_a_base_end_as_if_nothing_had_happened() {
    let home = tempfile::tempdir().unwrap();
    let (rung, grid) = RUNGS[0];
    scenario(home.path(), rung, grid);
    let file = home.path().join("scenario.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.replace("contributions = false", "contributions = true");
    std::fs::write(file, text).unwrap();
    finish(home.path(), &["run", "scenario.toml", "--out", "base"]);
    let before = bytes(&home.path().join("base"));
    let command = "run scenario.toml --variant zone --base base --out";
    let words: Vec<&str> = command.split_whitespace().collect();
    kills(home.path(), &words, 0.0);
    assert_eq!(bytes(&home.path().join("base")), before);
}

/// All but what it costs, which differs from one study to the next.
#[test]
fn killed_studies_of_cell_sizes_end_with_the_same_maps() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let (rung, grid) = RUNGS[0];
    scenario(folder, rung, grid);
    let with = |out: &'static str| {
        [
            "resolution",
            "scenario.toml",
            "--cells",
            "2,4",
            "--out",
            out,
        ]
    };
    let time = finish(folder, &with("whole"));
    let maps = |out: &str| {
        let mut all = bytes(&folder.join(out));
        all.retain(|name, _| name.contains('/'));
        all
    };
    let mut moments = Random::from_variable("PLUIM_KILL_SEED", 20_260);
    for _ in 0..KILLS_OF_OTHERS {
        kill(folder, &with("out"), time.mul_f64(moments.share()));
        finish(folder, &with("out"));
        assert_eq!(maps("out"), maps("whole"));
        assert!(folder.join("out/resolution.csv").exists());
        std::fs::remove_dir_all(folder.join("out")).unwrap();
    }
}

/// Stops a run once it has finished rows of the raster; the files of its finished rows.
fn stopped_with_rows(folder: &Path) -> Vec<PathBuf> {
    let (mut child, rows) = running_with_rows(folder);
    child.kill().unwrap();
    child.wait().unwrap();
    rows
}

/// A run that has finished rows of the raster and goes on; the files of its finished rows.
fn running_with_rows(folder: &Path) -> (Child, Vec<PathBuf>) {
    let mut child = start(folder, &["run", "scenario.toml", "--out", "out"]);
    let begin = Instant::now();
    loop {
        let mut rows = parts(&folder.join("out/.finished"));
        rows.retain(|it| it.to_string_lossy().contains("-rows-"));
        if rows.len() >= 2 {
            return (child, rows);
        }
        assert!(child.try_wait().unwrap().is_none(), "it ended too soon");
        assert!(begin.elapsed() < Duration::from_secs(60), "no rows");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn parts(finished: &Path) -> Vec<PathBuf> {
    let Ok(keys) = std::fs::read_dir(finished) else {
        return Vec::new();
    };
    let folders = keys.filter_map(|it| std::fs::read_dir(it.ok()?.path()).ok());
    let mut parts: Vec<_> = folders.flatten().flatten().map(|it| it.path()).collect();
    parts.retain(|it| it.extension().is_none());
    parts.sort();
    parts
}

/// A finished part is read, not computed: what is put into it comes out.
#[test]
fn finished_rows_are_taken_and_not_computed_again() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let (rung, grid) = RUNGS[1];
    scenario(folder, rung, grid);
    finish(folder, &["run", "scenario.toml", "--out", "whole"]);
    let rows = stopped_with_rows(folder);
    let mut numbers = std::fs::read(&rows[0]).unwrap();
    numbers.truncate(numbers.len() - 4);
    numbers[..4].copy_from_slice(&12_345.0_f32.to_le_bytes());
    let checksum = crc32fast::hash(&numbers).to_le_bytes();
    std::fs::write(&rows[0], [numbers.as_slice(), &checksum].concat()).unwrap();
    finish(folder, &["run", "scenario.toml", "--out", "out"]);
    let record = Record::read(&folder.join("out")).unwrap();
    assert!(record.times.parts_taken >= 2, "{:?}", record.times);
    let file = "nox_mean.tif";
    let [out, whole] =
        ["out", "whole"].map(|it| std::fs::read(folder.join(it).join(file)).unwrap());
    assert!(out != whole, "the planted number is not in {file}");
    assert!(!folder.join("out/.finished").exists(), "parts stay behind");
}

/// Parts of another scenario, or damaged ones, are computed again.
#[test]
fn finished_rows_of_another_scenario_are_not_taken() {
    for change in ["scenario", "input", "part"] {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        let (rung, grid) = RUNGS[1];
        scenario(folder, rung, grid);
        let rows = stopped_with_rows(folder);
        let edit = |name: &str, from: &str, to: &str| {
            let text = std::fs::read_to_string(folder.join(name)).unwrap();
            std::fs::write(folder.join(name), text.replacen(from, to, 1)).unwrap();
        };
        match change {
            "scenario" => edit("scenario.toml", "weekdays = [1.0,", "weekdays = [1.1,"),
            "input" => edit("Wegdelen.csv", "36000", "36001"),
            _ => {
                let mut bytes = std::fs::read(&rows[0]).unwrap();
                bytes[5] ^= 0x10;
                std::fs::write(&rows[0], bytes).unwrap();
            }
        }
        finish(folder, &["run", "scenario.toml", "--out", "out"]);
        finish(folder, &["run", "scenario.toml", "--out", "whole"]);
        assert_eq!(
            bytes(&folder.join("out")),
            bytes(&folder.join("whole")),
            "{change}"
        );
    }
}

#[test]
fn control_c_stops_within_a_second_and_the_run_goes_on_later() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        let (rung, grid) = RUNGS[1];
        scenario(folder, rung, grid);
        finish(folder, &["run", "scenario.toml", "--out", "whole"]);
        let (mut child, _) = running_with_rows(folder);
        let id = child.id().to_string();
        let begin = Instant::now();
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &id])
            .status();
        assert!(sent.unwrap().success());
        let status = child.wait().unwrap();
        assert!(
            begin.elapsed() < Duration::from_secs(1),
            "{:?}",
            begin.elapsed()
        );
        assert_eq!(status.code(), Some(code), "{signal}: {status}");
        assert!(!folder.join("out/run.json").exists());
        finish(folder, &["run", "scenario.toml", "--out", "out"]);
        assert_eq!(bytes(&folder.join("out")), bytes(&folder.join("whole")));
    }
}

/// A stop must not wait for, or fall over, somebody who no longer reads the messages.
#[test]
fn a_stop_needs_nobody_who_reads() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let (rung, grid) = RUNGS[2];
    scenario(folder, rung, grid);
    let mut command = Command::new(pluim());
    command
        .current_dir(folder)
        .args(["run", "scenario.toml", "--out", "out"]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    while !folder.join("out/.finished").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended too soon");
        std::thread::sleep(Duration::from_millis(2));
    }
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        let late = begin.elapsed() > Duration::from_secs(5);
        if late {
            child.kill().unwrap();
        }
        assert!(!late, "it does not stop");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn two_runs_into_one_folder_do_not_mix() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let (rung, grid) = RUNGS[1];
    scenario(folder, rung, grid);
    finish(folder, &["run", "scenario.toml", "--out", "whole"]);
    for second in [
        "run scenario.toml --out out",
        "run scenario.toml --all-variants --out out",
    ] {
        let mut first = start(folder, &["run", "scenario.toml", "--out", "out"]);
        while !folder.join("out/.finished").exists() {
            assert!(first.try_wait().unwrap().is_none(), "it ended too soon");
            std::thread::sleep(Duration::from_millis(2));
        }
        let words: Vec<&str> = second.split_whitespace().collect();
        let output = run_in(folder, &words);
        let message = said(&output);
        assert!(first.try_wait().unwrap().is_none(), "it ended too soon");
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains("a run under way"), "{message}");
        assert!(first.wait().unwrap().success());
        assert_eq!(bytes(&folder.join("out")), bytes(&folder.join("whole")));
        std::fs::remove_dir_all(folder.join("out")).unwrap();
    }
}
