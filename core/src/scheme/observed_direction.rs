//! What an observer's wind direction does to a plume.
//!
//! A station reports the direction in steps, and of the last minutes of the hour. Used as an
//! exact direction it would draw a star around every source. The uncertain mean direction is
//! therefore an extra, independent spread in y of x tan(s), added in quadrature to sigma_y as
//! Pasquill (1976) adds the spread by direction shear; and a calm or variable hour spreads the
//! crosswind integral evenly around the circle.

use std::f64::consts::PI;

use super::{Cut, LOBES, Lobe, Plume};
use crate::meteorology::WindDirection;

/// A plume whose direction is known as well as `direction` says.
pub struct Observed<'a> {
    plume: Box<dyn Plume + 'a>,
    direction: Knowledge,
}

enum Knowledge {
    Exact,
    /// Squared tangent of the standard deviation of the direction.
    Spread(f64),
    None,
}

impl<'a> Observed<'a> {
    /// `plume` under a wind observed as `direction`.
    #[must_use]
    pub fn new(plume: Box<dyn Plume + 'a>, direction: WindDirection) -> Self {
        let direction = match direction {
            WindDirection::Variable => Knowledge::None,
            WindDirection::From { spread, .. } if spread > 0.0 => {
                Knowledge::Spread(spread.to_radians().tan().powi(2))
            }
            WindDirection::From { .. } => Knowledge::Exact,
        };
        Self { plume, direction }
    }
}

impl Plume for Observed<'_> {
    fn lobes(&self, x: f64) -> [Lobe; LOBES] {
        match self.direction {
            Knowledge::None => [Lobe::default(); LOBES],
            Knowledge::Exact | Knowledge::Spread(_) => self.known(x, self.plume.lobes(x)),
        }
    }

    fn meander(&self, r: f64) -> f64 {
        match self.direction {
            Knowledge::None => {
                let cut = self.plume.cut(r);
                cut.meander + around(&cut, r)
            }
            Knowledge::Exact | Knowledge::Spread(_) => self.plume.meander(r),
        }
    }

    fn cut(&self, x: f64) -> Cut {
        let cut = self.plume.cut(x);
        match self.direction {
            Knowledge::None => Cut {
                lobes: [Lobe::default(); LOBES],
                meander: cut.meander + around(&cut, x),
                ..cut
            },
            Knowledge::Exact | Knowledge::Spread(_) => Cut {
                lobes: self.known(x, cut.lobes),
                ..cut
            },
        }
    }

    fn clear(&self) -> f64 {
        self.plume.clear()
    }

    fn coherence(&self, r: f64) -> f64 {
        self.plume.coherence(r)
    }

    fn direction(&self) -> Option<WindDirection> {
        self.plume.direction()
    }
}

impl Observed<'_> {
    /// The lobes at `x` under a direction that is known, more or less.
    fn known(&self, x: f64, lobes: [Lobe; LOBES]) -> [Lobe; LOBES] {
        match self.direction {
            Knowledge::Spread(tan_squared) => lobes.map(|lobe| widened(lobe, tan_squared * x * x)),
            Knowledge::Exact | Knowledge::None => lobes,
        }
    }
}

/// The coherent part of a plume cut at distance `r`, spread evenly around the circle.
fn around(cut: &Cut, r: f64) -> f64 {
    let integral: f64 = cut.lobes.map(crosswind_integral).iter().sum();
    cut.coherence * integral / (2.0 * PI * r)
}

/// The lobe with `variance` (m2) added to that of its lateral spread; its integral stays.
fn widened(lobe: Lobe, variance: f64) -> Lobe {
    if lobe.centre <= 0.0 {
        return lobe;
    }
    let decay = lobe.decay / (1.0 + 2.0 * lobe.decay * variance);
    Lobe {
        centre: lobe.centre * (decay / lobe.decay).sqrt(),
        decay,
    }
}

fn crosswind_integral(lobe: Lobe) -> f64 {
    if lobe.centre <= 0.0 {
        0.0
    } else {
        lobe.centre * (PI / lobe.decay).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    struct Constant;
    impl Plume for Constant {
        fn lobes(&self, _: f64) -> [Lobe; LOBES] {
            [Lobe::spread(2.0, 10.0), Lobe::default()]
        }
        fn meander(&self, _: f64) -> f64 {
            0.0
        }
    }

    #[test]
    fn spreading_keeps_the_crosswind_integral() {
        let direction = WindDirection::From {
            degrees: 0.0,
            spread: 5.0,
        };
        let observed = Observed::new(Box::new(Constant), direction);
        let [lobe, none] = observed.lobes(1000.0);
        assert_relative_eq!(crosswind_integral(lobe), 2.0, max_relative = 1e-12);
        let sigma_y = (0.5 / lobe.decay).sqrt();
        let expected = 10.0_f64.hypot(1000.0 * 5.0_f64.to_radians().tan());
        assert_relative_eq!(sigma_y, expected, max_relative = 1e-12);
        assert_eq!(none, Lobe::default());
    }

    #[test]
    fn a_variable_wind_goes_everywhere() {
        let observed = Observed::new(Box::new(Constant), WindDirection::Variable);
        assert_eq!(observed.lobes(100.0), [Lobe::default(); LOBES]);
        assert_relative_eq!(
            observed.meander(100.0),
            2.0 / (200.0 * PI),
            max_relative = 1e-12
        );
    }

    #[test]
    fn steps_of_ten_degrees_leave_no_star() {
        // thirty-six equally frequent directions 10 degrees apart, plume itself 2.3 degrees wide
        let sum = |angle: f64| -> f64 {
            (-18..18)
                .map(|sector| {
                    let off = (angle - 10.0 * f64::from(sector) + 180.0).rem_euclid(360.0) - 180.0;
                    (-0.5 * off * off / (5.0_f64.powi(2) + 2.3_f64.powi(2))).exp()
                })
                .sum()
        };
        // the crest of a ripple of +- 0.5 % over its trough
        assert_relative_eq!(sum(0.0), sum(5.0), max_relative = 0.011);
    }
}
