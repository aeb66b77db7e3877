//! The page of `pluim report` in a browser: what it shows is what the rasters hold.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

mod report {
    pub(crate) mod session;
}

use std::path::Path;

use geo_types::Coord;
use pluim_io::raster::RasterFile;
use pluim_tests::browser::Screen::{Phone, Wide};
use pluim_tests::invented::{self, Scale, write_run};
use pluim_tests::program::{coarse_demo, documented, run_in, said};
use pluim_tests::shared;
use report::session::in_browser;

/// Half of the last place that the page keeps (0.05 %), and a margin.
const ROUNDING: f64 = 6e-4;

/// The page of two invented runs in `folder`.
fn page(folder: &Path) -> std::path::PathBuf {
    write_run(&folder.join("a"), "As it is", Scale { roads: 1.0 });
    write_run(&folder.join("b"), "Half the roads", Scale { roads: 0.5 });
    let output = run_in(
        folder,
        &[
            "report",
            "a",
            "--against",
            "b",
            "--out",
            "page.html",
            "--lang",
            "en",
        ],
    );
    assert!(output.status.success(), "{}", said(&output));
    folder.join("page.html")
}

fn raster(folder: &Path, name: &str, at: [f64; 2]) -> f64 {
    let file = RasterFile::open(&folder.join(name)).unwrap();
    let value = file.value_at(Coord { x: at[0], y: at[1] }).unwrap();
    f64::from(value.unwrap())
}

fn near(found: f64, expected: f64) -> bool {
    (found / expected - 1.0).abs() < ROUNDING
}

#[test]
fn the_value_under_the_pointer_is_that_of_the_raster() {
    let folder = tempfile::tempdir().unwrap();
    let page = page(folder.path());
    in_browser(Wide, &page, async |it| {
        assert!(it.colours_on_map().await > 4, "the map is drawn");
        for (x, y) in [(-60, -40), (35, 20), (100, 70), (0, -120)] {
            let (at, value) = it.point_at(x, y).await;
            let expected = raster(folder.path(), "a/nox_mean.tif", at);
            assert!(
                near(value, expected),
                "{at:?}: {value}, {expected} in the raster"
            );
        }
        it.choose("pollutant", "pm10").await;
        it.choose("source", "stoves").await;
        let (at, value) = it.point_at(35, 20).await;
        let expected = raster(folder.path(), "a/pm10_mean__stoves.tif", at);
        assert!(
            near(value, expected),
            "{at:?}: {value}, {expected} in the raster"
        );
    });
}

#[test]
fn a_slider_changes_the_map_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let page = page(folder.path());
    in_browser(Wide, &page, async |it| {
        let before = it.number("#effect [data-mean]", "data-mean").await;
        let picture = it.map_pixels().await;
        it.press("#slide-roads", "Home").await;
        let after = it.number("#effect [data-mean]", "data-mean").await;
        assert!(after < 0.5 * before, "mean {before} before, {after} after");
        assert_ne!(it.map_pixels().await, picture, "the map is drawn anew");
        let (at, value) = it.point_at(35, 20).await;
        let stoves = raster(folder.path(), "a/nox_mean__stoves.tif", at);
        assert!(
            (value / stoves - 1.0).abs() < 0.01,
            "{value}, {stoves} from stoves alone"
        );

        it.click("input[value=sliders]").await;
        let (at, change) = it.point_at(35, 20).await;
        let roads = raster(folder.path(), "a/nox_mean__roads.tif", at);
        assert!(near(-change, roads), "{change}, {roads} from roads");
        it.click("#reset").await;
        let reset = it.number("#effect [data-mean]", "data-mean").await;
        assert!((reset - before).abs() < 1e-9);
    });
}

#[test]
fn the_difference_with_another_run_is_that_of_the_rasters() {
    let folder = tempfile::tempdir().unwrap();
    let page = page(folder.path());
    in_browser(Wide, &page, async |it| {
        it.click("input[value=other]").await;
        let (at, value) = it.point_at(35, 20).await;
        let own = raster(folder.path(), "a/nox_mean.tif", at);
        let expected = own - raster(folder.path(), "b/nox_mean.tif", at);
        assert!(
            (value - expected).abs() < ROUNDING * own,
            "{value}, {expected}"
        );
    });
}

#[test]
fn the_page_speaks_two_languages() {
    let folder = tempfile::tempdir().unwrap();
    let page = page(folder.path());
    in_browser(Wide, &page, async |it| {
        assert_eq!(it.text("#record h2").await, "How was this computed?");
        let (english, _) = (it.text("#figures").await, it.click("#lang-nl").await);
        assert_eq!(it.text("#record h2").await, "Hoe is dit berekend?");
        assert_eq!(
            it.script("return document.documentElement.lang").await,
            "nl"
        );
        assert_ne!(it.text("#figures").await, english);
        let choices = it.text("#choices").await;
        assert!(choices.contains("stikstofoxiden"), "{choices}");
        let record = it.text("#record").await;
        assert!(
            record.contains("0123456789abcdef"),
            "the run is named: {record}"
        );
        assert!(it.text("#warnings").await.contains("invented-rule"));
    });
}

#[test]
fn the_page_fits_a_phone() {
    let folder = tempfile::tempdir().unwrap();
    let page = page(folder.path());
    in_browser(Phone, &page, async |it| {
        let wide = it
            .script("return document.documentElement.scrollWidth")
            .await;
        assert_eq!(wide, 390, "nothing sticks out");
        assert!(it.colours_on_map().await > 4, "the map is drawn");
        let (at, value) = it.tap(20, -30).await;
        let expected = raster(folder.path(), "a/nox_mean.tif", at);
        assert!(
            near(value, expected),
            "{at:?}: {value}, {expected} in the raster"
        );
    });
}

#[test]
fn receptors_are_shown_and_found() {
    let folder = tempfile::tempdir().unwrap();
    let page = page(folder.path());
    in_browser(Wide, &page, async |it| {
        let before = it.map_pixels().await;
        it.click("#show-receptors").await;
        assert_ne!(it.map_pixels().await, before, "dots are drawn");
        it.press("#find", "school").await;
        let list = it.text("#receptor-list tbody").await;
        assert!(
            list.contains("school") && !list.contains("market"),
            "{list}"
        );
    });
}

#[test]
fn cells_without_a_value_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let page = page(folder.path());
    in_browser(Wide, &page, async |it| {
        it.choose("pollutant", "pm10").await;
        it.press("#find", "nowhere").await;
        it.click("#receptor-list button.link").await;
        assert!(it.text("#readout").await.contains("no value"));
    });
}

#[test]
fn a_large_map_is_drawn_within_three_seconds() {
    let folder = tempfile::tempdir().unwrap();
    invented::write_large(&folder.path().join("large"));
    let output = run_in(folder.path(), &["report", "large"]);
    assert!(output.status.success(), "{}", said(&output));
    is_small_and_drawn_at_once(&folder.path().join("large/report.html"));
}

#[test]
fn amsterdam_is_small_and_drawn_at_once() {
    let needed = [
        "data/amsterdam-cimlk/Wegdelen.csv",
        "data/meteo-knmi/uurgeg_240_2011-2020.zip",
        "facts/road-emission-factors-2022.csv",
    ];
    if needed.iter().any(|it| shared(it).is_none()) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/amsterdam/scenario.toml");
    for words in [
        &["run", example.to_str().unwrap(), "--out", "amsterdam"][..],
        &["report", "amsterdam"],
    ] {
        let output = run_in(folder.path(), words);
        assert!(output.status.success(), "{}", said(&output));
    }
    is_small_and_drawn_at_once(&folder.path().join("amsterdam/report.html"));
}

fn is_small_and_drawn_at_once(page: &Path) {
    let bytes = std::fs::metadata(page).unwrap().len();
    assert!(bytes < 15_000_000, "{bytes} bytes");
    in_browser(Wide, page, async |it| {
        let ready: f64 = it
            .script("return document.body.dataset.ready")
            .await
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        println!("{bytes} bytes, drawn after {ready} ms");
        assert!(ready < 3000.0, "{ready} ms");
        assert!(
            it.text("#coarseness").await.contains("grover"),
            "the page says so"
        );
    });
}

#[test]
fn faults_are_named() {
    let folder = tempfile::tempdir().unwrap();
    write_run(&folder.path().join("a"), "As it is", Scale { roads: 1.0 });
    invented::write_large(&folder.path().join("large"));
    for (arguments, words) in [
        (vec!["report", "absent"], "absent"),
        (
            vec!["report", "a", "--against", "large"],
            "the grid of the run, 60 x 40 cells of 25 m",
        ),
    ] {
        let output = run_in(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(words), "{}", said(&output));
    }
    assert!(!folder.path().join("a/report.html").exists());
}

#[test]
fn the_documented_examples_work() {
    let folder = tempfile::tempdir().unwrap();
    coarse_demo(folder.path());
    let (commands, _) = documented("report.md");
    assert_eq!(commands.len(), 3);
    for command in commands {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let output = run_in(folder.path(), &words);
        assert!(output.status.success(), "{}", said(&output));
    }
    for page in [
        "pluim-demo/run/report.html",
        "pluimwijk.html",
        "difference.html",
    ] {
        assert!(folder.path().join(page).exists(), "{page}");
    }
}

#[test]
fn the_bundle_is_made_from_the_sources_beside_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let stamp = std::fs::read_to_string(root.join("scenarios/report/stamp.json")).unwrap();
    let stamp: serde_json::Value = serde_json::from_str(&stamp).unwrap();
    let same = |folder: &str, list: &str| {
        for (name, digest) in stamp[list].as_object().unwrap() {
            let file = root.join(folder).join(name);
            let bytes =
                std::fs::read(&file).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
            assert_eq!(
                digest.as_str().unwrap(),
                pluim_io::run_folder::sha256_of(&bytes),
                "{name} has changed since the bundle was made: {}",
                stamp["command"]
            );
        }
    };
    same("web", "sources");
    same("scenarios/report", "bundle");
    let sources = std::fs::read_dir(root.join("web/src")).unwrap();
    for name in sources.map(|it| it.unwrap().file_name().into_string().unwrap()) {
        assert!(
            stamp["sources"][format!("src/{name}")].is_string(),
            "{name} is not in the bundle"
        );
    }
}
