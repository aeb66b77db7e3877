//! Whose slip correction the diffusion of particles takes.
//!
//! AERMOD 24142 (`VDP1`, `VDP`) keeps one correction a size class for all sources, that of the last
//! source that has the class. It acts on diffusion, to the ground and to drops of rain; settling has
//! that of its own particles.

use clap::ValueEnum;
use pluim_core::deposition::{Particles, Slip};
use pluim_io::aermod::{
    ControlFile, Depletion, ResultKind, SizeClass, Source, SourceKind, Substance,
};

/// Whose slip correction the diffusion of particles takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ParticleSlip {
    /// That of the last source that has the size class, as AERMOD 24142 has it
    #[default]
    Aermod,
    /// Their own
    Own,
}

/// The substances of the sources of `deck`, diffusing by `slip`.
pub(super) fn substances(deck: &ControlFile, slip: ParticleSlip) -> Vec<Substance> {
    let last = last_diameters(&deck.sources);
    let of = |source: &Source| match (&source.substance, slip) {
        (Substance::Particles(classes), ParticleSlip::Aermod) => {
            Substance::Particles(diffusing_as(classes, &last))
        }
        (substance, _) => substance.clone(),
    };
    deck.sources.iter().map(of).collect()
}

/// A remark where particles of one source take the slip correction of another's.
pub(super) fn taken_of_another(deck: &ControlFile, slip: ParticleSlip) -> Option<String> {
    let options = &deck.control.options;
    let falls = options
        .results
        .iter()
        .any(|it| *it != ResultKind::Concentration);
    if !falls && options.depletion == [Depletion::Off; 2] {
        return None;
    }
    let substances = substances(deck, slip);
    let sources = deck.sources.iter().zip(&substances);
    let (source, _) = sources
        .filter(|(source, _)| !matches!(source.kind, SourceKind::Road(_)))
        .find(|(_, substance)| takes_of_another(substance))?;
    Some(format!(
        "particles of {}, perhaps not of it alone, diffuse by the slip correction of another source's, as in \
         AERMOD; `--particle-slip own` takes that of each",
        source.id
    ))
}

fn takes_of_another(substance: &Substance) -> bool {
    let Substance::Particles(classes) = substance else {
        return false;
    };
    classes
        .iter()
        .any(|class| class.particles.slip != Slip::Own)
}

/// The diameters (um) of every size class in the last source that has it.
fn last_diameters(sources: &[Source]) -> Vec<f64> {
    let mut last: Vec<f64> = Vec::new();
    for source in sources {
        let own = diameters(&source.substance);
        let kept = last.get(own.len()..).unwrap_or_default().to_vec();
        last = [own, kept].concat();
    }
    last
}

fn diameters(substance: &Substance) -> Vec<f64> {
    match substance {
        Substance::Particles(classes) => classes.iter().map(|it| it.particles.diameter).collect(),
        Substance::TwoModes(modes) => vec![modes.diameter],
        Substance::Inert | Substance::Steady(_) | Substance::Gas(_) => Vec::new(),
    }
}

fn diffusing_as(classes: &[SizeClass], last: &[f64]) -> Vec<SizeClass> {
    let of = |(class, diameter): (&SizeClass, &f64)| {
        let slip = match *diameter == class.particles.diameter {
            true => Slip::Own,
            false => Slip::OfDiameter(*diameter),
        };
        SizeClass {
            particles: Particles {
                slip,
                ..class.particles
            },
            ..*class
        }
    };
    classes.iter().zip(last).map(of).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::path::Path;

    use super::*;

    /// Three stacks, of which the second has two size classes.
    fn deck(model: &str) -> ControlFile {
        let stack = |number: usize| {
            format!(
                "   LOCATION  S{number}  POINT  0.0 0.0\n   \
                 SRCPARAM  S{number}  1.0 20.0 400.0 10.0 1.0\n"
            )
        };
        let dust = |id: &str, sizes: &str, shares: &str, densities: &str| {
            format!(
                "   PARTDIAM  {id} {sizes}\n   MASSFRAX  {id} {shares}\n   \
                 PARTDENS  {id} {densities}\n"
            )
        };
        let sources = (1..=3).map(stack).collect::<String>();
        let particles = dust("S1", "1.0", "1.0", "1.5")
            + &dust("S2", "2.0 8.0", "0.5 0.5", "1.5 1.5")
            + &dust("S3", "5.0", "1.0", "1.5");
        let text = format!(
            "CO STARTING\n   TITLEONE  Dust\n   MODELOPT  {model} FLAT\n   AVERTIME  1\n   \
             POLLUTID  PM10\n   RUNORNOT  RUN\nCO FINISHED\nSO STARTING\n{sources}{particles}   \
             SRCGROUP  ALL\nSO FINISHED\nRE STARTING\n   DISCCART  50.0 50.0\nRE FINISHED\n\
             ME STARTING\n   SURFFILE  a.sfc\n   PROFFILE  a.pfl\n   SURFDATA  1 2017\n   \
             UAIRDATA  1 2017\n   PROFBASE  0.0\nME FINISHED\nOU STARTING\n   \
             RECTABLE  ALLAVE  FIRST\nOU FINISHED\n"
        );
        ControlFile::parse(Path::new("dust.inp"), &text).unwrap()
    }

    fn slips(slip: ParticleSlip) -> Vec<Vec<Slip>> {
        let of = |substance: Substance| match substance {
            Substance::Particles(classes) => classes.iter().map(|it| it.particles.slip).collect(),
            _ => Vec::new(),
        };
        substances(&deck("DDEP"), slip)
            .into_iter()
            .map(of)
            .collect()
    }

    #[test]
    fn a_class_takes_the_slip_of_the_last_source_that_has_it() {
        let five = Slip::OfDiameter(5.0);
        let found = slips(ParticleSlip::Aermod);
        assert_eq!(found, [vec![five], vec![five, Slip::Own], vec![Slip::Own]]);
        let own = slips(ParticleSlip::Own);
        assert_eq!(own, [vec![Slip::Own], vec![Slip::Own; 2], vec![Slip::Own]]);
    }

    #[test]
    fn it_is_told_where_it_counts() {
        let told = |model: &str, slip| taken_of_another(&deck(model), slip).is_some();
        assert!(told("DDEP", ParticleSlip::Aermod));
        assert!(told("CONC", ParticleSlip::Aermod), "particles deplete");
        assert!(!told("CONC NODRYDPLT NOWETDPLT", ParticleSlip::Aermod));
        assert!(!told("DDEP", ParticleSlip::Own));
    }
}
