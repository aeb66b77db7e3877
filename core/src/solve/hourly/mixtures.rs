//! Hours as mixtures of few.

use rayon::prelude::*;

use super::super::Case;
use super::fingerprint::{Fingerprint, ROW, fingerprints};
use crate::source::Release;

/// A representative hour's part in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Part {
    /// Number of the representative.
    pub representative: usize,
    /// What its field is multiplied by (-), 0 or more, where both emit evenly.
    pub weight: f64,
}

/// Parts of an hour at most.
const PARTS: usize = 3;

/// An hour as the sum of some parts; weights may be 0.
pub type Mixture = [Part; PARTS];

/// Every hour of a case as a mixture of representative hours under the same wind direction.
#[derive(Debug, Clone, PartialEq)]
pub struct HourMixtures {
    /// Numbers of the hours that represent.
    pub representatives: Vec<usize>,
    /// The mixture of every hour.
    pub mixtures: Vec<Mixture>,
    /// The largest miss of a plume by its mixture, over the plume itself or over that of a
    /// polluted hour (the 95th percentile) where that is more.
    pub worst: f64,
}

/// When enough hours represent the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Enough {
    /// When no plume misses by more than this (-).
    pub miss: f64,
    /// When there are so many, whatever they miss by.
    pub representatives: usize,
    /// The distance (m) from sources up to which plumes matter.
    pub farthest: f64,
}

impl HourMixtures {
    /// Chooses representatives of the hours of `case`: under every wind direction the strongest
    /// hour, then again and again the hour whose mixture misses it most.
    #[must_use]
    pub fn new(case: &Case<'_>, enough: Enough) -> Self {
        let fingerprints = fingerprints(case, &releases(case), enough.farthest);
        let mut sectors = sectors(&fingerprints);
        let mut representatives = Vec::new();
        for sector in &mut sectors {
            let strongest = sector.strongest();
            sector.add(strongest, representatives.len());
            representatives.push(sector.hours[strongest]);
        }
        while representatives.len() < enough.representatives {
            let misses = sectors.iter().enumerate();
            let misses = misses.filter_map(|(number, it)| Some((number, it.most_missed()?)));
            let worst = misses.max_by(|a, b| a.1.1.total_cmp(&b.1.1));
            let Some((number, (member, _))) = worst.filter(|it| it.1.1 > enough.miss) else {
                break;
            };
            let sector = &mut sectors[number];
            sector.add(member, representatives.len());
            representatives.push(sector.hours[member]);
        }
        let mut mixtures = vec![Mixture::default(); case.hours.len()];
        for sector in &sectors {
            for (hour, fit) in sector.hours.iter().zip(&sector.fits) {
                // prints hold the emission factor of their hour, which is taken out
                let factor = fingerprints[*hour].factor.max(f64::MIN_POSITIVE);
                mixtures[*hour] = fit.mixture.map(|part| {
                    let of = &fingerprints[representatives[part.representative]];
                    Part {
                        weight: part.weight * of.factor / factor,
                        ..part
                    }
                });
            }
        }
        let most = sectors.iter().filter_map(Sector::most_missed);
        Self {
            representatives,
            mixtures,
            worst: most.map(|(_, miss)| miss).fold(0.0, f64::max),
        }
    }
}

/// The distinct releases of a case.
fn releases(case: &Case<'_>) -> Vec<Release> {
    let (groups, _) = case.release_groups();
    let mut releases: Vec<Release> = Vec::new();
    for (release, _) in groups {
        if !releases.contains(&release) {
            releases.push(release);
        }
    }
    releases
}

/// The hours under one wind direction.
struct Sector<'a> {
    /// Their numbers in the case.
    hours: Vec<usize>,
    prints: Vec<&'a [f64]>,
    fits: Vec<Fit>,
    chosen: Vec<Chosen>,
}

/// A representative in its sector.
struct Chosen {
    number: usize,
    /// Products with the prints of all members of the sector.
    products: Vec<f64>,
    /// Its place among the members.
    member: usize,
}

/// How an hour is mixed, and how much of it is missed (squared).
#[derive(Debug, Clone, Copy)]
struct Fit {
    mixture: Mixture,
    missed: f64,
    /// Product with itself.
    own: f64,
    /// The same, or that of a polluted hour if more.
    weight: f64,
}

/// Sectors in the order of their first hours.
fn sectors(fingerprints: &[Fingerprint]) -> Vec<Sector<'_>> {
    let mut sectors: Vec<(Option<i32>, Sector<'_>)> = Vec::new();
    for (hour, print) in fingerprints.iter().enumerate() {
        let known = sectors.iter().position(|(it, _)| *it == print.direction);
        let place = known.unwrap_or_else(|| {
            sectors.push((print.direction, Sector::empty()));
            sectors.len() - 1
        });
        sectors[place].1.push(hour, &print.strengths);
    }
    sectors.into_iter().map(|(_, sector)| sector).collect()
}

impl<'a> Sector<'a> {
    fn empty() -> Self {
        Self {
            hours: Vec::new(),
            prints: Vec::new(),
            fits: Vec::new(),
            chosen: Vec::new(),
        }
    }

    fn push(&mut self, hour: usize, print: &'a [f64]) {
        let own = product(print, print);
        self.hours.push(hour);
        self.prints.push(print);
        self.fits.push(Fit {
            mixture: Mixture::default(),
            missed: own,
            own,
            weight: own.max((print.len() / ROW) as f64),
        });
    }

    fn strongest(&self) -> usize {
        let owns = self.fits.iter().map(|fit| fit.own).enumerate();
        owns.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |it| it.0)
    }

    /// The member that is missed most, and by how much.
    fn most_missed(&self) -> Option<(usize, f64)> {
        let misses = self.fits.iter().map(|fit| (fit.missed / fit.weight).sqrt());
        misses.enumerate().max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Makes a member representative number `number`, and mixes it in where that helps.
    fn add(&mut self, member: usize, number: usize) {
        let prints = &self.prints;
        let products = prints
            .iter()
            .map(|it| product(it, prints[member]))
            .collect();
        self.chosen.push(Chosen {
            number,
            products,
            member,
        });
        let chosen = &self.chosen;
        self.fits
            .par_iter_mut()
            .enumerate()
            .for_each(|(hour, fit)| {
                let Some((new, others)) = chosen.split_last() else {
                    return;
                };
                fit.take_if_better(hour, [new]);
                for (number, second) in others.iter().enumerate() {
                    fit.take_if_better(hour, [new, second]);
                    for third in &others[..number] {
                        fit.take_if_better(hour, [new, second, third]);
                    }
                }
            });
    }
}

impl Fit {
    /// The least squares of this hour by some representatives; taken where all weights are
    /// positive and less is missed.
    fn take_if_better<const N: usize>(&mut self, hour: usize, of: [&Chosen; N]) {
        let products = of.map(|it| it.products[hour]);
        let gram = of.map(|row| of.map(|column| row.products[column.member]));
        let Some(weights) = solved(gram, products) else {
            return;
        };
        let fitted = product(&weights, &products);
        let missed = (self.own - fitted).max(0.0);
        if missed < self.missed && weights.iter().all(|weight| *weight >= 0.0) {
            self.missed = missed;
            self.mixture = Mixture::default();
            let parts = self.mixture.iter_mut().zip(of).zip(weights);
            for ((part, of), weight) in parts {
                *part = Part {
                    representative: of.number,
                    weight,
                };
            }
        }
    }
}

/// Pivots smaller than this share of a product are none: the representatives are too alike.
const ALIKE: f64 = 1e-9;

/// The weights w for which `gram` w = `products`, by elimination; none where the matrix, which is
/// symmetric and not negative, is singular.
fn solved<const N: usize>(mut gram: [[f64; N]; N], mut products: [f64; N]) -> Option<[f64; N]> {
    let sizes: [f64; N] = std::array::from_fn(|at| gram[at][at]);
    for pivot in 0..N {
        let above = gram[pivot];
        if above[pivot] <= ALIKE * sizes[pivot] {
            return None;
        }
        for row in pivot + 1..N {
            let share = gram[row][pivot] / above[pivot];
            for (value, above) in gram[row].iter_mut().zip(above) {
                *value -= share * above;
            }
            products[row] -= share * products[pivot];
        }
    }
    let mut weights = [0.0; N];
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|it| gram[row][it] * weights[it]).sum();
        weights[row] = (products[row] - known) / gram[row][row];
    }
    Some(weights)
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
