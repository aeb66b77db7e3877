//! Rasters of a run beside another: the rows of that one, with what differs added as it is computed.

use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

use geo_types::Coord;
use pluim_core::emission::Pollutant;
use pluim_core::grid::Grid;
use pluim_io::raster::{RasterFile, RasterWriter};
use pluim_io::run_folder::{FileRecord, Quantity, RunFolder};
use rayon::prelude::*;

use super::pieces::{Origin, Piece, background_of};
use super::sample::Sample;
use crate::error::Result;
use crate::plan::Plan;
use crate::run::answer::Order;
use crate::run::quantities::{Sum, from_hours, sums};
use crate::run::rasters::{CELLS, writer};
use crate::run::sink::{Computed, Destination, Sink, Written};

/// From the folder of the pieces to that of the run.
pub(super) const UP: &str = "../";

/// What is mixed to which rasters.
pub(super) struct Mixing<'a> {
    /// The run that is put together.
    pub(super) plan: &'a Plan,
    pub(super) run_id: &'a str,
    pub(super) folder: &'a RunFolder,
    pub(super) pieces: &'a [Piece],
}

impl Mixing<'_> {
    /// Whether there is a raster that holds something of another run.
    pub(super) fn is_of_use(&self) -> bool {
        let origins = self.pieces.iter().flat_map(|piece| &piece.terms);
        let any_kept = origins.map(|it| it.origin()).any(Origin::is_kept);
        let summed = |it: &Pollutant| !from_hours(self.plan, *it);
        self.plan.grid.is_some() && any_kept && self.plan.pollutants.iter().any(summed)
    }

    /// The contributions that the run of the pieces, `computed`, is to compute.
    fn wanted(&self, computed: &Plan) -> Vec<Sum> {
        let alone = computed.groups.len() == 1;
        let wanted = |sum: &Sum| match alone {
            true => sum.measures_sources(computed),
            false => sum.quantity.group().is_some() && !sum.background,
        };
        let all = sums(computed).into_iter();
        all.filter(|sum| wanted(sum) && !from_hours(self.plan, sum.pollutant))
            .collect()
    }
}

impl Destination for Mixing<'_> {
    fn sink<'a>(
        &'a self,
        order: &'a Order<'_>,
        grid: &'a Grid,
        places: &'a [Coord<f64>],
    ) -> Result<Box<dyn Sink + 'a>> {
        let wanted = self.wanted(order.plan);
        let mut inputs = Inputs::default();
        let mixtures = sums(self.plan)
            .into_iter()
            .map(|sum| self.mixture(sum, grid, (&wanted, &mut inputs)))
            .collect::<Result<Vec<_>>>()?;
        Ok(Box::new(Mixed {
            sample: Sample::new(grid, places, order.plan.pollutants.len()),
            columns: grid.columns(),
            wanted,
            inputs,
            mixtures,
            values: Vec::new(),
        }))
    }
}

impl Mixing<'_> {
    fn mixture(
        &self,
        sum: Sum,
        grid: &Grid,
        (wanted, inputs): (&[Sum], &mut Inputs),
    ) -> Result<Mixture> {
        let known = self.plan.background.knows(sum.pollutant);
        let mut pieces = Vec::new();
        for piece in self.pieces.iter().filter(|it| it.belongs_to(&sum)) {
            let mut terms = Vec::new();
            for term in &piece.terms {
                let place = match term.origin() {
                    Origin::Computed(number) => Place::Computed(position(wanted, &sum, *number)),
                    Origin::Kept { folder, part, .. } => {
                        let name = part.quantity(sum.pollutant, known).raster_file();
                        inputs.place(folder.join(name))?
                    }
                };
                terms.push((term.sign(), place));
            }
            pieces.push(terms);
        }
        let background = match background_of(self.pieces, sum.pollutant) {
            Some(file) if sum.background => Some(inputs.place(file)?),
            _ => None,
        };
        let of_run = (self.folder, self.run_id);
        Ok(Mixture {
            writer: writer(of_run, self.plan, grid, &sum.quantity)?,
            quantity: sum.quantity,
            pieces,
            background,
        })
    }
}

/// Where piece number `number` of the pollutant of `sum` stands among the contributions computed.
fn position(wanted: &[Sum], sum: &Sum, number: usize) -> usize {
    let own = wanted.iter().enumerate();
    let mut own = own.filter(|(_, it)| it.number == sum.number);
    own.nth(number).map_or(usize::MAX, |(at, _)| at)
}

/// Rasters of the other run, with the rows of each that were fetched last.
#[derive(Default)]
struct Inputs {
    rasters: Vec<(PathBuf, RasterFile)>,
    rows: Vec<Vec<f32>>,
}

impl Inputs {
    /// Where the raster in `file` stands.
    fn place(&mut self, file: PathBuf) -> Result<Place> {
        let known = self.rasters.iter().position(|(path, _)| *path == file);
        let number = match known {
            Some(number) => number,
            None => {
                let raster = RasterFile::open(&file)?;
                self.rasters.push((file, raster));
                self.rasters.len() - 1
            }
        };
        Ok(Place::Read(number))
    }

    fn fetch(&mut self, rows: &Range<usize>) -> Result<()> {
        self.rows.clear();
        for (_, raster) in &self.rasters {
            self.rows.push(raster.rows(rows.start, rows.len())?);
        }
        Ok(())
    }
}

/// Where numbers of a band come from.
#[derive(Clone, Copy)]
enum Place {
    /// The contribution of this number among those that are computed.
    Computed(usize),
    /// The raster of this number among those that are read.
    Read(usize),
}

/// A raster of the run.
struct Mixture {
    quantity: Quantity,
    /// The terms of every piece, with their signs.
    pieces: Vec<Vec<(f64, Place)>>,
    background: Option<Place>,
    writer: RasterWriter,
}

/// The numbers of some rows of everything that is mixed.
#[derive(Clone, Copy)]
struct Rows<'a> {
    computed: &'a [Vec<f32>],
    read: &'a [Vec<f32>],
}

impl<'a> Rows<'a> {
    fn of(self, place: Place) -> &'a [f32] {
        let found = match place {
            Place::Computed(number) => self.computed.get(number),
            Place::Read(number) => self.read.get(number),
        };
        found.map(Vec::as_slice).unwrap_or_default()
    }
}

impl Mixture {
    /// The values of a raster: what its pieces give, none below 0, and the background.
    fn fill(&self, values: &mut [f32], rows: Rows<'_>) {
        let parts = values.par_chunks_mut(CELLS).enumerate();
        parts.for_each_init(
            || [vec![0.0; CELLS], vec![0.0; CELLS]],
            |[sum, piece], (number, values)| {
                let of = |place: Place| &rows.of(place)[number * CELLS..][..values.len()];
                sum.fill(0.0);
                for terms in &self.pieces {
                    piece.fill(0.0);
                    for (sign, place) in terms {
                        add(piece, of(*place), *sign);
                    }
                    add_positive(sum, piece);
                }
                if let Some(place) = self.background {
                    add(sum, of(place), 1.0);
                }
                for (value, sum) in values.iter_mut().zip(sum) {
                    *value = *sum as f32;
                }
            },
        );
    }

    /// What rounding can make of a value: the sizes of what it is a difference of, in units of the
    /// last place.
    fn rounding(&self, rows: Rows<'_>, cell: usize) -> f64 {
        let differences = self.pieces.iter().filter(|terms| terms.len() > 1);
        let sizes = differences
            .flatten()
            .map(|(_, place)| rows.of(*place)[cell]);
        0.5 * f64::from(f32::EPSILON) * sizes.map(|it| f64::from(it.abs())).sum::<f64>()
    }
}

fn add(sums: &mut [f64], values: &[f32], sign: f64) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += sign * f64::from(*value);
    }
}

/// Adds what is not below 0: what rounding leaves of sources that were taken away is none.
fn add_positive(sums: &mut [f64], values: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += if *value < 0.0 { 0.0 } else { *value };
    }
}

struct Mixed {
    wanted: Vec<Sum>,
    inputs: Inputs,
    mixtures: Vec<Mixture>,
    sample: Sample,
    columns: usize,
    /// Rows of one raster, as they are mixed.
    values: Vec<f32>,
}

impl Sink for Mixed {
    fn sums(&self) -> &[Sum] {
        &self.wanted
    }

    fn fetch(&mut self, rows: &Range<usize>) -> Result<()> {
        self.inputs.fetch(rows)
    }

    fn take(&mut self, rows: &Range<usize>, bands: &[Vec<f32>]) -> Result<()> {
        let mixed = Rows {
            computed: bands,
            read: &self.inputs.rows,
        };
        for (place, cell) in self.sample.cells(rows, self.columns) {
            for (sum, band) in self.wanted.iter().zip(bands) {
                self.sample.add(place, sum, band[cell]);
            }
        }
        for mixture in &mut self.mixtures {
            self.values.resize(rows.len() * self.columns, 0.0);
            let values = self.values.as_mut_slice();
            mixture.fill(values, mixed);
            if mixture.quantity.group().is_none() {
                for (_, cell) in self.sample.cells(rows, self.columns) {
                    let rounding = mixture.rounding(mixed, cell);
                    self.sample.round(f64::from(values[cell]), rounding);
                }
            }
            mixture.writer.write_rows(values)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Written> {
        let mut files = Vec::new();
        for mixture in self.mixtures {
            let record = mixture.writer.finish()?;
            let path = format!("{UP}{}", record.path);
            files.push(FileRecord { path, ..record });
        }
        Ok(Written {
            files,
            rounding: self.sample.rounding(),
            time: Duration::ZERO,
            computed: Computed::Places(self.sample.values()),
        })
    }
}
