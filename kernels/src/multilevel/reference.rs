//! The direct sum, by which the multilevel one is measured.

use super::clip;
use super::kernel::Kernel;
use super::sources::Element;
use super::term::Term;
use crate::quadrature::Gauss;
use crate::segment::Segment;

/// Longest panel in t of the substitution s = d sinh t.
const PANEL: f64 = 0.2;

/// What every source gives a receptor, per channel, with no approximation but quadrature. A segment is
/// seen from its kernel's closest distance from the line through it at least, as the near field sees it.
///
/// ```
/// use pluim_kernels::multilevel::{direct, Element, Kernel, Sources, Term};
/// struct Inverse;
/// impl Kernel for Inverse {
///     fn at(&self, dx: f64, dy: f64) -> f64 { 1.0 / dx.hypot(dy) }
///     fn closest(&self) -> f64 { 0.1 }
/// }
/// let mut road = Sources::new(1);
/// road.push(Element::Segment([[-4.0, 0.0], [4.0, 0.0]]), &[1.0])?;
/// let field = direct(&[Term { kernel: &Inverse, sources: &road }], [0.0, 3.0]);
/// assert!((field[0] - 2.0 * (4.0_f64 / 3.0).asinh()).abs() < 1e-9);
/// # Ok::<(), pluim_kernels::multilevel::SourceError>(())
/// ```
#[must_use]
pub fn direct(terms: &[Term<'_>], receptor: [f64; 2]) -> Vec<f64> {
    let channels = terms.iter().map(|term| term.sources.channels()).max();
    let mut sums = vec![0.0; channels.unwrap_or(0)];
    for term in terms {
        for (element, weights) in term.sources.iter() {
            let unit = integral(term.kernel, element, receptor);
            sums.iter_mut()
                .zip(weights)
                .for_each(|(sum, weight)| *sum += weight * unit);
        }
    }
    sums
}

/// Integral of the kernel over an element.
fn integral(kernel: &dyn Kernel, element: &Element, receptor: [f64; 2]) -> f64 {
    match element {
        Element::Point(at) => resolved(kernel, [receptor[0] - at[0], receptor[1] - at[1]]),
        Element::Segment([start, end]) => {
            let view = Segment {
                start: *start,
                end: *end,
            }
            .seen_beside(receptor, kernel.closest());
            let panels = ((view.to - view.from) / PANEL).ceil() as usize;
            Gauss::Four.composite(view.from, view.to, panels, |t| {
                view.radius(t) * resolved(kernel, view.offset(t))
            })
        }
        Element::Polygon(rings) => rings
            .iter()
            .enumerate()
            .map(|(index, ring)| {
                let turn = clip::area(ring).signum();
                let sign = if index == 0 { turn } else { -turn };
                sign * ring_integral(kernel, ring, receptor)
            })
            .sum(),
    }
}

/// K; at the source itself, as close as it is resolved.
fn resolved(kernel: &dyn Kernel, offset: [f64; 2]) -> f64 {
    let r = offset[0].hypot(offset[1]);
    if r < kernel.closest() {
        let away = if r > 0.0 {
            offset.map(|x| x / r)
        } else {
            [1.0, 0.0]
        };
        return kernel.at(away[0] * kernel.closest(), away[1] * kernel.closest());
    }
    kernel.at(offset[0], offset[1])
}

/// Integral over the area within a counterclockwise ring: the contour integral of M dphi, with
/// M(r, phi) the integral of K rho over rho from 0 to r.
fn ring_integral(kernel: &dyn Kernel, ring: &[[f64; 2]], receptor: [f64; 2]) -> f64 {
    let edges = clip::edges(ring).filter(|(start, end)| start != end);
    edges
        .map(|(start, end)| {
            let along = [end[0] - start[0], end[1] - start[1]];
            let offset = [receptor[0] - start[0], receptor[1] - start[1]];
            let side = (along[0] * offset[1] - along[1] * offset[0]).signum();
            let view = Segment { start, end }.seen_from(receptor, 1e-3 * kernel.closest());
            let panels = ((view.to - view.from) / PANEL).ceil() as usize;
            side * Gauss::Four.composite(view.from, view.to, panels, |t| {
                moment(kernel, view.offset(t)) / t.cosh()
            })
        })
        .sum()
}

/// M at an offset: a constant kernel within `closest`, and from there panels of a third octave.
fn moment(kernel: &dyn Kernel, offset: [f64; 2]) -> f64 {
    let r = offset[0].hypot(offset[1]);
    let way = offset.map(|part| part / r);
    let at = |rho: f64| resolved(kernel, way.map(|part| part * rho));
    let closest = kernel.closest();
    let core = 0.5 * r.min(closest).powi(2) * at(closest);
    if r <= closest {
        return core;
    }
    let log = (r / closest).ln();
    let rest = Gauss::Four.composite(0.0, log, (3.0 * log).ceil() as usize, |x| {
        let rho = closest * x.exp();
        rho * rho * at(rho)
    });
    core + rest
}
