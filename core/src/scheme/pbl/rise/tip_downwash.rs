//! Stack-tip downwash: a slow exhaust is drawn into the wake of its own stack (Briggs 1974; ISC3 User's
//! Guide, volume II, equation 1-7, which EPA-454/R-03-004 takes over).

use super::fluxes::momentum_velocity;
use crate::source::{Outlet, Stack};

/// Whether a slow exhaust is drawn down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TipDownwash {
    /// It is: the regulatory default.
    #[default]
    Modelled,
    /// It leaves from the height of the stack, but for a capped one (AERMOD `NOSTD`).
    LeftOut,
}

impl TipDownwash {
    /// Whether it acts on the plume of `stack`.
    fn acts_on(self, stack: &Stack) -> bool {
        match stack.outlet {
            Outlet::Vertical => self == Self::Modelled,
            Outlet::Capped => true,
            Outlet::Horizontal => false,
        }
    }
}

/// Height (m) at which the plume starts: `h - 2 d (1.5 - v/u)` where the exit velocity is below
/// 1.5 times the wind speed `wind` (m/s) at the top of the stack of height `h` (m).
///
/// Under a cap the velocity counts as next to none; a horizontal outlet has no downwash.
pub(in super::super) fn tip_height(
    stack: &Stack,
    h: f64,
    (wind, downwash): (f64, TipDownwash),
) -> f64 {
    let velocity = momentum_velocity(stack);
    if !downwash.acts_on(stack) || velocity >= 1.5 * wind {
        return h;
    }
    (h - 2.0 * stack.diameter * (1.5 - velocity / wind)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_exhaust_is_drawn_down_unless_that_is_left_out() {
        let stack = |outlet| Stack {
            diameter: 2.0,
            velocity: 3.0,
            temperature: 400.0,
            outlet,
        };
        let height = |outlet, downwash| tip_height(&stack(outlet), 40.0, (6.0, downwash));
        // 40 - 2 x 2 (1.5 - 3/6)
        assert_eq!(height(Outlet::Vertical, TipDownwash::Modelled), 36.0);
        assert_eq!(height(Outlet::Vertical, TipDownwash::LeftOut), 40.0);
        assert_eq!(height(Outlet::Horizontal, TipDownwash::Modelled), 40.0);
        let capped = [TipDownwash::Modelled, TipDownwash::LeftOut];
        let [with, without] = capped.map(|downwash| height(Outlet::Capped, downwash));
        assert!(with == without && with < 36.0);
    }
}
