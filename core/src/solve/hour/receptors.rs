//! Receptors that lie together, together.

use pluim_kernels::fan::{Block, LANES, PART};

/// Receptors in blocks of neighbours.
#[derive(Debug, Clone, PartialEq)]
pub struct Receptors {
    /// Places (m), block after block.
    places: Vec<[f64; 2]>,
    /// Their numbers in the order in which they were given.
    order: Vec<usize>,
    /// What coordinates are taken from, so that f32 tells them apart.
    origin: [f64; 2],
}

impl Receptors {
    /// The receptors at `places` (m).
    #[must_use]
    pub fn new(places: &[[f64; 2]]) -> Self {
        let mut order: Vec<usize> = (0..places.len()).collect();
        divide(places, &mut order);
        let count = places.len().max(1) as f64;
        let mean = |axis: usize| places.iter().map(|at| at[axis]).sum::<f64>() / count;
        Self {
            places: order.iter().map(|number| places[*number]).collect(),
            order,
            origin: [mean(0), mean(1)],
        }
    }

    /// The greatest distance (m) between a receptor and any of `sources`, or somewhat more.
    #[must_use]
    pub fn farthest(&self, sources: impl Iterator<Item = [f64; 2]>) -> f64 {
        let from_origin = |at: [f64; 2]| {
            let [x, y] = [0, 1].map(|axis| at[axis] - self.origin[axis]);
            x.hypot(y)
        };
        let here = self.places.iter().map(|at| from_origin(*at));
        here.fold(0.0, f64::max) + sources.map(from_origin).fold(0.0, f64::max)
    }

    /// A place in the coordinates of a wind along `downwind`.
    pub(super) fn turned(&self, at: [f64; 2], downwind: [f64; 2]) -> [f64; 2] {
        let [east, north] = [0, 1].map(|axis| at[axis] - self.origin[axis]);
        [
            east * downwind[0] + north * downwind[1],
            north * downwind[0] - east * downwind[1],
        ]
    }

    pub(super) fn blocks(&self, downwind: [f64; 2]) -> Vec<Block> {
        let turn = |at: &[f64; 2]| self.turned(*at, downwind);
        let turned: Vec<[f64; 2]> = self.places.iter().map(turn).collect();
        turned.chunks(LANES).filter_map(Block::new).collect()
    }

    /// The numbers of the receptors of every block.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &[usize]> {
        self.order.chunks(LANES)
    }
}

/// Orders the receptors `part` so that every [`LANES`] of them in a row lie together, and every
/// [`PART`] among those: halves them across their longer extent, again and again.
fn divide(places: &[[f64; 2]], part: &mut [usize]) {
    if part.len() <= PART {
        return;
    }
    let together = if part.len() > LANES { LANES } else { PART };
    let extent = |axis: usize| {
        let along = part.iter().map(|number| places[*number][axis]);
        let (low, high) = along.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        high - low
    };
    let axis = usize::from(extent(1) > extent(0));
    part.sort_by(|one, other| places[*one][axis].total_cmp(&places[*other][axis]));
    let halves = part.len().div_ceil(together) / 2 * together;
    let (low, high) = part.split_at_mut(halves);
    divide(places, low);
    divide(places, high);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_receptor_lies_in_one_block_of_neighbours() {
        let place = |number: usize| [(number % 40) as f64, (number / 40) as f64];
        let places: Vec<[f64; 2]> = (0..1600).map(place).collect();
        let receptors = Receptors::new(&places);
        let mut numbers: Vec<usize> = receptors.numbers().flatten().copied().collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..1600).collect::<Vec<_>>());
        for block in receptors.numbers() {
            let x: Vec<f64> = block.iter().map(|number| places[*number][0]).collect();
            let extent = x
                .iter()
                .fold(0.0_f64, |most, at| most.max((at - x[0]).abs()));
            assert!(extent <= 14.0, "{extent}");
        }
    }
}
