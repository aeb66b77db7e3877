//! Dispersion schemes: how one hour's plume of one kind of release grows with distance.
//!
//! A steady plume of any scheme, seen from one receptor height, reduces to one-dimensional
//! functions of the downwind distance x and the radial distance r:
//!
//! ```text
//! C(x, y) = q [ F(r) sum_k A_k(x) exp(-B_k(x) y^2) + R(r) ],   r = sqrt(x^2 + y^2)
//! ```
//!
//! with A_k the centre-line value and B_k = 1 / (2 sigma_y^2) of *lobe* k, F the fraction that
//! keeps to the wind (1 where a scheme knows no meander), and R the direction-free part. A
//! scheme is written once, scalar, in f64, as its paper states it; the solver tabulates these
//! functions and sums.

pub mod national_spread;
pub mod observed_direction;
pub mod pbl;
pub mod srm1;
pub mod srm2;
pub mod surface_layer;

use crate::meteorology::{Hour, WindDirection};
use crate::source::Release;

/// A Gaussian cross-section: its value on the centre line and its lateral decay.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Lobe {
    /// Centre-line concentration A of a unit emission of 1 g/s (g/m3 = s/m3), 0 or more.
    pub centre: f64,
    /// Lateral decay B = 1 / (2 sigma_y^2) (1/m2), above 0 where `centre` is.
    pub decay: f64,
}

impl Lobe {
    /// The lobe at lateral distance `y` (m).
    #[must_use]
    pub fn at(&self, y: f64) -> f64 {
        self.centre * (-self.decay * y * y).exp()
    }

    /// The lobe of a plume with crosswind integral `integral` (s/m2) and spread `sigma_y` (m).
    #[must_use]
    pub fn spread(integral: f64, sigma_y: f64) -> Self {
        let centre = integral / ((2.0 * std::f64::consts::PI).sqrt() * sigma_y);
        Self {
            centre,
            decay: 0.5 / (sigma_y * sigma_y),
        }
    }

    /// The lobe of a source that is itself spread by `sigma_y0` (m) across the wind, such as a
    /// road seen along it; the crosswind integral stays.
    ///
    /// ```
    /// use pluim_core::scheme::Lobe;
    /// let wide = Lobe::spread(1.0, 3.0).widened(4.0);
    /// assert!((wide.decay - 0.5 / 25.0).abs() < 1e-12);
    /// assert!((wide.centre - Lobe::spread(1.0, 5.0).centre).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn widened(&self, sigma_y0: f64) -> Self {
        let narrowing = 1.0 / (1.0 + 2.0 * self.decay * sigma_y0 * sigma_y0);
        Self {
            centre: self.centre * narrowing.sqrt(),
            decay: self.decay * narrowing,
        }
    }
}

/// A plume cut at one distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cut {
    /// The lobes at that distance downwind.
    pub lobes: [Lobe; LOBES],
    /// The direction-free part at that distance (s/m3).
    pub meander: f64,
    /// The fraction F of the lobes that keeps to the wind at that distance (-).
    pub coherence: f64,
}

/// How many lobes a plume may have.
pub const LOBES: usize = 2;

/// One hour's plume of one release, seen from one receptor height.
pub trait Plume {
    /// The lobes at downwind distance `x` (m), above 0. Unused lobes have centre 0.
    fn lobes(&self, x: f64) -> [Lobe; LOBES];

    /// The direction-free part at distance `r` (m), above 0 (s/m3).
    fn meander(&self, r: f64) -> f64;

    /// Everything at one distance `x` (m), above 0; a scheme whose spread is dear computes it once
    /// for all.
    fn cut(&self, x: f64) -> Cut {
        Cut {
            lobes: self.lobes(x),
            meander: self.meander(x),
            coherence: self.coherence(x),
        }
    }

    /// Receptors nearer to the source than this (m) do not see the plume; 0 where all do.
    fn clear(&self) -> f64 {
        0.0
    }

    /// The fraction F (-) of the lobes that keeps to the wind at distance `r` (m), above 0.
    fn coherence(&self, _r: f64) -> f64 {
        1.0
    }

    /// Whence the wind that carries this plume comes, where it differs from the hour's: a tall
    /// plume travels with the wind at its own height.
    fn direction(&self) -> Option<WindDirection> {
        None
    }
}

/// A scheme made ready for one hour: what all its releases share is computed once.
pub trait Prepared: Sync {
    /// The plume of `release`, seen from `receptor_height` (m) above ground.
    fn plume<'a>(&'a self, release: &'a Release, receptor_height: f64) -> Box<dyn Plume + 'a>;
}

/// A scheme that has nothing to make ready.
struct Unprepared<'a, S: Scheme + ?Sized> {
    scheme: &'a S,
    hour: &'a Hour,
}

impl<S: Scheme + ?Sized> Prepared for Unprepared<'_, S> {
    fn plume<'a>(&'a self, release: &'a Release, receptor_height: f64) -> Box<dyn Plume + 'a> {
        self.scheme.plume(self.hour, release, receptor_height)
    }
}

/// A dispersion scheme.
pub trait Scheme: Sync {
    /// The name by which a scenario asks for the scheme.
    fn name(&self) -> &'static str;

    /// The plume of `release` in `hour`, seen from `receptor_height` (m) above ground.
    fn plume<'a>(
        &'a self,
        hour: &'a Hour,
        release: &'a Release,
        receptor_height: f64,
    ) -> Box<dyn Plume + 'a>;

    /// The scheme made ready for `hour`. Ask it, rather than [`Scheme::plume`], for the plumes of
    /// many releases.
    fn prepare<'a>(&'a self, hour: &'a Hour) -> Box<dyn Prepared + 'a> {
        Box::new(Unprepared { scheme: self, hour })
    }
}
