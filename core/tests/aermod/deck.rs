//! A reader of the reference decks, no wider than they need.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use jiff::civil::{DateTime, date};
use pluim_core::boundary_layer::{
    Air, BoundaryLayer, Convection, FrictionMethod, Level, Observed, Surface, Wind,
};
use pluim_core::meteorology::{Hour, WindDirection};
use pluim_core::scheme::pbl::{Pbl, Surroundings, Urban};
use pluim_core::source::{Outlet, ProfileLevels, Release, ReleaseKind, Stack};

/// A source of a deck.
pub(crate) struct DeckSource {
    pub(crate) id: String,
    pub(crate) release: Release,
    pub(crate) place: Place,
    /// g/s, g/m/s or g/m2/s.
    pub(crate) rate: f64,
    pub(crate) width: f64,
    pub(crate) urban: bool,
}

/// Where a source lies.
pub(crate) enum Place {
    Point([f64; 2]),
    Line([[f64; 2]; 2]),
    Area(Vec<[f64; 2]>),
}

pub(crate) struct Deck {
    pub(crate) name: String,
    pub(crate) rural: Pbl,
    pub(crate) urban: Pbl,
    pub(crate) sources: Vec<DeckSource>,
    pub(crate) receptors: Vec<[f64; 3]>,
    pub(crate) hours: Vec<(i64, Hour)>,
}

/// The folder with the reference results, if there is one.
pub(crate) fn reference() -> Option<PathBuf> {
    let root = std::env::var_os("PLUIM_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let folder = root.join("reference");
    folder.is_dir().then_some(folder)
}

fn text(path: &Path) -> String {
    let mut text = String::new();
    if let Ok(mut file) = File::open(path) {
        file.read_to_string(&mut text).unwrap();
        return text;
    }
    let zipped = PathBuf::from(format!("{}.gz", path.display()));
    let file = File::open(&zipped).unwrap_or_else(|error| panic!("{}: {error}", zipped.display()));
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

pub(crate) fn lines(path: &Path) -> Vec<String> {
    BufReader::new(text(path).as_bytes())
        .lines()
        .map(Result::unwrap)
        .collect()
}

fn number(word: &str) -> f64 {
    word.parse()
        .unwrap_or_else(|_| panic!("{word} is no number"))
}

impl Deck {
    pub(crate) fn read(folder: &Path, name: &str) -> Self {
        let cards = cards(&lines(&folder.join(format!("{name}.inp"))));
        let of = |path: &str, key: &str| -> Vec<Vec<String>> {
            cards
                .iter()
                .filter(|words| words[0] == path && words[1] == key)
                .map(|words| words[2..].to_vec())
                .collect()
        };
        let flagpole = of("CO", "FLAGPOLE")
            .first()
            .map_or(0.0, |words| number(&words[0]));
        let city = of("CO", "URBANOPT").first().map(|words| Urban {
            population: number(&words[0]),
            ..Urban::default()
        });
        let period = of("ME", "STARTEND").first().map(|words| {
            let stamp = |w: &[String]| {
                ((number(&w[0]) * 100.0 + number(&w[1])) * 100.0 + number(&w[2])) as i64 * 100
            };
            (stamp(&words[..3]), stamp(&words[3..]) + 24)
        });
        let sfc = of("ME", "SURFFILE")[0][0].clone();
        let pfl = of("ME", "PROFFILE")[0][0].clone();
        let mut hours = hours(&met_file(folder, &sfc), &met_file(folder, &pfl));
        if let Some((from, to)) = period {
            hours.retain(|(stamp, _)| *stamp > from && *stamp <= to);
        }
        let rural = Pbl::default();
        let urban = Pbl {
            surroundings: city.map_or(Surroundings::Rural, Surroundings::Urban),
            ..rural
        };
        Self {
            name: name.to_owned(),
            rural,
            urban,
            sources: sources(&of, city.is_some()),
            receptors: receptors(&of("RE", "GRIDPOLR"), &of("RE", "DISCCART"), flagpole),
            hours,
        }
    }
}

/// A meteorological file by its name in capitals.
fn met_file(folder: &Path, name: &str) -> PathBuf {
    let lower = name.to_lowercase();
    let upper_base = name.replace("MET/", "met/");
    let candidates = [upper_base, lower];
    let there =
        |path: &PathBuf| path.exists() || PathBuf::from(format!("{}.gz", path.display())).exists();
    candidates
        .iter()
        .map(|name| folder.join(name))
        .find(there)
        .unwrap_or_else(|| panic!("{name} is not in {}", folder.display()))
}

/// The cards of a runstream, each with its pathway.
fn cards(lines: &[String]) -> Vec<Vec<String>> {
    const PATHWAYS: [&str; 5] = ["CO", "SO", "RE", "ME", "OU"];
    let mut pathway = String::new();
    let mut cards = Vec::new();
    for line in lines.iter().filter(|line| !line.starts_with("**")) {
        let mut words: Vec<String> = line.split_whitespace().map(str::to_uppercase).collect();
        match words.first() {
            None => continue,
            Some(first) if PATHWAYS.contains(&first.as_str()) => pathway.clone_from(first),
            Some(_) => words.insert(0, pathway.clone()),
        }
        if words.len() > 2 {
            cards.push(words);
        }
    }
    cards
}

/// The sources whose kind this reader knows.
fn sources(of: &dyn Fn(&str, &str) -> Vec<Vec<String>>, urban: bool) -> Vec<DeckSource> {
    let numbers = |words: &[String]| words.iter().map(|w| number(w)).collect::<Vec<f64>>();
    let parameters: HashMap<String, Vec<f64>> = of("SO", "SRCPARAM")
        .iter()
        .map(|words| (words[0].clone(), numbers(&words[1..])))
        .collect();
    let mut vertices: HashMap<String, Vec<f64>> = HashMap::new();
    for words in of("SO", "AREAVERT") {
        vertices
            .entry(words[0].clone())
            .or_default()
            .extend(numbers(&words[1..]));
    }
    let known = |words: &Vec<String>| {
        let own = vertices.get(&words[0]).map_or(&[][..], Vec::as_slice);
        source(words, parameters.get(&words[0])?, own, urban)
    };
    of("SO", "LOCATION").iter().filter_map(known).collect()
}

fn source(words: &[String], p: &[f64], vertices: &[f64], urban: bool) -> Option<DeckSource> {
    let at = |k: usize| number(&words[k]);
    let release = |kind, sigma_y0: f64, sigma_z0: f64| Release {
        kind,
        height: p[1],
        sigma_y0,
        sigma_z0,
        levels: ProfileLevels::Around,
    };
    let or = |k: usize, other: f64| p.get(k).copied().unwrap_or(other);
    let least = |k: usize| or(k, 0.0).max(1e-5);
    let (release, place, rate, width) = match words[1].as_str() {
        "POINT" | "POINTCAP" | "POINTHOR" => {
            let outlet = match words[1].as_str() {
                "POINT" => Outlet::Vertical,
                "POINTCAP" => Outlet::Capped,
                _ => Outlet::Horizontal,
            };
            let stack = Stack {
                diameter: p[4],
                velocity: p[3].max(1e-5),
                temperature: if p[2] == 0.0 { -1e-5 } else { p[2] },
                outlet,
            };
            let release = release(ReleaseKind::Stack(stack), 0.0, 0.0);
            (release, Place::Point([at(2), at(3)]), p[0], 0.0)
        }
        "VOLUME" => {
            let release = release(ReleaseKind::Volume, least(2), least(3));
            (release, Place::Point([at(2), at(3)]), p[0], 0.0)
        }
        "AREA" => {
            let (wide, long) = (p[2], or(3, p[2]));
            let turn = or(4, 0.0).to_radians();
            let corner = |a: f64, b: f64| {
                [
                    at(2) + a * turn.cos() + b * turn.sin(),
                    at(3) - a * turn.sin() + b * turn.cos(),
                ]
            };
            let ring = vec![
                corner(0.0, 0.0),
                corner(0.0, long),
                corner(wide, long),
                corner(wide, 0.0),
            ];
            let release = release(ReleaseKind::Area, 0.0, or(5, 0.0).max(1e-5));
            (release, Place::Area(ring), p[0], 0.0)
        }
        "LINE" => {
            let (start, end) = ([at(2), at(3)], [at(4), at(5)]);
            let length = (end[0] - start[0]).hypot(end[1] - start[1]);
            let across = [
                0.5 * p[2] * (end[1] - start[1]) / length,
                -0.5 * p[2] * (end[0] - start[0]) / length,
            ];
            let shifted = |at: [f64; 2], s: f64| [at[0] + s * across[0], at[1] + s * across[1]];
            let ring = vec![
                shifted(start, -1.0),
                shifted(end, -1.0),
                shifted(end, 1.0),
                shifted(start, 1.0),
            ];
            let release = release(ReleaseKind::Area, 0.0, least(3));
            (release, Place::Area(ring), p[0], 0.0)
        }
        "RLINE" => {
            let release = release(ReleaseKind::Road, 0.0, least(3));
            let place = Place::Line([[at(2), at(3)], [at(4), at(5)]]);
            (release, place, p[0] * p[2], p[2])
        }
        "RLINEXT" => {
            let release = Release {
                height: 0.5 * (at(4) + at(7)),
                ..release(ReleaseKind::Road, 0.0, least(3))
            };
            let place = Place::Line([[at(2), at(3)], [at(5), at(6)]]);
            (release, place, p[0], p[2])
        }
        "AREACIRC" => {
            let release = release(ReleaseKind::Area, 0.0, least(4));
            let sides = or(3, 20.0) as u32;
            (
                release,
                Place::Area(circle([at(2), at(3)], p[2], sides)),
                p[0],
                0.0,
            )
        }
        "AREAPOLY" => {
            let release = release(ReleaseKind::Area, 0.0, least(3));
            let ring = vertices.chunks(2).map(|xy| [xy[0], xy[1]]).collect();
            (release, Place::Area(ring), p[0], 0.0)
        }
        _ => return None,
    };
    Some(DeckSource {
        id: words[0].clone(),
        release,
        place,
        rate,
        width,
        urban,
    })
}

/// A regular polygon of the area of a circle.
fn circle(centre: [f64; 2], radius: f64, sides: u32) -> Vec<[f64; 2]> {
    let step = 2.0 * std::f64::consts::PI / f64::from(sides);
    let area = std::f64::consts::PI * radius * radius;
    let apothem = (area / f64::from(sides) * (step / 2.0).tan()).sqrt();
    let reach = apothem / (step / 2.0).sin();
    (0..sides)
        .map(|k| f64::from(k) * step)
        .map(|turn| {
            [
                centre[0] + reach * turn.sin(),
                centre[1] + reach * turn.cos(),
            ]
        })
        .collect()
}

fn receptors(polar: &[Vec<String>], discrete: &[Vec<String>], flagpole: f64) -> Vec<[f64; 3]> {
    let find = |key: &str| {
        polar
            .iter()
            .find(|words| words.get(1).is_some_and(|w| w == key))
    };
    let mut receptors = Vec::new();
    if let (Some(distances), Some(directions)) = (find("DIST"), find("GDIR")) {
        let d: Vec<f64> = directions[2..].iter().map(|w| number(w)).collect();
        for k in 0..d[0] as u32 {
            let angle = (d[1] + f64::from(k) * d[2]).to_radians();
            for distance in distances[2..].iter().map(|w| number(w)) {
                receptors.push([distance * angle.sin(), distance * angle.cos(), flagpole]);
            }
        }
    }
    for words in discrete {
        let height = words.get(4).map_or(flagpole, |word| number(word));
        receptors.push([number(&words[0]), number(&words[1]), height]);
    }
    receptors
}

/// Valid, windy hours with their stamps (yymmddhh).
fn hours(sfc: &Path, pfl: &Path) -> Vec<(i64, Hour)> {
    let surface = lines(sfc);
    let mut levels: HashMap<i64, Vec<Level>> = HashMap::new();
    for line in lines(pfl) {
        let w: Vec<f64> = line.split_whitespace().map(number).collect();
        if w.len() > 9 {
            levels.entry(stamp(&w)).or_default().push(level(&w));
        }
    }
    let method = match (surface[0].contains("ADJ_U*"), surface[0].contains("BULKRN")) {
        (true, true) => FrictionMethod::AdjustedBulkRichardson,
        (true, false) => FrictionMethod::Adjusted,
        (false, _) => FrictionMethod::Similarity,
    };
    let mut found = Vec::new();
    for line in &surface[1..] {
        let w: Vec<f64> = line
            .split_whitespace()
            .map_while(|word| word.parse().ok())
            .collect();
        let when = [w[0], w[1], w[2], w[4]];
        let stamp = stamp(&when);
        let observed = levels.remove(&stamp).unwrap_or_default();
        if let Some(hour) = hour(&w, observed, method) {
            found.push((stamp, hour));
        }
    }
    found
}

fn stamp(w: &[f64]) -> i64 {
    (((w[0] * 100.0 + w[1]) * 100.0 + w[2]) * 100.0 + w[3]) as i64
}

fn level(w: &[f64]) -> Level {
    let calm = w[7] == 0.0 && w[6] == 0.0;
    let within = |value: f64, low: f64, high: f64| (value >= low && value <= high).then_some(value);
    Level {
        height: w[4],
        direction: within(w[6], 0.0, 900.0).filter(|_| !calm),
        speed: within(w[7], 0.0, 90.0).filter(|_| !calm),
        temperature: within(w[8], -89.9, 89.9).map(|celsius| celsius + 273.16),
        sigma_theta: within(w[9], 0.0, 98.9),
        sigma_w: w.get(10).and_then(|&value| within(value, 0.0, 90.0)),
    }
}

/// `None` where the hour is calm or missing.
fn hour(w: &[f64], levels: Vec<Level>, friction_method: FrictionMethod) -> Option<Hour> {
    let (length, speed, direction) = (w[11], w[15], w[16]);
    let missing = !(0.0..90.0).contains(&speed)
        || !(-9.0..=900.0).contains(&direction)
        || !(0.0..900.0).contains(&w[18])
        || length < -99990.0
        || (length < 0.0 && !(0.0..90_000.0).contains(&w[9]))
        || !(0.0..90_000.0).contains(&w[10])
        || !(0.0..9.0).contains(&w[6]);
    if missing || speed == 0.0 {
        return None;
    }
    let layer = BoundaryLayer {
        friction_velocity: w[6],
        monin_obukhov_length: length,
        convection: (length < 0.0).then_some(Convection {
            velocity: w[7],
            mixing_height: w[9],
            gradient_aloft: w[8],
        }),
        mechanical_mixing_height: w[10],
        roughness_length: w[12],
        temperature: w[18],
        wind: Wind {
            speed,
            height: w[17],
        },
        observed: Observed {
            levels,
            friction_method,
            surface: Surface {
                sensible_heat_flux: Some(w[5]),
                bowen_ratio: Some(w[13]),
                albedo: Some(w[14]),
            },
            air: Air {
                temperature_height: Some(w[19]),
                precipitation_code: w.get(20).map(|code| *code as u16),
                precipitation_rate: w.get(21).copied().filter(|rate| *rate >= 0.0),
                relative_humidity: w.get(22).copied().filter(|humidity| *humidity < 900.0),
                pressure: w.get(23).copied(),
                cloud_cover: w.get(24).map(|cover| *cover as u8),
            },
            base_elevation: 0.0,
        },
    };
    let year = 1900 + w[0] as i16 + if w[0] < 50.0 { 100 } else { 0 };
    let begins: DateTime = date(year, w[1] as i8, w[2] as i8).at(w[4] as i8 - 1, 0, 0, 0);
    let direction = WindDirection::From {
        degrees: direction,
        spread: 0.0,
    };
    Some(Hour {
        begins,
        direction,
        layer,
    })
}

/// Values at the receptors in their order, of a PLOTFILE.
pub(crate) fn plot(path: &Path) -> Vec<([f64; 2], f64)> {
    lines(path)
        .iter()
        .filter(|line| !line.starts_with('*'))
        .map(|line| {
            let w: Vec<&str> = line.split_whitespace().collect();
            ([number(w[0]), number(w[1])], number(w[2]))
        })
        .collect()
}

/// One value of a POSTFILE.
#[derive(Clone, Copy)]
pub(crate) struct Posted {
    pub(crate) stamp: i64,
    pub(crate) place: [f64; 2],
    pub(crate) value: f64,
}

/// Values of a POSTFILE, receptors within hours.
pub(crate) fn post(path: &Path) -> Vec<Posted> {
    let value = |line: &String| {
        let w: Vec<&str> = line.split_whitespace().collect();
        let hours = w.iter().position(|word| *word == "1-HR")?;
        Some(Posted {
            stamp: number(w[hours + 2]) as i64,
            place: [number(w[0]), number(w[1])],
            value: number(w[2]),
        })
    };
    lines(path)
        .iter()
        .filter(|line| !line.starts_with('*'))
        .filter_map(value)
        .collect()
}
