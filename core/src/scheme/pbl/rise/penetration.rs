//! The part of a plume that pierces the lid of the mixed layer (Berkowicz et al. 1986; Weil et
//! al. 1997; EPA-454/R-03-004, sections 5.2 and 5.6.1).

use super::Exhaust;
use crate::boundary_layer::brunt_vaisala::frequency_squared;

/// The rise the lid permits and what goes through it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Penetration {
    /// Fraction of the emission above the lid, from 0 to 1 (-).
    pub(in super::super) fraction: f64,
    /// Rise (m) of the part above the lid.
    pub(in super::super) rise: f64,
}

/// The lid a plume meets.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Lid {
    /// From the release to the lid (m).
    pub(in super::super) depth: f64,
    /// Potential temperature (K) at, and its gradient (K/m) above, the lid.
    pub(in super::super) inversion: (f64, f64),
    /// Wind speed (m/s).
    pub(in super::super) wind: f64,
}

impl Penetration {
    /// Nothing pierces.
    pub(in super::super) const NONE: Self = Self {
        fraction: 0.0,
        rise: 0.0,
    };

    /// For a plume of these fluxes below a lid; equations (55), (56) and, for N_h, (58):
    ///
    /// P_s = F_b / (u N_h^2 dh_h^3), dh_eq / dh_h = (2.6^3 P_s + (2/3)^3)^(1/3),
    /// 1 - f_p = 0 where dh_eq / dh_h is below 2/3, 1 above 2, between them 1.5 - dh_h / dh_eq.
    pub(in super::super) fn new(exhaust: &Exhaust, lid: &Lid) -> Self {
        let (temperature, gradient) = lid.inversion;
        let n_squared = frequency_squared(gradient, temperature);
        let strength = exhaust.buoyancy / (lid.wind * n_squared * lid.depth.powi(3));
        let ratio = (17.576 * strength + 0.296_296).cbrt();
        let fraction = fraction(ratio);
        Self {
            fraction,
            rise: rise(fraction, ratio, lid.depth),
        }
    }
}

fn fraction(ratio: f64) -> f64 {
    if ratio < 2.0 / 3.0 {
        0.0
    } else if ratio > 2.0 {
        1.0
    } else {
        1.5 - 1.0 / ratio
    }
}

/// Equation (94): dh_eq where all pierces; (dh_h + 1.5 dh_eq) / 2 where part does; none where none
/// does.
fn rise(fraction: f64, ratio: f64, depth: f64) -> f64 {
    if fraction >= 1.0 {
        ratio * depth
    } else if fraction > 0.0 {
        (0.75 * ratio + 0.5) * depth
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_plumes_stay_below_and_strong_ones_go_through() {
        let lid = Lid {
            depth: 500.0,
            inversion: (290.0, 0.01),
            wind: 5.0,
        };
        let of = |buoyancy| {
            let exhaust = Exhaust {
                buoyancy,
                momentum: 1.0,
            };
            Penetration::new(&exhaust, &lid)
        };
        assert_eq!(of(1e-6).fraction, 0.0);
        let strong = of(1e6);
        assert_eq!(strong.fraction, 1.0);
        assert!(strong.rise > 2.0 * lid.depth);
    }
}
