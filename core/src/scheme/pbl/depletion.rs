//! Depletion of a plume by deposition, scavenging and decay (Horst 1977, source depletion;
//! EPA-454/R-03-004's later revisions).

use super::local::Local;
use super::plume::Body;
use crate::deposition::Losses;

/// Distances (m) between which depletion is tabulated, and points an octave.
const FIRST: f64 = 1.0;
const OCTAVES: f64 = 18.0;
const POINTS: f64 = 8.0;
/// Gauss nodes of an interval, as parts of it, with equal weights.
const NODES: [f64; 2] = [0.211_324_865_405_187_1, 0.788_675_134_594_812_9];

/// What is left of the emission with distance.
#[derive(Debug, Clone)]
pub(super) struct Depletion {
    losses: Losses,
    /// Wind speed (m/s) at the height of release.
    wind: f64,
    /// Integral of the crosswind-integrated concentration (s/m2) over the distance (m) to each
    /// point, at the height where deposition acts.
    exposure: Vec<f64>,
}

impl Depletion {
    /// For the plume `acting` at the height where deposition acts.
    pub(super) fn new(losses: &Losses, acting: &Body) -> Self {
        let deposits = losses.deposition_velocity > 0.0;
        Self {
            losses: *losses,
            wind: acting.wind_at_release(),
            exposure: if deposits {
                exposure(acting)
            } else {
                Vec::new()
            },
        }
    }

    /// The part left (-) at `x` (m) in air of `local`:
    ///
    /// Q(x)/Q = exp[-v_d (integral of C_y dx') - Lambda x/u_s - lambda x/u].
    pub(super) fn left(&self, local: &Local, x: f64) -> f64 {
        let deposited = self.losses.deposition_velocity * self.exposure_to(x);
        let scavenged = self.losses.scavenging * x / self.wind;
        let decayed = self.losses.decay * x / local.wind;
        (-deposited - scavenged - decayed).exp()
    }

    fn exposure_to(&self, x: f64) -> f64 {
        let (Some(last), true) = (self.exposure.last(), x > FIRST) else {
            return 0.0;
        };
        let place = (x / FIRST).log2() * POINTS;
        let k = place as usize;
        match self.exposure.get(k..k + 2) {
            Some(pair) => {
                let (low, high) = (distance(k), distance(k + 1));
                pair[0] + (x - low) / (high - low) * (pair[1] - pair[0])
            }
            None => *last,
        }
    }
}

fn distance(k: usize) -> f64 {
    FIRST * (k as f64 / POINTS).exp2()
}

fn exposure(acting: &Body) -> Vec<f64> {
    let mut sum = 0.0;
    let mut exposure = vec![0.0];
    for k in 0..(OCTAVES * POINTS) as usize {
        let (low, high) = (distance(k), distance(k + 1));
        let integral = |part: f64| {
            let section = acting.section(low + part * (high - low));
            section.main.integral + section.penetrated.integral
        };
        sum += 0.5 * (high - low) * NODES.iter().map(|&part| integral(part)).sum::<f64>();
        exposure.push(sum);
    }
    exposure
}
