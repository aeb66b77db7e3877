//! Results beside AERMOD's own files: the receptor table, rasters and the highest values.

use std::path::{Path, PathBuf};

use pluim_core::grid::Grid;
use pluim_io::aermod::{Averaging, ControlFile, Network, NetworkShape, ResultKind};
use pluim_io::partial::write_whole;
use pluim_io::raster::{Provenance, RasterLabel, RasterWriter, Settings};
use pluim_io::run_folder::{Quantity, Receptor, ReceptorTable};
use pluim_io::write_error::WriteError;
use serde_json::{Value, json};

use super::model::Results;

/// A quantity and its values at all receptors.
pub(super) struct Column {
    /// What it is.
    pub(super) quantity: Quantity,
    /// Its unit.
    pub(super) unit: String,
    /// Values.
    pub(super) values: Vec<f64>,
}

/// All quantities of a run: means and highest values of every result and source group.
#[must_use]
pub(super) fn columns(deck: &ControlFile, results: &Results) -> Vec<Column> {
    let kinds = deck.control.options.results.iter();
    let fields = kinds.flat_map(|kind| deck.groups.iter().map(move |group| (*kind, group)));
    let mut columns = Vec::new();
    for (number, (kind, group)) in fields.enumerate() {
        let field = Field {
            deck,
            kind,
            group: &group.id,
            number,
        };
        if let Some(mean) = &results.long_term {
            let statistic = match kind {
                ResultKind::Concentration => "mean",
                _ => "total",
            };
            columns.push(field.column(statistic, mean.values.iter().copied()));
        }
        for (average, running) in deck.control.averages.iter().zip(&results.short_term) {
            for rank in 1..=running.ranks.depth() {
                let values = running.ranks.of_rank(rank).map(|found| found.value);
                columns.push(field.column(&statistic(*average, rank), values));
            }
        }
    }
    columns
}

/// One result of one source group.
struct Field<'a> {
    deck: &'a ControlFile,
    kind: ResultKind,
    group: &'a str,
    /// Its number among all.
    number: usize,
}

impl Field<'_> {
    /// A statistic of which `values` holds those of all fields.
    fn column(&self, statistic: &str, values: impl Iterator<Item = f64>) -> Column {
        let count = self.deck.receptors.len();
        let statistic = match self.kind {
            ResultKind::Concentration => statistic.to_owned(),
            ResultKind::Deposition => format!("deposition_{statistic}"),
            ResultKind::DryDeposition => format!("dry_deposition_{statistic}"),
            ResultKind::WetDeposition => format!("wet_deposition_{statistic}"),
        };
        let pollutant = pollutant(&self.deck.control.pollutant.name);
        let quantity = Quantity::new(&pollutant, &statistic);
        Column {
            quantity: match self.group {
                "ALL" => quantity,
                other => quantity.of_group(&other.to_ascii_lowercase()),
            },
            unit: unit(self.deck, self.kind),
            values: values.skip(self.number * count).take(count).collect(),
        }
    }
}

/// The unit of a result, in pluim's spelling where it is AERMOD's default.
fn unit(deck: &ControlFile, kind: ResultKind) -> String {
    let label = match kind {
        ResultKind::Concentration => &deck.units.concentration,
        _ => &deck.deposition_units.concentration,
    };
    match label.as_str() {
        "MICROGRAMS/M**3" => "ug/m3".to_owned(),
        "GRAMS/M**2" => "g/m2".to_owned(),
        other => other.to_owned(),
    }
}

/// The name of a rank: `max_1h`, then `max2_1h`, `max3_1h`.
fn statistic(average: Averaging, rank: usize) -> String {
    let time = match average {
        Averaging::Hours(hours) => format!("{hours}h"),
        Averaging::Month => "month".to_owned(),
    };
    match rank {
        1 => format!("max_{time}"),
        _ => format!("max{rank}_{time}"),
    }
}

fn pollutant(name: &str) -> String {
    match name {
        "PM25" | "PM-2.5" | "PM-25" | "PM2.5" => "pm2_5".to_owned(),
        "PM-10" => "pm10".to_owned(),
        other => other.to_ascii_lowercase().replace('_', "-"),
    }
}

/// Writes the receptor table.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write_receptors(
    path: &Path,
    deck: &ControlFile,
    columns: &[Column],
) -> Result<(), WriteError> {
    let quantities = columns
        .iter()
        .map(|column| column.quantity.clone())
        .collect();
    let mut table = ReceptorTable::new(quantities);
    for (number, receptor) in deck.receptors.iter().enumerate() {
        let value = |column: &Column| column.values.get(number).copied().unwrap_or(f64::NAN);
        table.receptors.push(Receptor {
            id: (number + 1).to_string(),
            x: receptor.at.x,
            y: receptor.at.y,
            values: columns.iter().map(value).collect(),
        });
    }
    table.write(path)
}

/// Writes the highest values over all receptors, where `MAXTABLE` asks for them.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write_maxima(
    path: &Path,
    deck: &ControlFile,
    results: &Results,
) -> Result<(), WriteError> {
    let kinds = deck.control.options.results.iter();
    let ids: Vec<(&str, &str)> = kinds
        .flat_map(|kind| deck.groups.iter().map(|it| (kind.option(), it.id.as_str())))
        .collect();
    let averages = deck.control.averages.iter().zip(&results.maxima);
    let tables: Vec<Value> = averages
        .flat_map(|(average, maxima)| {
            let each = ids.iter().zip(&maxima.groups);
            each.map(|((result, group), highest)| {
                json!({
                    "average": average.label().trim(),
                    "result": result,
                    "group": group,
                    "highest": highest,
                })
            })
        })
        .collect();
    let text = format!("{:#}\n", Value::Array(tables));
    write_whole(path, text.as_bytes())
}

/// What rasters say of themselves beside their quantity.
pub(super) struct RasterOrigin<'a> {
    /// EPSG number of the reference system of the control file; 0 where it is not known.
    pub(super) epsg: u32,
    /// Identification of the run.
    pub(super) run_id: &'a str,
    /// Name of the control file.
    pub(super) deck: &'a str,
}

/// The grid of a Cartesian network with one step along both axes, its rows from north to south,
/// and for every cell the number of its receptor.
pub(super) struct Raster {
    grid: Grid,
    receptors: Vec<usize>,
}

impl Raster {
    /// The raster of `network`; `None` where its receptors do not lie on square cells.
    #[must_use]
    pub(super) fn of(network: &Network) -> Option<Self> {
        let NetworkShape::Cartesian { x, y } = &network.shape else {
            return None;
        };
        let cell = step(x).filter(|cell| step(y).is_some_and(|other| close(*cell, other)))?;
        let corner = [x.first()? - 0.5 * cell, y.first()? - 0.5 * cell];
        let grid = Grid::from_corner(corner, cell, [x.len(), y.len()]).ok()?;
        let row =
            |row: usize| (0..x.len()).map(move |column| network.first + row * x.len() + column);
        let receptors = (0..y.len()).rev().flat_map(row).collect();
        Some(Self { grid, receptors })
    }
}

/// The rising, constant step between coordinates.
fn step(coordinates: &[f64]) -> Option<f64> {
    let mut steps = coordinates.windows(2).map(|pair| pair[1] - pair[0]);
    let first = steps.next().filter(|step| *step > 0.0)?;
    steps.all(|step| close(step, first)).then_some(first)
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-6 * other.abs()
}

/// Writes every quantity over every raster network, and names the files.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn write_rasters(
    folder: &Path,
    deck: &ControlFile,
    columns: &[Column],
    origin: &RasterOrigin<'_>,
) -> Result<Vec<PathBuf>, WriteError> {
    let networks = deck.networks.iter();
    let rasters: Vec<(&str, Raster)> = networks
        .filter_map(|network| Some((network.id.as_str(), Raster::of(network)?)))
        .collect();
    let several = deck.networks.len() > 1;
    let mut written = Vec::new();
    for (id, raster) in &rasters {
        for column in columns {
            let name = match several {
                true => format!("{}_{}.tif", id.to_ascii_lowercase(), column.quantity),
                false => format!("{}.tif", column.quantity),
            };
            let path = folder.join(name);
            write_raster(&path, raster, column, origin)?;
            written.push(path);
        }
    }
    Ok(written)
}

fn write_raster(
    path: &Path,
    raster: &Raster,
    column: &Column,
    origin: &RasterOrigin<'_>,
) -> Result<(), WriteError> {
    let label = RasterLabel {
        epsg: origin.epsg,
        band: column.quantity.to_string(),
        unit: column.unit.clone(),
        provenance: Provenance {
            software: format!("pluim {}", env!("CARGO_PKG_VERSION")),
            pollutant: column.quantity.pollutant().to_owned(),
            statistic: column.quantity.statistic().to_owned(),
            group: column.quantity.group().map(str::to_owned),
            scenario: origin.deck.to_owned(),
            run_id: origin.run_id.to_owned(),
        },
    };
    let value = |receptor: &usize| column.values.get(*receptor).map_or(f32::NAN, |v| *v as f32);
    let values: Vec<f32> = raster.receptors.iter().map(value).collect();
    let mut writer = RasterWriter::create(path, &raster.grid, &label, Settings::default())?;
    writer.write_rows(&values)?;
    writer.finish().map(drop)
}
