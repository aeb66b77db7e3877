//! Depletion of a plume by deposition, scavenging and decay: the source is depleted, so that the
//! plume keeps its vertical shape (Chamberlain 1953; EPA-454/R-03-004's later revisions).

use super::local::Local;
use super::plume::Body;
use crate::deposition::{Exposure, Losses};

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
    exposure: ToDistance,
}

/// Integral of the crosswind-integrated concentration (s/m2) over distance (m), at the height
/// where deposition acts.
#[derive(Debug, Clone)]
enum ToDistance {
    /// Nothing deposits.
    None,
    /// At every point of the table.
    Table(Vec<f64>),
    /// By two nodes between the source and the distance, in the mean over these plumes.
    TwoNodes(Vec<Body>),
}

impl Depletion {
    /// For the plumes `acting` at the heights where deposition acts, of equal weight.
    pub(super) fn new(losses: &Losses, wind: f64, acting: Vec<Body>) -> Self {
        let deposits = losses.deposition_velocity > 0.0;
        Self {
            losses: *losses,
            wind,
            exposure: match losses.exposure {
                _ if !deposits => ToDistance::None,
                Exposure::Integrated | Exposure::Romberg => ToDistance::Table(exposure(&acting)),
                Exposure::TwoNodes => ToDistance::TwoNodes(acting),
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
        match &self.exposure {
            ToDistance::Table(table) if x > FIRST => interpolated(table, x),
            ToDistance::TwoNodes(acting) => between(acting, FIRST, x),
            _ => 0.0,
        }
    }
}

fn interpolated(table: &[f64], x: f64) -> f64 {
    let place = (x / FIRST).log2() * POINTS;
    let k = place as usize;
    match table.get(k..k + 2) {
        Some(pair) => {
            let (low, high) = (distance(k), distance(k + 1));
            pair[0] + (x - low) / (high - low) * (pair[1] - pair[0])
        }
        None => table.last().copied().unwrap_or(0.0),
    }
}

/// The integral from `low` to `high` (m) by two nodes, in the mean over `acting`.
fn between(acting: &[Body], low: f64, high: f64) -> f64 {
    let integral = |body: &Body, part: f64| {
        let section = body.section(low + part * (high - low));
        section.main.integral + section.penetrated.integral
    };
    let at = |part: &f64| -> f64 { acting.iter().map(|body| integral(body, *part)).sum() };
    let mean = NODES.iter().map(at).sum::<f64>() / acting.len().max(1) as f64;
    0.5 * (high - low) * mean
}

fn distance(k: usize) -> f64 {
    FIRST * (k as f64 / POINTS).exp2()
}

fn exposure(acting: &[Body]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut exposure = vec![0.0];
    for k in 0..(OCTAVES * POINTS) as usize {
        sum += between(acting, distance(k), distance(k + 1));
        exposure.push(sum);
    }
    exposure
}

#[cfg(test)]
mod tests {
    use super::super::invariants::{hour, slightly_stable};
    use super::super::{Footing, Pbl, Seen, View};
    use super::*;
    use crate::scheme::Plume;
    use crate::source::{ProfileLevels, Release, ReleaseKind};

    /// What decay leaves (-) at 3 km of what is looked at.
    fn left(of: Seen, exposure: Exposure) -> f64 {
        let release = Release {
            height: 10.0,
            sigma_y0: 5.0,
            sigma_z0: 5.0,
            kind: ReleaseKind::Volume,
            levels: ProfileLevels::Around,
        };
        let view = View {
            receptor_height: 1.5,
            footing: Footing::Level,
            of,
        };
        let state = Pbl::default().hour(&hour(slightly_stable()));
        let centre = |decay: f64| {
            let losses = Losses {
                decay,
                exposure,
                ..Losses::default()
            };
            state.seen(&release, &view, &losses).lobes(3000.0)[0].centre
        };
        centre(1e-4) / centre(0.0)
    }

    #[test]
    fn what_rain_brings_down_does_not_decay_where_aermod_is_followed() {
        let concentration = left(Seen::Concentration, Exposure::TwoNodes);
        assert!((0.9..0.96).contains(&concentration), "{concentration}");
        assert_eq!(left(Seen::Column, Exposure::TwoNodes), 1.0);
        assert_eq!(left(Seen::Column, Exposure::Romberg), 1.0);
        assert!(left(Seen::Column, Exposure::Integrated) < 0.96);
    }
}
