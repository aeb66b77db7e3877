//! Areas seen in a table.

use pluim_kernels::quadrature::{Accuracy, adaptive};
use pluim_kernels::segment::Segment;

use super::Profile;
use crate::solve::CLOSEST;
use crate::solve::direct::{panelled, turn_towards};
use crate::solve::element::signed_area;

impl Profile {
    /// Mean over a polygon: lobes in strips along its edges, the direction-free part by its
    /// radial moment.
    pub(super) fn of_polygon(&self, edges: &[Segment], receptor: [f64; 2]) -> f64 {
        let area = signed_area(edges);
        let mut sum = 0.0;
        for edge in edges {
            let view = edge.seen_from(receptor, 1e-6);
            let swept = panelled(&view, 1.0, |t| self.moment(view.radius(t)) / t.cosh());
            sum += turn_towards(edge, receptor) * swept;
        }
        // what edges sweep cancels but for rounding where nothing of the plume arrives
        (sum + self.lobes_of_polygon(edges, receptor)).max(0.0) / area
    }

    fn lobes_of_polygon(&self, edges: &[Segment], receptor: [f64; 2]) -> f64 {
        (0..self.lobes)
            .map(|lobe| self.lobe_of_polygon(lobe, edges, receptor))
            .sum()
    }

    /// Integral of a lobe over a polygon by its edges: across the wind by the error function,
    /// along it adaptively, because an edge may cross the plume anywhere.
    fn lobe_of_polygon(&self, lobe: usize, edges: &[Segment], receptor: [f64; 2]) -> f64 {
        const ALONG: Accuracy = Accuracy {
            relative: 1e-5,
            absolute: 1e-300,
            depth: 10,
        };
        let mut sum = 0.0;
        for edge in edges {
            let see =
                |end: [f64; 2]| self.wind_coordinates([receptor[0] - end[0], receptor[1] - end[1]]);
            let ((x0, y0), (x1, y1)) = (see(edge.start), see(edge.end));
            let (low, high) = (x0.max(CLOSEST), x1.max(CLOSEST));
            let y_at = |x: f64| y0 + (y1 - y0) * (x - x0) / (x1 - x0);
            if low != high {
                sum -= adaptive(low.ln(), high.ln(), ALONG, &mut |ln_x| {
                    let x = ln_x.exp();
                    x * self.half_strip(lobe, x, y_at(x))
                });
            }
        }
        sum
    }

    /// Integral of a lobe from its axis to `y`.
    fn half_strip(&self, lobe: usize, x: f64, y: f64) -> f64 {
        let (ln_centre, decay) = self.lobe(lobe, x);
        let root = f64::from(decay).sqrt() / x;
        0.5 * f64::from(ln_centre.exp()) * std::f64::consts::PI.sqrt() / root * libm::erf(root * y)
    }
}
