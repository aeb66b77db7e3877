//! The coarse levels: everything beyond the reach of the first level, held as coefficients of
//! a spline of twice the cell size.

use super::lattice::{Extent, Field, Lattice};
use super::level::{Band, InCells, Level, Reading};
use super::sources::Element;
use super::spline::COEFFICIENTS;
use super::spread;
use super::term::Placed;

/// The last level has at most this many nodes along a side.
const LAST: f64 = 128.0;

/// Results and charges of one coarse level.
#[derive(Debug)]
struct Rung {
    results: Lattice,
    charges: Lattice,
    level: Level,
}

/// The coarse levels of a raster.
#[derive(Debug)]
pub(super) struct Ladder {
    rungs: Vec<Rung>,
}

impl Ladder {
    /// Levels 2 and up over `cells` (columns and rows) for sources within `sources`, with
    /// `nodes` nodes per cutoff radius.
    pub(super) fn new(cells: [usize; 2], sources: &Extent, nodes: usize) -> Self {
        let domain = Extent {
            low: [0.0; 2],
            high: cells.map(|count| count as f64),
        };
        let all = domain.hull(*sources);
        let span = (all.high[0] - all.low[0]).max(all.high[1] - all.low[1]);
        let last = cells.map(|count| count.max(1) as i64 - 1);
        let mut results = Lattice::between(1.0, [0, 0], last);
        let mut rungs = Vec::new();
        loop {
            results = results.coarser();
            let spacing = results.spacing;
            let inner = nodes as f64 * spacing;
            if span / spacing <= LAST {
                let charges = whole(&results, &all);
                let band = Band { inner, outer: None };
                let level = Level::whole(band, &charges, &results);
                rungs.push(Rung {
                    results,
                    charges,
                    level,
                });
                return Self { rungs };
            }
            let band = Band {
                inner,
                outer: Some(2.0 * inner),
            };
            let level = Level::blocks(spacing, band, 2 * nodes, results.size);
            let charges = results.grown(level.halo as i64);
            rungs.push(Rung {
                results,
                charges,
                level,
            });
        }
    }

    /// The field of all coarse levels, per channel, at the spacing of the second level.
    pub(super) fn solve(&self, terms: &[(InCells<'_>, Placed)], channels: usize) -> Vec<Field> {
        let mut sums: Vec<Vec<Field>> = (0..channels)
            .map(|_| {
                self.rungs
                    .iter()
                    .map(|rung| Field::zeros(rung.results))
                    .collect()
            })
            .collect();
        for (kernel, term) in terms {
            let spectra: Vec<_> = self
                .rungs
                .iter()
                .map(|rung| rung.level.spectrum(kernel, Reading::Coefficients))
                .collect();
            for (channel, sums) in sums.iter_mut().enumerate() {
                let mut charges: Option<Field> = None;
                for (index, rung) in self.rungs.iter().enumerate() {
                    let here = self.charges(index, charges.take(), term, channel);
                    rung.level
                        .convolve(&here, &spectra[index], &mut sums[index]);
                    charges = Some(here);
                }
            }
        }
        sums.into_iter().filter_map(Self::descend).collect()
    }

    /// Every level, finest first, with the charges of channel 0 of `term` and the lattice of its
    /// results.
    pub(super) fn levels(&self, term: &Placed) -> impl Iterator<Item = (Level, Field, Lattice)> {
        let mut charges: Option<Field> = None;
        self.rungs.iter().enumerate().map(move |(index, rung)| {
            let here = self.charges(index, charges.take(), term, 0);
            charges = Some(here.clone());
            (rung.level.clone(), here, rung.results)
        })
    }

    /// Charges of a level: those of the finer one gathered, and what lies outside its reach.
    fn charges(&self, index: usize, finer: Option<Field>, term: &Placed, channel: usize) -> Field {
        let rung = &self.rungs[index];
        let mut charges = Field::zeros(rung.charges);
        let inner = index
            .checked_sub(1)
            .map(|index| self.rungs[index].charges.interior());
        if let Some(finer) = finer {
            finer.gather_into(&mut charges);
        }
        let outer = rung.charges.interior();
        for (element, weight) in term.channel(channel) {
            let Some(inside) = element.inside(&outer) else {
                continue;
            };
            match &inner {
                None => spread::add(&mut charges, &inside, weight),
                Some(known) => spread_outside(&mut charges, &inside, known, weight),
            }
        }
        charges
    }

    /// Adds every level to the next finer one.
    fn descend(mut levels: Vec<Field>) -> Option<Field> {
        while levels.len() > 1 {
            let coarse = levels.pop()?;
            coarse.halve_into(levels.last_mut()?, COEFFICIENTS);
        }
        levels.pop()
    }
}

fn spread_outside(charges: &mut Field, element: &Element, known: &Extent, weight: f64) {
    for part in element.outside(known) {
        spread::add(charges, &part, weight);
    }
}

/// The lattice that holds all charges within `all` and next to `results`.
fn whole(results: &Lattice, all: &Extent) -> Lattice {
    let node = |x: f64| (x / results.spacing).floor() as i64;
    let high = results.high();
    Lattice::between(
        results.spacing,
        [0, 1].map(|axis| results.low[axis].min(node(all.low[axis])) - 4),
        [0, 1].map(|axis| high[axis].max(node(all.high[axis])) + 5),
    )
}
