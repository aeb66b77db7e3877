//! The plume in the convective layer: direct and indirect parts below the lid (Weil et al. 1997;
//! EPA-454/R-03-004, section 5.2, equation 54).

use std::sync::Arc;

use super::centroid::Centroid;
use super::effective_layer::{LayerSearch, effective_layer, settled_air};
use super::lid::{FAR, HALF_WIDTH};
use super::local::Local;
use super::near_surface::SurfaceGrowth;
use super::origin::Origin;
use super::penetrated::PenetratedPlume;
use super::rise::{Lofting, direct_rise, distance_to_final_rise, indirect_rise};
use super::section::{Part, Section};
use super::spread::{
    Drafts, Shear, SurfaceLayer, buoyancy_induced, combined, lateral_convective,
    vertical_convective,
};
use super::state::State;
use super::vertical::{Gaussian, Look, downward_images, upward_images};

/// A plume in up- and downdrafts below an inversion.
#[derive(Debug, Clone)]
pub(super) struct ConvectivePlume {
    state: Arc<State>,
    origin: Origin,
    /// The air at the height of release.
    top: Local,
    penetrated: PenetratedPlume,
    centroid: Centroid,
    /// Height of the receptor (m), and where the plume is looked at.
    z: f64,
    look: Look,
    /// Settling velocity (m/s).
    settling: f64,
}

/// A plume on its way.
#[derive(Debug, Clone, Copy)]
struct Stage {
    /// Distance (m), and how far the plume has risen there (m).
    x: f64,
    rise: f64,
    /// Height (m) of its centre of mass, and where in the convective layer that lies.
    centre: f64,
    place: SurfaceLayer,
}

/// The two Gaussians of a plume in drafts, with their shares.
type DraftPlumes = [(f64, Gaussian); 2];

impl ConvectivePlume {
    pub(super) fn new(state: &Arc<State>, origin: Origin, z: f64) -> Self {
        let top = origin.air(state);
        Self {
            state: Arc::clone(state),
            origin,
            top,
            penetrated: PenetratedPlume::new(state, &origin, (top.wind, z)),
            centroid: Centroid::new(state, &origin, top.wind),
            z,
            look: Look::At(z),
            settling: 0.0,
        }
    }

    /// Looks at `look`, at a substance that settles at `settling` (m/s).
    pub(super) fn look_at(&mut self, look: Look, settling: f64) {
        self.look = look;
        self.settling = settling;
    }

    /// Takes away the vertical spread with which it starts.
    pub(super) fn start_thin(&mut self) {
        self.origin.start_thin();
    }

    /// Wind speed (m/s) at the height of release.
    pub(super) fn wind_at_release(&self) -> f64 {
        self.top.wind
    }

    /// How far (m) the substance has settled.
    fn settled(&self, x: f64) -> f64 {
        self.settling * x / self.top.wind
    }

    /// Final rise (m) of the direct plume.
    pub(super) fn final_rise(&self) -> f64 {
        self.origin.exhaust.map_or(0.0, |exhaust| {
            direct_rise(&exhaust, distance_to_final_rise(&exhaust), self.top.wind)
        })
    }

    /// Top (m) of the plume 20 km downwind, direct and penetrated parts by their shares: what
    /// rain falls through.
    pub(super) fn far_top(&self) -> f64 {
        let fraction = self.penetrated.fraction();
        let above = self.penetrated.far_top(&self.top);
        let place = SurfaceLayer::of(self.origin.height, self.state.mixing_height);
        let drafts = self.drafts(&self.top, place);
        let shear = self.shear(&self.top);
        let ambient = drafts
            .0
            .map(|draft| vertical_convective(draft.scatter, place, &shear, FAR));
        let below = 0.5 * (ambient[0] + ambient[1]);
        fraction * above + (1.0 - fraction) * (self.centroid.risen() + HALF_WIDTH * below)
    }

    /// The plume at `x` (m).
    pub(super) fn section(&self, x: f64) -> Section {
        let fraction = self.penetrated.fraction();
        let main = if fraction < 1.0 {
            self.below_lid(x, 1.0 - fraction)
        } else {
            Part::empty(self.top)
        };
        let penetrated = if fraction > 0.0 {
            self.penetrated.part(x, self.look, self.settled(x))
        } else {
            Part::empty(self.top)
        };
        Section {
            main,
            penetrated,
            fraction,
        }
    }

    /// Direct and indirect plumes, holding `share` of the emission.
    fn below_lid(&self, x: f64, share: f64) -> Part {
        let stage = self.stage(x);
        let local = self.effective(&stage);
        let direct = self.draft_plumes(&local, self.drafts(&local, stage.place), &stage);
        let original = self.density(&direct, x) / local.wind;
        Part {
            integral: share * self.near_surface(original, &stage),
            sigma_y: self.sigma_y(&local, &stage),
            local,
        }
    }

    /// How far the plume is at `x` (m).
    fn stage(&self, x: f64) -> Stage {
        let rise = self.direct_rise(x);
        let centre = self.centroid.at(x, self.origin.tip + rise);
        Stage {
            x,
            rise,
            centre,
            place: SurfaceLayer::of(centre, self.state.mixing_height),
        }
    }

    /// Crosswind integral (s/m2) with the near-surface law where it is asked for.
    fn near_surface(&self, original: f64, &Stage { x, rise, place, .. }: &Stage) -> f64 {
        let height = self.origin.tip + rise;
        let weight = match place {
            SurfaceLayer::Within(part) => self.state.near_surface.weight(height, part),
            SurfaceLayer::Above => 0.0,
        };
        if weight <= 0.0 {
            return original;
        }
        let extra = combined([buoyancy_induced(rise), self.origin.sigma_z0]);
        let wind_at = |z| self.state.at(z).wind;
        let law = SurfaceGrowth::VENKATRAM_2013;
        let (wind, sigma) = law.settle(&self.state, wind_at, (height, extra), x);
        let settled = (height - self.settled(x)).max(0.0);
        let plume = Gaussian {
            height: settled,
            sigma,
        };
        let top = self.state.mixing_height;
        let near = match self.look {
            Look::At(z) if z > top => 0.0,
            look => look.below_lid(&plume, top) / wind,
        };
        weight * near + (1.0 - weight) * original
    }

    /// Density (1/m) at the receptor of direct and indirect plume together.
    fn density(&self, risen: &DraftPlumes, x: f64) -> f64 {
        let top = self.state.mixing_height;
        let (z, drop) = match self.look {
            Look::Column => return 1.0,
            Look::At(z) if z > top => return 0.0,
            Look::At(z) => (z, 0.0),
            Look::Below(drop) => (drop, drop),
        };
        let top = top + drop;
        let lowered = |by: f64| risen.map(|(share, plume)| (share, plume.raised(drop - by)));
        let settled = self.settled(x);
        let direct = lowered(settled);
        let indirect = lowered(settled + self.delay(x));
        upward_images(&direct, z, top) + downward_images(&indirect, z, top)
    }

    /// Wind and turbulence between the plume's centre and the receptor.
    fn effective(&self, stage: &Stage) -> Local {
        let from = |air: &Local| self.between(air, stage);
        let first = from(&self.top);
        match self.origin.search {
            LayerSearch::Once => first,
            LayerSearch::Settled => settled_air(first, from),
        }
    }

    /// The same where the drafts that spread the plume are those of `air`.
    fn between(&self, air: &Local, stage: &Stage) -> Local {
        let (top, centre) = (self.state.mixing_height, stage.centre);
        let first = self.state.at(centre);
        let plumes = self.draft_plumes(&first, self.drafts(air, stage.place), stage);
        let thick = |sigma: f64| combined([sigma, self.origin.sigma_z0_of_layer]);
        let sigma_z = 0.5 * (thick(plumes[0].1.sigma) + thick(plumes[1].1.sigma));
        let (bottom, ceiling) = effective_layer(centre, sigma_z, self.z, top);
        let ceiling = ceiling.min(top);
        if ceiling > bottom {
            self.state.over((bottom, ceiling))
        } else {
            self.state.at(top)
        }
    }

    fn drafts(&self, local: &Local, place: SurfaceLayer) -> Drafts {
        Drafts::new(local.sigma_w, self.state.convective_velocity, place)
    }

    fn shear(&self, local: &Local) -> Shear {
        Shear {
            friction_velocity: self.state.friction_velocity,
            monin_obukhov_length: self.state.monin_obukhov_length,
            wind: local.wind,
        }
    }

    /// The plumes in `drafts`.
    fn draft_plumes(&self, local: &Local, drafts: Drafts, stage: &Stage) -> DraftPlumes {
        let &Stage { x, rise, place, .. } = stage;
        let shear = self.shear(local);
        drafts.0.map(|draft| {
            let ambient = vertical_convective(draft.scatter, place, &shear, x);
            let sigma = combined([ambient, buoyancy_induced(rise), self.origin.sigma_z0]);
            let height = self.origin.tip + rise + draft.mean * x / local.wind;
            (draft.share, Gaussian { height, sigma })
        })
    }

    fn sigma_y(&self, local: &Local, &Stage { x, rise, .. }: &Stage) -> f64 {
        let lateral = lateral_convective(local, x, self.origin.height, self.state.mixing_height);
        combined([lateral, buoyancy_induced(rise), self.origin.sigma_y0])
    }

    fn direct_rise(&self, x: f64) -> f64 {
        self.origin
            .exhaust
            .map_or(0.0, |exhaust| direct_rise(&exhaust, x, self.top.wind))
    }

    /// How far (m) the indirect plume stays behind.
    fn delay(&self, x: f64) -> f64 {
        let lofting = Lofting {
            release: self.origin.tip,
            mixing_height: self.state.mixing_height,
            wind: self.top.wind,
            convective_velocity: self.state.convective_velocity,
        };
        self.origin
            .exhaust
            .map_or(0.0, |exhaust| indirect_rise(&exhaust, &lofting, x))
    }
}

#[cfg(test)]
impl ConvectivePlume {
    /// Where the plume is followed at `x` (m).
    pub(super) fn followed(&self, x: f64) -> super::flux::Followed {
        let top = self.state.mixing_height;
        let plumes = self.drafts_at(x);
        let heights = plumes.iter().map(|(_, plume)| plume.height.abs());
        super::flux::Followed {
            centres: heights.chain([top, self.penetrated.centre()]).collect(),
            lids: [top, self.penetrated.reflected_at(x)],
            held: (1.0 - self.penetrated.fraction()) * self.held_back(&plumes, x),
        }
    }

    fn drafts_at(&self, x: f64) -> DraftPlumes {
        let stage = self.stage(x);
        let local = self.effective(&stage);
        self.draft_plumes(&local, self.drafts(&local, stage.place), &stage)
    }

    /// What of direct and indirect plume their delay holds above the lid (-): the images of the
    /// indirect plume stand higher by it, and nothing takes their place below.
    fn held_back(&self, plumes: &DraftPlumes, x: f64) -> f64 {
        let top = self.state.mixing_height;
        let delay = self.delay(x);
        let below = |centre: f64, sigma: f64| {
            let scaled = |z: f64| libm::erf(z / (std::f64::consts::SQRT_2 * sigma));
            0.5 * (scaled(top - centre) + scaled(top + centre))
        };
        let lost = |k: u32, plume: &Gaussian| {
            let image = 2.0 * f64::from(k) * top - plume.height;
            below(image, plume.sigma) - below(image + delay, plume.sigma)
        };
        let of = |(share, plume): &(f64, Gaussian)| -> f64 {
            share * (1..1000).map(|k| lost(k, plume)).sum::<f64>()
        };
        plumes.iter().map(of).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Pbl;
    use super::super::invariants::{any_layer, any_release, hour};
    use super::*;
    use crate::boundary_layer::{BoundaryLayer, Convection, Observed, Wind};
    use crate::source::{ProfileLevels, Release, ReleaseKind};

    /// The plume of `release` below the lid in the convective air of `layer`, if there is any.
    fn convective_plume(
        layer: BoundaryLayer,
        release: &Release,
        z: f64,
    ) -> Option<ConvectivePlume> {
        let state = Pbl::default().hour(&hour(layer)).0;
        let origin = Origin::new(&state, release);
        let convective = !state.stable && origin.height < state.mixing_height;
        convective.then(|| ConvectivePlume::new(&state, origin, z))
    }

    proptest! {
        #[test]
        fn the_air_of_an_area_finds_itself_again(
            layer in any_layer(),
            release in any_release(),
            (ln_x, z) in (0.5..10.0_f64, 0.0..300.0_f64),
        ) {
            let release = Release { kind: ReleaseKind::Area, ..release };
            let Some(plume) = convective_plume(layer, &release, z) else {
                return Ok(());
            };
            let stage = plume.stage(ln_x.exp());
            let air = plume.effective(&stage);
            let again = plume.between(&air, &stage);
            prop_assert!((again.sigma_w / air.sigma_w - 1.0).abs() < 1e-3, "{air:?} {again:?}");
        }
    }

    #[test]
    fn an_area_among_drafts_that_grow_with_height_feels_more_of_them_than_a_volume() {
        let layer = BoundaryLayer {
            friction_velocity: 0.322,
            monin_obukhov_length: -25.6,
            convection: Some(Convection {
                velocity: 1.829,
                mixing_height: 1885.0,
                gradient_aloft: 0.005,
            }),
            mechanical_mixing_height: 439.0,
            roughness_length: 0.07,
            temperature: 305.9,
            wind: Wind {
                speed: 3.45,
                height: 10.0,
            },
            observed: Observed::default(),
        };
        let turbulence = |kind| {
            let release = Release {
                kind,
                height: 2.19,
                sigma_y0: 0.0,
                sigma_z0: 0.0,
                levels: ProfileLevels::Around,
            };
            let plume = convective_plume(layer.clone(), &release, 30.4).expect("convective air");
            plume.section(40.0).main.local.sigma_w
        };
        assert!(turbulence(ReleaseKind::Area) > turbulence(ReleaseKind::Volume));
    }
}
