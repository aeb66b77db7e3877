//! The plume of one release in one hour, seen from one height.

use std::f64::consts::PI;
use std::sync::Arc;

use super::convective::ConvectivePlume;
use super::depletion::Depletion;
use super::lid::HALF_WIDTH;
use super::meander::meander_fraction;
use super::origin::{Origin, temperature};
use super::road::RoadPlume;
use super::section::Section;
use super::stable::StablePlume;
use super::state::State;
use super::vertical::Look;
use super::view::{Footing, Seen, View};
use crate::boundary_layer::BoundaryLayer;
use crate::boundary_layer::profiles::wind_direction;
use crate::deposition::Losses;
use crate::meteorology::WindDirection;
use crate::scheme::{Cut, LOBES, Lobe, Plume};
use crate::source::{ProfileLevels, Release, ReleaseKind};

/// The nearest distance (m) at which a plume is looked at, and that of an area's elements (AERMOD
/// 24142: `PCALC`, `ACALC`).
const NEAREST: f64 = 1.0;
const NEAREST_OF_AREA: f64 = 1.01;
/// Distance (m) that a receptor keeps from the edge of a volume (AERMOD 24142: `VCALC`).
const CLEAR_OF_VOLUME: f64 = 0.99;
/// The greatest height (m) at which a plume's direction is looked up (AERMOD 24142: `PCALC`).
const HIGHEST_DIRECTION: f64 = 4000.0;

/// A plume of the `pbl` scheme.
#[derive(Debug)]
pub struct PblPlume {
    body: Body,
    spreading: Spreading,
    state: Arc<State>,
    direction: Option<WindDirection>,
    depletion: Option<Depletion>,
    /// Height of release (m), and by which levels the air there is known.
    height: f64,
    levels: ProfileLevels,
}

/// The law a plume follows.
#[derive(Debug, Clone)]
pub(super) enum Body {
    Stable(StablePlume),
    Convective(ConvectivePlume),
    Road(RoadPlume),
}

/// Where a plume exists, and whether it meanders.
#[derive(Debug, Clone, Copy)]
enum Spreading {
    /// Coherent and meandering parts, at least this far (m) from the source.
    Meandering { nearest: f64 },
    /// The coherent part alone: elements of an area.
    Coherent,
}

impl PblPlume {
    pub(super) fn new(state: &Arc<State>, release: &Release, z: f64) -> Self {
        let body = Body::new(state, release, z);
        let levels = release.levels;
        // a plume goes with the wind halfway up its rise (section 4.2)
        let midway = release.height.max(0.0) + 0.5 * body.final_rise();
        let midway = midway.min(HIGHEST_DIRECTION);
        let direction = match release.kind {
            ReleaseKind::Road => None,
            ReleaseKind::Stack(_) => wind_direction(&state.layer, midway, midway),
            ReleaseKind::Area | ReleaseKind::Volume => {
                wind_direction(&state.layer, midway, levels.near(midway))
            }
        };
        Self {
            body,
            spreading: Spreading::of(release),
            direction: direction.map(|degrees| turned(state.direction, degrees)),
            state: Arc::clone(state),
            depletion: None,
            height: release.height.max(0.0),
            levels,
        }
    }

    /// The plume of `release` as `view` has it, of a substance with `losses`.
    ///
    /// Roads do not deplete: the formulation has no deposition for them.
    pub(super) fn seen(
        state: &Arc<State>,
        release: &Release,
        view: &View,
        losses: &Losses,
    ) -> Self {
        let mut plume = Self::new(state, release, view.receptor_height - view.footing.rise());
        let losses = &of_the_look(view.of, losses);
        let settling = losses.settling_velocity;
        let acting_height = losses.acting.above(state.layer.roughness_length);
        let look = match view.of {
            Seen::Concentration => view.footing.look(view.receptor_height),
            Seen::Depositing => view.footing.look(acting_height),
            Seen::Column => Look::Column,
        };
        plume.body.look_at(look, settling);
        if losses.depletes() && !matches!(plume.body, Body::Road(_)) {
            let acting = plume.body.acting(view, acting_height, losses);
            plume.depletion = Some(Depletion::new(losses, plume.body.wind_at_release(), acting));
        }
        plume
    }

    /// The layer through which what this plume loses comes down: that of the hour, with the
    /// friction velocity and the Monin-Obukhov length of the city in an urban night.
    #[must_use]
    pub fn surface_layer(&self) -> BoundaryLayer {
        BoundaryLayer {
            friction_velocity: self.state.friction_velocity,
            monin_obukhov_length: self.state.monin_obukhov_length,
            ..self.state.layer.clone()
        }
    }

    /// Temperature of the air (K) at the height of release.
    #[must_use]
    pub fn release_temperature(&self) -> f64 {
        temperature(&self.state, self.height, self.levels)
    }

    /// Direction (degrees clockwise from north) from which the wind comes at the height of release;
    /// `None` where it has none.
    #[must_use]
    pub fn direction_at_release(&self) -> Option<f64> {
        match self.state.direction {
            WindDirection::From { degrees, .. } => {
                let near = self.levels.near(self.height);
                let found = wind_direction(&self.state.layer, self.height, near);
                Some(found.unwrap_or(degrees))
            }
            WindDirection::Variable => None,
        }
    }

    /// Depth (m) through which rain falls onto the plume: to its top 20 km downwind or that of the
    /// mixed layer, between 500 m and 10 km (AERMOD 24142: `PCALC`).
    #[must_use]
    pub fn scavenging_depth(&self) -> f64 {
        let top = match &self.body {
            Body::Stable(plume) => plume.far_top(),
            Body::Convective(plume) => plume.far_top(),
            Body::Road(_) => 0.0,
        };
        top.max(self.state.mixing_height).clamp(500.0, 10_000.0)
    }

    /// What is left (-) of a section at `x` (m).
    fn left(&self, section: &Section, x: f64) -> f64 {
        self.depletion
            .as_ref()
            .map_or(1.0, |depletion| depletion.left(&section.main.local, x))
    }

    /// Fraction that meanders at `r` (m), and the crosswind integral (s/m2) of what does.
    fn random(&self, r: f64) -> (f64, f64) {
        let nearest = match self.spreading {
            Spreading::Coherent => return (0.0, 0.0),
            Spreading::Meandering { nearest } => nearest,
        };
        match &self.body {
            Body::Road(plume) => plume.random(r),
            _ if r < nearest => (1.0, 0.0),
            body => self.random_of(&body.section(r), r),
        }
    }

    fn random_of(&self, section: &Section, r: f64) -> (f64, f64) {
        let integral = section.main.integral + section.penetrated.integral;
        (self.fraction(section, r), integral * self.left(section, r))
    }

    /// The nearest distance (m) at which there are lobes.
    fn nearest_lobe(&self) -> f64 {
        match (&self.body, self.spreading) {
            (Body::Road(_), _) => 0.0,
            (_, Spreading::Coherent) => NEAREST_OF_AREA,
            (_, Spreading::Meandering { .. }) => NEAREST,
        }
    }

    fn lobes_of(&self, section: &Section, x: f64) -> [Lobe; LOBES] {
        let left = self.left(section, x);
        [section.main, section.penetrated]
            .map(|part| Lobe::spread(left * part.integral, part.sigma_y))
    }

    fn fraction(&self, section: &Section, r: f64) -> f64 {
        let low_wind = &self.state.low_wind;
        let of = |local| meander_fraction(local, r, low_wind);
        let main = (1.0 - section.fraction) * of(&section.main.local);
        main + section.fraction * of(&section.penetrated.local)
    }
}

/// The losses that count where a plume is looked at: what rain takes out of the column does not
/// decay in AERMOD 24142 (`AER_PCHI`).
fn of_the_look(seen: Seen, losses: &Losses) -> Losses {
    match seen {
        Seen::Column if losses.exposure.by_aermod() => Losses {
            decay: 0.0,
            ..*losses
        },
        _ => *losses,
    }
}

/// The hour's direction, turned to come from `degrees`.
fn turned(direction: WindDirection, degrees: f64) -> WindDirection {
    match direction {
        WindDirection::From { spread, .. } => WindDirection::From { degrees, spread },
        WindDirection::Variable => WindDirection::Variable,
    }
}

impl Spreading {
    fn of(release: &Release) -> Self {
        match release.kind {
            ReleaseKind::Area => Self::Coherent,
            ReleaseKind::Volume => Self::Meandering {
                nearest: HALF_WIDTH * release.sigma_y0 + CLEAR_OF_VOLUME,
            },
            ReleaseKind::Stack(_) | ReleaseKind::Road => Self::Meandering { nearest: NEAREST },
        }
    }
}

impl Body {
    pub(super) fn new(state: &Arc<State>, release: &Release, z: f64) -> Self {
        if release.kind == ReleaseKind::Road {
            let height = release.height.max(0.0);
            return Self::Road(RoadPlume::new(state, height, release.sigma_z0, z));
        }
        let origin = Origin::new(state, release);
        if state.stable || origin.height >= state.mixing_height {
            Self::Stable(StablePlume::new(state, origin, z))
        } else {
            Self::Convective(ConvectivePlume::new(state, origin, z))
        }
    }

    /// Looks at `look`, at a substance that settles at `settling` (m/s).
    pub(super) fn look_at(&mut self, look: Look, settling: f64) {
        match self {
            Self::Stable(plume) => plume.look_at(look, settling),
            Self::Convective(plume) => plume.look_at(look, settling),
            Self::Road(_) => {}
        }
    }

    /// This plume on its way to the receptor of `view`, at each of the heights (m) where it deposits.
    fn acting(&self, view: &View, height: f64, losses: &Losses) -> Vec<Self> {
        let at = |look: Look| {
            let mut body = self.clone();
            body.look_at(look, losses.settling_velocity);
            body
        };
        let above = view.receptor_height - view.footing.rise();
        if !losses.exposure.by_aermod() || matches!(self, Self::Road(_)) {
            return vec![at(Look::At(height))];
        }
        let mut both = vec![at(Look::At(height))];
        if above != 0.0 {
            let footing = Footing::Horizontal(view.footing.rise());
            both.push(at(footing.look(view.receptor_height + height)));
        }
        both.iter_mut().for_each(Self::start_thin);
        both
    }

    /// Takes away the vertical spread with which it starts.
    fn start_thin(&mut self) {
        match self {
            Self::Stable(plume) => plume.start_thin(),
            Self::Convective(plume) => plume.start_thin(),
            Self::Road(_) => {}
        }
    }

    /// Wind speed (m/s) at the height of release.
    pub(super) fn wind_at_release(&self) -> f64 {
        match self {
            Self::Stable(plume) => plume.wind_at_release(),
            Self::Convective(plume) => plume.wind_at_release(),
            Self::Road(_) => 1.0,
        }
    }

    fn final_rise(&self) -> f64 {
        match self {
            Self::Stable(plume) => plume.final_rise(),
            Self::Convective(plume) => plume.final_rise(),
            Self::Road(_) => 0.0,
        }
    }

    /// The plume at `x` (m).
    pub(super) fn section(&self, x: f64) -> Section {
        match self {
            Self::Stable(plume) => plume.section(x),
            Self::Convective(plume) => plume.section(x),
            Self::Road(plume) => plume.section(x),
        }
    }
}

#[cfg(test)]
impl Body {
    /// Where the plume is followed at `x` (m).
    pub(super) fn followed(&self, x: f64) -> super::flux::Followed {
        match self {
            Self::Stable(plume) => plume.followed(x),
            Self::Convective(plume) => plume.followed(x),
            Self::Road(plume) => plume.followed(x),
        }
    }
}

impl Plume for PblPlume {
    fn lobes(&self, x: f64) -> [Lobe; LOBES] {
        if x < self.nearest_lobe() {
            return [Lobe::default(); LOBES];
        }
        self.lobes_of(&self.body.section(x), x)
    }

    fn meander(&self, r: f64) -> f64 {
        let (fraction, integral) = self.random(r);
        fraction * integral / (2.0 * PI * r.max(NEAREST))
    }

    fn coherence(&self, r: f64) -> f64 {
        1.0 - self.random(r).0
    }

    fn cut(&self, x: f64) -> Cut {
        let nearest = match self.spreading {
            Spreading::Meandering { nearest } => nearest,
            Spreading::Coherent => f64::INFINITY,
        };
        let (section, (fraction, integral)) = match &self.body {
            Body::Road(plume) => plume.both(x),
            body if x >= nearest => {
                let section = body.section(x);
                (section, self.random_of(&section, x))
            }
            body => (body.section(x), self.random(x)),
        };
        let lobes = match x < self.nearest_lobe() {
            true => [Lobe::default(); LOBES],
            false => self.lobes_of(&section, x),
        };
        Cut {
            lobes,
            meander: fraction * integral / (2.0 * PI * x.max(NEAREST)),
            coherence: 1.0 - fraction,
        }
    }

    fn clear(&self) -> f64 {
        match (&self.body, self.spreading) {
            (Body::Road(_), _) => 0.0,
            (_, Spreading::Meandering { nearest }) => nearest,
            (_, Spreading::Coherent) => NEAREST_OF_AREA,
        }
    }

    fn direction(&self) -> Option<WindDirection> {
        self.direction
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pbl;
    use super::super::invariants::{hour, slightly_stable};
    use super::*;
    use crate::boundary_layer::{Level, Observed};
    use crate::source::{Outlet, Stack};

    /// Air that comes from the west up to 14 m and from the north at 200 m.
    fn turning() -> BoundaryLayer {
        let level = |height, direction| Level {
            height,
            direction: Some(direction),
            speed: Some(4.0),
            temperature: None,
            sigma_theta: None,
            sigma_w: None,
        };
        BoundaryLayer {
            observed: Observed {
                levels: vec![level(14.0, 270.0), level(200.0, 360.0)],
                ..Observed::default()
            },
            ..slightly_stable()
        }
    }

    #[test]
    fn a_plume_goes_with_the_wind_halfway_up_its_rise() {
        let stack = Stack {
            diameter: 4.0,
            velocity: 20.0,
            temperature: 450.0,
            outlet: Outlet::Vertical,
        };
        let release = Release {
            kind: ReleaseKind::Stack(stack),
            height: 10.0,
            sigma_y0: 0.0,
            sigma_z0: 0.0,
            levels: ProfileLevels::Around,
        };
        let plume = Pbl::default().hour(&hour(turning())).plume(&release, 0.0);
        assert_eq!(plume.direction_at_release(), Some(270.0));
        let Some(WindDirection::From { degrees, .. }) = plume.direction() else {
            panic!("the plume has no direction");
        };
        assert!((290.0..360.0).contains(&degrees), "{degrees}");
    }
}
