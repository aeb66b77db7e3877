//! `pluim aermod` from control file to result files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

use std::fs;
use std::path::{Path, PathBuf};

use pluim::aermod::chemistry::OlmRoads;
use pluim::aermod::particle_slip::ParticleSlip;
use pluim::aermod::{AermodArgs, HourlyRung, NearSurfaceLaw, run};
use pluim_io::aermod::{Mark, ResultTable};
use pluim_io::raster::RasterFile;
use pluim_tests::agreement::of_files;
use pluim_tests::reference::reference;

const DECK: &str = "\
CO STARTING
   TITLEONE  Two sources on a grid
   MODELOPT  CONC FLAT
   AVERTIME  1 8 PERIOD
   POLLUTID  NOX
   RUNORNOT  RUN
CO FINISHED
SO STARTING
   LOCATION  STACK1  POINT  0.0  0.0  0.0
   SRCPARAM  STACK1  10.0  20.0  400.0  10.0  1.0
   LOCATION  ROAD1   RLINE  -50.0 -20.0  50.0 -20.0
   SRCPARAM  ROAD1   1.0E-4  1.3  10.0  1.2
   EMISFACT  ROAD1   HROFDY  6*0.0 12*1.0 6*0.5
   SRCGROUP  ALL
   SRCGROUP  ROADS  ROAD1
SO FINISHED
RE STARTING
   GRIDCART  NET1 STA
                  XYINC  -95.0 5 50.0  -95.0 4 50.0
   GRIDCART  NET1 END
   DISCCART  500.0 500.0
RE FINISHED
ME STARTING
   SURFFILE  day.sfc
   PROFFILE  day.pfl
   SURFDATA  1 2017
   UAIRDATA  1 2017
   PROFBASE  0.0
ME FINISHED
OU STARTING
   RECTABLE  ALLAVE  FIRST-SECOND
   MAXTABLE  ALLAVE  5
   PLOTFILE  PERIOD ALL period.plt
   PLOTFILE  1  ALL  SECOND  second.plt
   PLOTFILE  8  ROADS  FIRST  roads.plt
   POSTFILE  1  ALL  PLOT  hours.pst
   MAXIFILE  1  ALL  1.0  over.dat
OU FINISHED
";

/// A day of west wind, with a calm and a missing hour.
fn meteorology(folder: &Path) {
    let mut surface = "   52.0N   5.0E   UA_ID: 1  SF_ID: 1  OS_ID:   VERSION: 24142\n".to_owned();
    let mut profile = String::new();
    for hour in 1..=24 {
        let day = (8..=17).contains(&hour);
        let (flux, convective, gradient, height, length) = match day {
            true => (120.0, 1.2, 0.010, 800.0, -40.0),
            false => (-20.0, -9.0, -9.0, -999.0, 80.0),
        };
        let (mut speed, direction) = (4.0, 250.0 + f64::from(hour));
        let mut temperature = 285.0;
        match hour {
            3 => speed = 0.0,
            5 => temperature = 999.0,
            _ => {}
        }
        surface += &format!(
            "17  6  1 152 {hour} {flux} 0.35 {convective} {gradient} {height} 500. {length} 0.10 \
             0.8 0.2 {speed} {direction} 10.0 {temperature} 2.0 0 0.0 60. 1010. 5 ADJ NoSubs\n"
        );
        profile += &format!("17  6  1 {hour} 10.0 1 {direction} {speed} 12.0 99.0 99.0\n");
    }
    fs::write(folder.join("day.sfc"), surface).unwrap();
    fs::write(folder.join("day.pfl"), profile).unwrap();
}

fn set_up(deck: &str) -> (tempfile::TempDir, AermodArgs) {
    let folder = tempfile::tempdir().unwrap();
    meteorology(folder.path());
    let file = folder.path().join("two.inp");
    fs::write(&file, deck).unwrap();
    let args = AermodArgs {
        file,
        out: Some(folder.path().join("out")),
        epsg: 28992,
        leave_out_unsupported: false,
        rung: HourlyRung::default(),
        near_surface: NearSurfaceLaw::default(),
        olm_roads: OlmRoads::default(),
        particle_slip: ParticleSlip::default(),
    };
    (folder, args)
}

fn read(folder: &Path, name: &str) -> ResultTable {
    ResultTable::read(&folder.join("out").join(name)).unwrap()
}

#[test]
fn results_agree_with_one_another() {
    let (folder, args) = set_up(DECK);
    let results = run(&args).unwrap().results.unwrap();
    assert_eq!(
        (results.hours.all, results.hours.calm, results.hours.missing),
        (24, 1, 1)
    );
    let hours = read(folder.path(), "hours.pst");
    assert_eq!(hours.rows.len(), 24 * 21);
    let at = |place: usize| {
        hours
            .rows
            .iter()
            .skip(place)
            .step_by(21)
            .map(|row| row.value())
    };
    let period = read(folder.path(), "period.plt");
    let second = read(folder.path(), "second.plt");
    for place in 0..21 {
        let mean = at(place).sum::<f64>() / 22.0;
        assert!((period.rows[place].value() - mean).abs() < 2e-5);
        assert_eq!(period.rows[place].mark, Mark::Count(24));
        let mut sorted: Vec<f64> = at(place).collect();
        sorted.sort_by(f64::total_cmp);
        assert_eq!(second.rows[place].value(), sorted[22]);
    }
    let reached = period.rows.iter().filter(|row| row.value() > 0.0);
    assert!(reached.count() > 10);
}

#[test]
fn thresholds_groups_and_grids_are_written() {
    let (folder, args) = set_up(DECK);
    run(&args).unwrap();
    let out = folder.path().join("out");
    let over = fs::read_to_string(out.join("over.dat")).unwrap();
    let over = over.lines().filter(|line| !line.starts_with('*')).count();
    let hours = read(folder.path(), "hours.pst");
    let above = hours.rows.iter().filter(|row| row.value() >= 1.0).count();
    assert!(over > 0);
    assert!(over.abs_diff(above) <= 1, "{over} lines, {above} hours");
    let roads = read(folder.path(), "roads.plt");
    assert!(
        roads
            .rows
            .iter()
            .all(|row| row.group == "ROADS" && row.average == "8-HR")
    );
    let raster = RasterFile::open(&out.join("nox_mean.tif")).unwrap();
    let period = read(folder.path(), "period.plt");
    let value = raster
        .value_at(geo_types::Coord { x: 55.0, y: 5.0 })
        .unwrap()
        .unwrap();
    // the fourth column of the third row
    assert!((f64::from(value) - period.rows[2 * 5 + 3].value()).abs() < 1e-4);
    for name in ["run.json", "receptors.csv", "maxima.json"] {
        assert!(out.join(name).exists(), "{name}");
    }
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let texts: Vec<String> = [1, 2]
        .into_iter()
        .map(|threads| {
            let (folder, args) = set_up(DECK);
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.unwrap().install(|| run(&args)).unwrap();
            fs::read_to_string(folder.path().join("out/receptors.csv")).unwrap()
        })
        .collect();
    assert_eq!(texts[0], texts[1]);
}

#[test]
fn a_misspelt_keyword_is_named_with_its_line() {
    let (_folder, args) = set_up(&DECK.replace("POLLUTID", "POLUTTID"));
    let error = run(&args).unwrap_err();
    assert_eq!(error.exit_code(), 2);
    let text = error.to_string();
    assert!(
        text.contains("line 5") && text.contains("did you mean POLLUTID?"),
        "{text}"
    );
}

#[test]
fn what_is_beyond_scope_is_refused_by_name() {
    let cases = [
        ("CONC FLAT", "CONC FLAT PVMRM", "PVMRM"),
        ("CONC FLAT", "CONC FLAT SCIM", "SCIM"),
        ("   AVERTIME", "   INITFILE  a.sav\n   AVERTIME", "INITFILE"),
        ("   AVERTIME", "   SAVEFILE  a.sav\n   AVERTIME", "SAVEFILE"),
        ("   AVERTIME", "   MULTYEAR  a.sav\n   AVERTIME", "MULTYEAR"),
        (
            "   DISCCART",
            "   EVENTLOC  A XR= 0. YR= 0.\n   DISCCART",
            "EVENTLOC",
        ),
        (
            "   SRCGROUP  ALL\n",
            "   BUILDHGT  STACK1 36*10.\n   SRCGROUP  ALL\n",
            "BUILDHGT",
        ),
        (
            "POSTFILE  1  ALL  PLOT",
            "POSTFILE  1  ALL  UNFORM",
            "UNFORM",
        ),
        ("POINT  0.0", "BUOYLINE  0.0", "BUOYLINE"),
    ];
    for (from, to, name) in cases {
        let (_folder, args) = set_up(&DECK.replace(from, to));
        let text = run(&args).unwrap_err().to_string();
        assert!(text.contains(name) && text.contains("line"), "{text}");
    }
}

#[test]
fn chemistry_and_decay_take_away() {
    let plain = |deck: &str| {
        let (folder, args) = set_up(deck);
        run(&args).unwrap();
        let rows = read(folder.path(), "period.plt").rows;
        rows.iter().map(|row| row.value()).collect::<Vec<f64>>()
    };
    let nox = plain(DECK);
    let decaying = DECK.replace("   RUNORNOT", "   HALFLIFE  60.0\n   RUNORNOT");
    let no2 = DECK
        .replace("CONC FLAT", "CONC FLAT ARM2")
        .replace("NOX", "NO2");
    let (far, before) = (plain(&decaying).pop(), nox.last());
    assert!(
        far.as_ref() < before,
        "{far:?} of {before:?} at the farthest receptor"
    );
    for (number, nox) in nox.iter().enumerate() {
        // only the stack decays: the RLINE scheme takes no losses
        let left = plain(&decaying)[number];
        assert!(left <= *nox, "{left} of {nox} at receptor {number}");
        let share = plain(&no2)[number] / nox;
        assert!((0.499..0.901).contains(&share), "{share}");
    }
}

/// A slow exhaust is drawn down its stack unless `NOSTD` says not, which `DFAULT` overrides.
#[test]
fn stack_tip_downwash_can_be_left_out() {
    let slow = DECK.replace("400.0  10.0  1.0", "290.0  1.0  2.0");
    let most = |options: &str| {
        let deck = slow.replace("CONC FLAT", options);
        let hours = columns(&deck, "hours.pst").remove(0);
        hours.into_iter().fold(0.0, f64::max)
    };
    let (drawn, free) = (most("CONC FLAT"), most("CONC FLAT NOSTD"));
    assert!(free < 0.95 * drawn, "{free} of {drawn}");
    assert_eq!(most("CONC DFAULT NOSTD"), most("CONC DFAULT"));
}

/// `DFAULT` leaves neither the roughness of a city nor most filters of turbulence to choose.
#[test]
fn default_options_override_roughness_and_filters() {
    let hours = |deck: &str| columns(deck, "hours.pst").remove(0);
    let city = |options: &str, roughness: &str| {
        let area = format!("   URBANOPT  1000000 CITY {roughness}\n");
        let deck = with(DECK, &area, "   URBANSRC  ALL\n");
        hours(&deck.replace("CONC FLAT", options))
    };
    assert_ne!(city("CONC FLAT", "2.0"), city("CONC FLAT", "1.0"));
    assert_eq!(city("CONC DFAULT", "2.0"), city("CONC DFAULT", "1.0"));
    let turbulent = |options: &str, filter: &str| {
        let deck = DECK.replace("   PROFBASE", &format!("{filter}   PROFBASE"));
        let (folder, args) = set_up(&deck.replace("CONC FLAT", options));
        let profile = folder.path().join("day.pfl");
        let levels = fs::read_to_string(&profile).unwrap();
        fs::write(&profile, levels.replace("12.0 99.0", "12.0 25.0")).unwrap();
        columns_of(&folder, &args, "hours.pst").remove(0)
    };
    let plain = turbulent("CONC DFAULT", "");
    assert_eq!(turbulent("CONC DFAULT", "   NOSA\n"), plain);
    assert_ne!(turbulent("CONC FLAT", "   NOSA\n"), plain);
    assert_ne!(turbulent("CONC DFAULT", "   NOTURBST\n"), plain);
}

/// AERMOD refuses turbulence beside an adjusted friction velocity under `DFAULT`.
#[test]
fn default_options_refuse_turbulence_beside_an_adjusted_friction_velocity() {
    let ran = |options: &str, filter: &str, profile: (&str, &str)| {
        let deck = DECK.replace("   PROFBASE", &format!("{filter}   PROFBASE"));
        let (folder, args) = set_up(&deck.replace("CONC FLAT", options));
        let edit = |name: &str, from: &str, to: &str| {
            let path = folder.path().join(name);
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text.replacen(from, to, 24)).unwrap();
        };
        edit("day.sfc", "VERSION: 24142", "VERSION: 24142 ADJ_U*");
        edit("day.pfl", profile.0, profile.1);
        run(&args).map_err(|fault| fault.to_string())
    };
    let none = ("12.0 99.0 99.0", "12.0 99.0 99.0");
    let theta = ("12.0 99.0", "12.0 25.0");
    let w = ("99.0 99.0", "99.0 0.5");
    ran("CONC DFAULT", "", none).unwrap();
    ran("CONC FLAT", "", theta).unwrap();
    ran("CONC DFAULT", "   NOTURB\n", theta).unwrap();
    for (filter, profile) in [("", theta), ("", w), ("   NOSA\n", theta)] {
        let fault = ran("CONC DFAULT", filter, profile).unwrap_err();
        for text in [
            "line 3, CO MODELOPT",
            "turbulence in hour 170601",
            "ME NOTURB",
        ] {
            assert!(fault.contains(text), "{text}: {fault}");
        }
    }
}

/// AERMOD has design values and annual means of whole years alone.
#[test]
fn a_day_is_no_year() {
    let refused = |deck: &str, line: &str, way_out: &str| {
        let (_folder, args) = set_up(deck);
        let fault = run(&args).unwrap_err().to_string();
        for text in [line, way_out, "hours from 17060101 to 17060124"] {
            assert!(fault.contains(text), "{text}: {fault}");
        }
    };
    let hourly = DECK.replace("1 8 PERIOD", "1 PERIOD");
    let hourly = hourly.replace("PLOTFILE  8  ROADS", "PLOTFILE  1  ROADS");
    for pollutant in ["SO2", "NO2"] {
        let deck = hourly.replace("NOX", pollutant);
        refused(&deck, "line 5, CO POLLUTID", "H1H");
        let plain = deck.replace(pollutant, &format!("{pollutant} H1H"));
        assert_eq!(columns(&plain, "period.plt").len(), 1);
    }
    let annual = DECK.replace("1 8 PERIOD", "1 8 ANNUAL");
    let annual = annual.replace("PLOTFILE  PERIOD", "PLOTFILE  ANNUAL");
    refused(&annual, "line 4, CO AVERTIME", "PERIOD");
}

/// Repeats the day of [`meteorology`] through the year.
fn repeat_through_the_year(folder: &Path) {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let months = (1..).zip(lengths);
    let days: Vec<(i32, i32)> = months
        .flat_map(|(m, n)| (1..=n).map(move |d| (m, d)))
        .collect();
    for (name, day) in [("day.sfc", "17  6  1 152"), ("day.pfl", "17  6  1")] {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).unwrap();
        let (head, hours) = text.split_at(text.find(day).unwrap());
        let mut all = head.to_owned();
        for (number, (month, date)) in (1..).zip(&days) {
            let year_day = if day.ends_with("152") {
                number.to_string()
            } else {
                String::new()
            };
            all += &hours.replace(day, &format!("17 {month} {date} {year_day}"));
        }
        fs::write(&path, all).unwrap();
    }
}

/// Years are counted in the hours that `DAYRANGE` leaves out as well.
#[test]
fn a_few_days_of_a_year_have_an_annual_mean() {
    let mean = |term: &str| {
        let deck = DECK.replace("PERIOD", term);
        let deck = deck.replace("   PROFBASE", "   DAYRANGE  152-153\n   PROFBASE");
        let (folder, args) = set_up(&deck);
        repeat_through_the_year(folder.path());
        columns_of(&folder, &args, "period.plt").remove(0)
    };
    let annual = mean("ANNUAL");
    assert!(annual.iter().any(|value| *value > 0.1));
    assert_eq!(annual, mean("PERIOD"));
}

/// The values of a result file of `deck`, result by result.
fn columns(deck: &str, name: &str) -> Vec<Vec<f64>> {
    let (folder, args) = set_up(deck);
    columns_of(&folder, &args, name)
}

fn columns_of(folder: &tempfile::TempDir, args: &AermodArgs, name: &str) -> Vec<Vec<f64>> {
    run(args).unwrap();
    let rows = read(folder.path(), name).rows;
    let results = rows[0].values.len();
    let of = |result: usize| rows.iter().map(|row| row.values[result]).collect();
    (0..results).map(of).collect()
}

/// A deck with more cards in front of two keywords.
fn with(deck: &str, control: &str, source: &str) -> String {
    deck.replace("   RUNORNOT", &format!("{control}   RUNORNOT"))
        .replace("   SRCGROUP  ALL\n", &format!("{source}   SRCGROUP  ALL\n"))
}

#[test]
fn background_is_added_to_the_groups_that_name_it() {
    let background = "   BACKUNIT  UG/M3\n   BACKGRND  HROFDY  12*10.0 12*30.0\n";
    let deck = with(DECK, "", background).replace("SRCGROUP  ALL\n", "SRCGROUP  ALL BACKGROUND\n");
    let [before, after] = [DECK, &deck].map(|deck| columns(deck, "hours.pst"));
    for (hour, (before, after)) in before[0].chunks(21).zip(after[0].chunks(21)).enumerate() {
        // hours 3 and 5 are calm and missing: nothing is added
        let more = match hour {
            2 | 4 => 0.0,
            0..12 => 10.0,
            _ => 30.0,
        };
        for (before, after) in before.iter().zip(after) {
            assert!((after - before - more).abs() < 2e-5, "hour {}", hour + 1);
        }
    }
    let roads = [DECK, &deck].map(|deck| columns(deck, "roads.plt"));
    assert_eq!(roads[0], roads[1]);
}

#[test]
fn ozone_limits_how_much_turns_into_no2() {
    let olm = |ozone: f64, more: &str| {
        let cards = format!("   NO2STACK  0.1\n   OZONEVAL  {ozone} UG/M3\n");
        let deck = with(DECK, &cards, more).replace("CONC FLAT", "CONC FLAT OLM");
        let (folder, args) = set_up(&deck.replace("NOX", "NO2"));
        let limited = AermodArgs {
            olm_roads: OlmRoads::Limited,
            ..args
        };
        columns_of(&folder, &limited, "hours.pst").remove(0)
    };
    let nox = columns(DECK, "hours.pst").remove(0);
    let (none, little, plenty) = (olm(0.0, ""), olm(2.0, ""), olm(1e6, ""));
    let merged = olm(2.0, "   OLMGROUP  ALL\n");
    for (place, nox) in nox.iter().enumerate() {
        assert!((none[place] - 0.1 * nox).abs() < 2e-5);
        assert!((plenty[place] - 0.9 * nox).abs() < 2e-5);
        assert!(none[place] <= merged[place] + 2e-5);
        assert!(merged[place] <= little[place] + 2e-5);
        assert!(little[place] <= plenty[place] + 2e-5);
        // two sources turn at most what twice the ozone turns
        let most = 0.1 * nox + 2.0 * 2.0 * 46.0 / 48.0;
        assert!(little[place] < most + 2e-5, "{} of {most}", little[place]);
    }
}

#[test]
fn what_deposits_is_lost_to_the_plume() {
    let deck = |model: &str, particles: &str| {
        let stack = DECK.find("   LOCATION  STACK1").unwrap();
        let road = DECK.find("   LOCATION  ROAD1").unwrap();
        alone(&format!("{}{particles}", &DECK[stack..road])).replace("CONC FLAT", model)
    };
    let coarse =
        "   PARTDIAM  STACK1 2.0 20.0\n   MASSFRAX  STACK1 0.5 0.5\n   PARTDENS  STACK1 2*1.5\n";
    let bare = columns(&deck("CONC FLAT", ""), "period.plt");
    let kept = columns(&deck("CONC DDEP FLAT NODRYDPLT", coarse), "period.plt");
    let lost = columns(&deck("CONC DDEP FLAT", coarse), "period.plt");
    let both = columns(&deck("CONC DEPOS DDEP WDEP FLAT", coarse), "period.plt");
    assert_eq!((bare.len(), kept.len(), both.len()), (1, 2, 4));
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    assert!(sum(&lost[0]) < sum(&kept[0]) && sum(&lost[1]) < sum(&kept[1]));
    assert!(sum(&lost[1]) > 0.0);
    for place in 0..both[0].len() {
        // it does not rain
        assert_eq!((both[1][place], both[3][place]), (both[2][place], 0.0));
        assert_eq!(both[2][place], lost[1][place]);
    }
}

/// `DECK` with one source alone, said by `cards`.
fn alone(cards: &str) -> String {
    let source = DECK.find("   LOCATION  STACK1").unwrap();
    let group = DECK.find("   SRCGROUP  ALL").unwrap();
    let deck = format!("{}{cards}{}", &DECK[..source], &DECK[group..]);
    deck.replace("   SRCGROUP  ROADS  ROAD1\n", "")
        .replace("   PLOTFILE  8  ROADS  FIRST  roads.plt\n", "")
}

const QUARRY: &str = "   LOCATION  QUARRY  OPENPIT  -60.0 -120.0  0.0
   SRCPARAM  QUARRY  1.0E-4  2.0  100.0  150.0  3.0E5  20.0
   PARTDIAM  QUARRY  5.0 30.0
   MASSFRAX  QUARRY  0.4 0.6
   PARTDENS  QUARRY  2*2.0
";

/// How far (ug/m3) means may be apart at the edge of a plume: AERMOD ends that of an area at 3.9
/// standard deviations. It is 1e-5 of the largest mean.
const EDGE: f64 = 2e-3;

/// Period means of AERMOD 24142 for the same deck and weather, at the receptors of the network, row
/// by row, and two others.
#[test]
fn dust_leaves_an_open_pit_as_in_aermod() {
    let found = columns(&alone(QUARRY), "period.plt").remove(0);
    let mut expected = vec![0.0; 21];
    let downwind = [
        (4, 106.98503),
        (9, 175.49452),
        (13, 49.26526),
        (14, 65.37847),
        (18, 0.02722),
        (19, 0.98603),
    ];
    for (place, value) in downwind {
        expected[place] = value;
    }
    for (place, (ours, theirs)) in found.iter().zip(expected).enumerate() {
        assert!(
            (ours - theirs).abs() <= 5e-3 * theirs + EDGE,
            "{place}: {ours}, {theirs}"
        );
    }
}

#[test]
fn a_pit_that_emits_at_its_rim_is_an_area() {
    let pit = "   LOCATION  FIELD  OPENPIT  200.0 -100.0
   SRCPARAM  FIELD  1.0E-4  8.6  100.0  50.0  4.3E4  35.0\n";
    let area = "   LOCATION  FIELD  AREA  200.0 -100.0
   SRCPARAM  FIELD  1.0E-4  0.0  100.0  50.0  35.0  2.0\n";
    let deck = |cards: &str| alone(cards).replace("DISCCART  500.0 500.0", "DISCCART  900.0 90.0");
    let [pit, area] = [pit, area].map(|cards| columns(&deck(cards), "hours.pst").remove(0));
    assert!(pit.iter().any(|value| *value > 0.1));
    for (pit, area) in pit.iter().zip(&area) {
        assert!((pit - area).abs() <= 1e-4 * area + 1e-5, "{pit} of {area}");
    }
}

#[test]
fn coarse_dust_stays_in_the_pit() {
    let mean = |diameter: &str| {
        let deck = alone(&QUARRY.replace("5.0 30.0", diameter));
        columns(&deck, "period.plt").remove(0)[9]
    };
    let (fine, coarse) = (mean("0.1 0.1"), mean("50.0 50.0"));
    assert!(coarse < 0.5 * fine, "{coarse} of {fine}");
}

#[test]
fn cards_that_do_not_go_together_are_refused_with_their_line() {
    let coarse =
        "   PARTDIAM  STACK1 2.0 20.0\n   MASSFRAX  STACK1 0.5\n   PARTDENS  STACK1 2*1.5\n";
    let cases = [
        (
            with(DECK, "   NO2STACK  0.1\n", ""),
            "MODELOPT OLM for NO2STACK",
        ),
        (
            with(DECK, "", "   OLMGROUP  ALL\n"),
            "MODELOPT OLM for OLMGROUP",
        ),
        (
            DECK.replace("CONC FLAT", "CONC FLAT OLM")
                .replace("NOX", "NO2"),
            "OZONEVAL",
        ),
        (
            DECK.replace("CONC FLAT", "CONC FLAT OLM ARM2"),
            "one method for NO2",
        ),
        (
            DECK.replace("SRCGROUP  ALL\n", "SRCGROUP  ALL BACKGROUND\n"),
            "BACKGRND",
        ),
        (
            with(DECK, "", "   BACKGRND  MONTH  11*10.0\n"),
            "12 values for MONTH",
        ),
        (with(DECK, "", "   BACKUNIT  KG\n"), "PPB, PPM or UG/M3"),
        (DECK.replace("CONC FLAT", "CONC DDEP FLAT"), "GASDEPOS"),
        (with(DECK, "", coarse), "as many MASSFRAX and PARTDENS"),
        (
            with(DECK, "", "   METHOD_2  STACK1 1.5 2.0\n"),
            "fine mass fraction",
        ),
        (
            with(DECK, "   GDLANUSE  36*12\n", ""),
            "categories from 1 to 9",
        ),
    ];
    for (deck, expected) in cases {
        let (_folder, args) = set_up(&deck);
        let error = run(&args).unwrap_err();
        let text = error.to_string();
        assert_eq!(error.exit_code(), 2, "{text}");
        assert!(text.contains(expected) && text.contains("line"), "{text}");
    }
}

/// The example of docs/aermod.md, on the weather of these tests.
#[test]
fn the_documented_example_runs() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/aermod.md");
    let page = fs::read_to_string(page).unwrap();
    let deck = page.split("```text\n").nth(1).unwrap();
    let deck = deck.split("```").next().unwrap();
    let (folder, args) = set_up(deck);
    let ran = run(&args).unwrap();
    assert!(ran.warnings.is_empty(), "{:?}", ran.warnings);
    assert_eq!(read(folder.path(), "period.plt").rows.len(), 101);
    let hours = read(folder.path(), "hours.pst");
    // June: the background of summer is everywhere in hours that are modelled
    assert!(hours.rows.iter().take(101).all(|row| row.value() >= 12.0));
    assert!(folder.path().join("out/no2_mean.tif").exists());
}

#[test]
fn reference_hours_agree() {
    let Some(reference) = reference() else { return };
    for name in [
        "aermod/stack_short_hours_ATL2017",
        "aermod/road_rline_hours_ANC1999",
        "epa-cases/bg_no2_arm2_ugm3/bg_no2_arm2_ugm3",
        "epa-cases/bg_no2_olm_ugm3/bg_no2_olm_ugm3",
        "epa-cases/testgas/testgas",
        "epa-cases/testpart/testpart",
    ] {
        let file = reference.join(format!("{name}.inp"));
        let folder = tempfile::tempdir().unwrap();
        let args = AermodArgs {
            file: file.clone(),
            out: Some(folder.path().to_owned()),
            epsg: 0,
            leave_out_unsupported: false,
            rung: HourlyRung::default(),
            near_surface: NearSurfaceLaw::default(),
            olm_roads: OlmRoads::default(),
            particle_slip: ParticleSlip::default(),
        };
        let mut compared = 0;
        for ours in run(&args).unwrap().outputs {
            let theirs = theirs(&file, &ours);
            if let Some(theirs) = theirs {
                let agreement = of_files(&ours, &theirs).unwrap();
                assert!(agreement.good(), "{}", agreement.row(name, 0.0));
                compared += 1;
            }
        }
        assert!(compared > 0, "{name}");
    }
}

fn theirs(deck: &Path, ours: &Path) -> Option<PathBuf> {
    let name = ours.file_name()?.to_string_lossy();
    let folder = deck.parent()?;
    let folders = [folder.to_owned(), folder.join("expected")];
    let all = folders.iter();
    let mut all = all.flat_map(|at| [at.join(&*name), at.join(format!("{name}.gz"))]);
    all.find(|path| path.exists())
}
