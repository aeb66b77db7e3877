//! What is run.

use std::io;
use std::path::{Path, PathBuf};

use super::network::Network;

/// A scenario with what is expected of it.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it is, as it stands in the table.
    pub name: String,
    /// The goal (s).
    pub goal: f64,
    /// The scenario file.
    pub scenario: PathBuf,
}

/// What a case writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// The annual mean.
    Mean,
    /// The annual mean of every source group apart.
    Groups,
    /// P98, the highest hour and the hours of NO2 above 200 ug/m3.
    Hours,
}

/// A network on a grid.
struct Map<'a> {
    network: &'a Network,
    extent: [f64; 4],
    cell: f64,
    output: Output,
}

/// Side of the square in the middle of a network (m).
const SQUARE: f64 = 10_000.0;
/// Distance between two roads laid ten times beside each other (m).
const BESIDE: f64 = 8.0;

impl Map<'_> {
    /// Writes the scenario into a folder of its own, with roads in the groups that `group` names.
    fn write(&self, folder: &Path, group: &dyn Fn(usize) -> (String, f64)) -> io::Result<PathBuf> {
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join("roads.csv"), self.network.csv(group))?;
        let weather = &self.network.weather;
        let (output, chemistry) = match self.output {
            Output::Mean => ("pollutants = [\"nox\"]", ""),
            Output::Groups => ("pollutants = [\"nox\"]\ncontributions = true", ""),
            Output::Hours => (
                "pollutants = [\"nox\", \"no2\"]\n\
                 statistics = [\"p98\", \"max_1h\", \"hours_over_200\"]",
                "[chemistry]\nno2 = \"arm2\"\n",
            ),
        };
        let text = format!(
            "title = \"city\"\n[meteorology]\nknmi = \"{}\"\n{}\n[grid]\ncell_m = {}\nextent = {:?}\n\
             [[sources]]\ngroup = \"roads\"\nvector = \"roads.csv\"\n{chemistry}[output]\n{output}\n",
            weather.file.display(),
            weather.keys,
            self.cell,
            self.extent,
        );
        let scenario = folder.join("scenario.toml");
        std::fs::write(&scenario, text)?;
        Ok(scenario)
    }
}

fn one_group(_: usize) -> (String, f64) {
    ("roads".to_owned(), 0.5)
}

fn five_groups(number: usize) -> (String, f64) {
    let group = number % 5;
    (format!("group-{group}"), 0.5 + 0.5 * group as f64)
}

/// The square in the middle of an extent.
fn middle([west, south, east, north]: [f64; 4], side: f64) -> [f64; 4] {
    let [x, y] = [0.5 * (west + east), 0.5 * (south + north)].map(f64::round);
    let half = 0.5 * side;
    [x - half, y - half, x + half, y + half]
}

/// Writes all cases into folders of `folder`.
///
/// # Errors
/// When a file cannot be written.
pub fn cases(network: &Network, folder: &Path) -> io::Result<Vec<Case>> {
    let extent = network.extent();
    let square = middle(extent, SQUARE);
    let mean = |cell: f64| Map {
        network,
        extent: square,
        cell,
        output: Output::Mean,
    };
    let case = |name: &str, goal: f64, scenario: PathBuf| Case {
        name: name.to_owned(),
        goal,
        scenario,
    };
    let wide = [extent[2] - extent[0], extent[3] - extent[1]];
    let steps: Vec<[f64; 2]> = (0..3)
        .flat_map(|column| (0..4).map(move |row| [f64::from(column), f64::from(row)]))
        .map(|[column, row]| [column * wide[0].min(20_000.0), row * wide[1].min(14_500.0)])
        .collect();
    let country = network.repeated(&steps);
    let [west, south, ..] = country.extent().map(f64::floor);
    let ten: Vec<[f64; 2]> = (0..10)
        .map(|number| [BESIDE * f64::from(number), 0.0])
        .collect();
    let ten = network.repeated(&ten);
    let groups = Map {
        output: Output::Groups,
        ..mean(1.0)
    };
    let of_country = Map {
        network: &country,
        extent: [west, south, west + 60_000.0, south + 58_000.0],
        cell: 5.0,
        output: Output::Mean,
    };
    let hours = Map {
        network,
        extent,
        cell: 10.0,
        output: Output::Hours,
    };
    let of_ten = Map {
        network: &ten,
        ..mean(1.0)
    };
    Ok(vec![
        case(
            "10 x 10 km at 2 m",
            20.0,
            mean(2.0).write(&folder.join("two"), &one_group)?,
        ),
        case(
            "10 x 10 km at 1 m",
            20.0,
            mean(1.0).write(&folder.join("one"), &one_group)?,
        ),
        case(
            "same, ten times the roads",
            30.0,
            of_ten.write(&folder.join("ten"), &one_group)?,
        ),
        case(
            "same, five release groups apart",
            60.0,
            groups.write(&folder.join("five"), &five_groups)?,
        ),
        case(
            "12 networks, 60 x 58 km at 5 m",
            30.0,
            of_country.write(&folder.join("country"), &one_group)?,
        ),
        case(
            "whole network at 10 m: P98, highest hour, NO2 hours",
            600.0,
            hours.write(&folder.join("hours"), &one_group)?,
        ),
    ])
}

/// Writes the first case twice: as it is, and with the emission of one road in a hundred doubled.
///
/// # Errors
/// When a file cannot be written.
pub fn edited(network: &Network, folder: &Path) -> io::Result<[PathBuf; 2]> {
    let mut plan = network.clone();
    let hundredth = plan.roads.iter_mut().step_by(100);
    hundredth.for_each(|(_, rate)| *rate *= 2.0);
    let map = |network| Map {
        network,
        extent: middle(network.extent(), SQUARE),
        cell: 1.0,
        output: Output::Mean,
    };
    Ok([
        map(network).write(&folder.join("before"), &one_group)?,
        map(&plan).write(&folder.join("after"), &one_group)?,
    ])
}
