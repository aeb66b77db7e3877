//! Statistics that need every hour, from the terminal.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::path::Path;

use pluim_io::raster::RasterFile;
use pluim_io::run_folder::{Quantity, ReceptorTable, Record};
use pluim_tests::program::{copy_demo, documented, run_in, said};

/// The roads of the demo on coarse cells, with these lines about the rest.
fn roads(folder: &Path, rest: &str) {
    copy_demo(folder).unwrap();
    let text = std::fs::read_to_string(folder.join("scenario.toml")).unwrap();
    let text = text.replace("cell_m = 20", "cell_m = 200");
    let cut = text.find("[[sources]]\ngroup = \"industry\"").unwrap();
    let text = format!("{}\n{rest}", &text[..cut]);
    std::fs::write(folder.join("scenario.toml"), text).unwrap();
}

fn run(folder: &Path) -> Record {
    let output = run_in(folder, &["run", "scenario.toml", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    Record::read(&folder.join("out")).unwrap()
}

/// The values of a raster of the run.
fn values(folder: &Path, name: &str) -> Vec<f32> {
    let raster = RasterFile::open(&folder.join("out").join(format!("{name}.tif"))).unwrap();
    raster.values().unwrap()
}

fn column(table: &ReceptorTable, name: &str) -> Vec<f64> {
    table.column(&Quantity::parse(name).unwrap()).unwrap()
}

#[test]
fn statistics_are_written_in_their_order_of_size() {
    let folder = tempfile::tempdir().unwrap();
    roads(
        folder.path(),
        "[solver]\nsample = 2\nrepresentative_hours = 90\n[output]\npollutants = [\"nox\"]\n\
         statistics = [\"mean\", \"p98\", \"p99_9\", \"max_1h\", \"hours_over_5\", \"days_over_5\"]\n",
    );
    let record = run(folder.path());
    let [mean, p98, p99_9, highest, hours, days] = [
        "nox_mean",
        "nox_p98",
        "nox_p99_9",
        "nox_max_1h",
        "nox_hours_over_5",
        "nox_days_over_5",
    ]
    .map(|name| values(folder.path(), name));
    for cell in 0..mean.len() {
        let rising = [mean[cell], p98[cell], p99_9[cell], highest[cell]];
        assert!(rising.is_sorted(), "{rising:?}");
        let counts = [hours[cell], days[cell]];
        assert!(
            counts
                .iter()
                .all(|count| count.fract() == 0.0 && *count >= 0.0)
        );
        assert_eq!(highest[cell] > 5.0, hours[cell] > 0.0);
        assert!(days[cell] <= hours[cell], "{counts:?}");
        assert_eq!(p98[cell] > 5.0, hours[cell] >= 176.0);
    }
    assert!(hours.iter().any(|count| *count > 0.0));
    let statistics = record.solver.statistics.unwrap();
    assert!(statistics.representative_hours <= 90);
    assert_eq!(statistics.hours, 8760);
    assert_eq!(statistics.measured.len(), 5);
    for measured in &statistics.measured {
        // a count may miss by half a percent of the hours
        let most = if measured.unit == "share" { 0.05 } else { 44.0 };
        assert!(measured.worst < most, "{measured:?}");
    }
    let counted = RasterFile::open(&folder.path().join("out/nox_hours_over_5.tif")).unwrap();
    assert_eq!(counted.label().unwrap().unit, "h");

    let table = ReceptorTable::read(&folder.path().join("out/receptors.csv")).unwrap();
    let (p98, highest) = (column(&table, "nox_p98"), column(&table, "nox_max_1h"));
    let mean = column(&table, "nox_mean");
    assert!(!mean.is_empty());
    for ((mean, p98), highest) in mean.iter().zip(&p98).zip(&highest) {
        assert!(mean < p98 && p98 < highest, "{mean} {p98} {highest}");
    }
}

#[test]
fn nox_turns_into_no2_by_the_ambient_ratio() {
    let folder = tempfile::tempdir().unwrap();
    roads(
        folder.path(),
        "[solver]\nsample = 1\nrepresentative_hours = 40\n[chemistry]\nno2 = \"arm2\"\n\
         [output]\npollutants = [\"nox\", \"no2\"]\nstatistics = [\"max_1h\"]\n",
    );
    run(folder.path());
    let (nox, no2) = (
        values(folder.path(), "nox_max_1h"),
        values(folder.path(), "no2_max_1h"),
    );
    for (nox, no2) in nox.iter().zip(&no2) {
        let ratio = no2 / nox;
        assert!((0.499..0.901).contains(&ratio), "{no2} of {nox}");
    }
    let (nox, no2) = (
        values(folder.path(), "nox_mean"),
        values(folder.path(), "no2_mean"),
    );
    let ratio = no2.iter().sum::<f32>() / nox.iter().sum::<f32>();
    assert!((0.5..1.0).contains(&ratio), "{ratio}");
}

/// An export of ozone: `ozone` (ug/m3) in every hour of the year of the demo.
fn export(file: &Path, ozone: f64) {
    let mut text = "x;;;;StationsCode;NL00001\n\
                    Component;Bep.periode;Eenheid; Begindatumtijd;Einddatumtijd;NL00001\n"
        .to_owned();
    for day in 0..366 {
        for hour in 0..24 {
            let begin = jiff::civil::date(2022, 12, 31)
                .at(hour, 0, 0, 0)
                .checked_add(jiff::Span::new().days(day + 1))
                .unwrap();
            let begin = begin.strftime("%Y%m%d %H:%M");
            text.push_str(&format!("O3;uur;µg/m³;{begin};{begin};{ozone}\n"));
        }
    }
    std::fs::write(file, text).unwrap();
}

#[test]
fn no_more_no2_forms_than_there_is_ozone() {
    let folder = tempfile::tempdir().unwrap();
    let rest = "[solver]\nsample = 1\nrepresentative_hours = 40\n\
         [output]\npollutants = [\"nox\", \"no2\"]\nstatistics = [\"max_1h\"]\n";
    let chemistry = "[chemistry]\nno2 = \"olm\"\nozone = \"o3.csv\"\nozone_station = \"NL00001\"\n";
    roads(folder.path(), rest);
    run(folder.path());
    let emitted = values(folder.path(), "no2_max_1h");
    roads(folder.path(), &format!("{chemistry}{rest}"));
    export(&folder.path().join("o3.csv"), 4.8);
    run(folder.path());
    let limited = values(folder.path(), "no2_max_1h");
    let formed: Vec<f32> = emitted.iter().zip(&limited).map(|(a, b)| b - a).collect();
    // 4.8 ug/m3 of ozone make 4.6 of NO2
    assert!(
        formed.iter().all(|it| (-0.01..4.61).contains(it)),
        "{formed:?}"
    );
    assert!(formed.iter().any(|it| *it > 4.5));
}

#[test]
fn what_cannot_be_had_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = "[output]\npollutants = [\"nox\"]\n";
    let olm = "[chemistry]\nno2 = \"olm\"\nozone = \"o3.csv\"\nozone_station = \"NL00002\"\n";
    let both = "[output]\npollutants = [\"nox\", \"no2\"]\n";
    for (rest, words) in [
        (
            format!("{output}statistics = [\"p101\"]\n"),
            vec!["output.statistics", "p101", "p99_9"],
        ),
        (
            format!("{output}statistics = [\"maximum\"]\n"),
            vec!["maximum", "max_1h"],
        ),
        (
            format!("[chemistry]\nno2 = \"arm2\"\n{output}"),
            vec!["output.pollutants", "no no2"],
        ),
        (
            format!("[chemistry]\nno2 = \"arm3\"\n{both}"),
            vec!["arm3", "arm2"],
        ),
        (format!("[chemistry]\nno2 = \"olm\"\n{both}"), vec!["ozone"]),
        (format!("{olm}{both}"), vec!["NL00002", "NL00001"]),
        (
            format!("[solver]\nrepresentative_hours = -1\n{output}"),
            vec!["line", "-1"],
        ),
    ] {
        roads(folder.path(), &rest);
        export(&folder.path().join("o3.csv"), 4.8);
        let output = run_in(folder.path(), &["run", "scenario.toml", "--out", "out"]);
        assert_eq!(output.status.code(), Some(2), "{rest}: {}", said(&output));
        let said = said(&output);
        for word in words {
            assert!(said.contains(word), "{rest}: {said}");
        }
        assert!(!folder.path().join("out").exists());
    }
}

#[test]
fn the_commands_of_the_page_on_statistics_run() {
    let folder = tempfile::tempdir().unwrap();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/statistics.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (commands, _) = documented("statistics.md");
    assert!(!commands.is_empty());
    for block in page.split("```toml\n").skip(1) {
        let block = block.split("```").next().unwrap();
        roads(folder.path(), block);
        export(&folder.path().join("o3.csv"), 60.0);
        for command in &commands {
            let words: Vec<&str> = command.iter().map(String::as_str).collect();
            let checked = ["check", words[1]];
            let output = run_in(folder.path(), &checked);
            assert!(output.status.success(), "{block}: {}", said(&output));
        }
    }
}
