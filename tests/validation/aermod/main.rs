//! `pluim aermod` beside AERMOD's own results.
//!
//! Runs the control files under `$PLUIM_DATA/reference` (default `../shared/reference` beside the
//! workspace) and prints, file by file, how far pluim's results are from AERMOD's.
//!
//! ```text
//! cargo run --release -p pluim-tests --bin validate-aermod -- [PART OF A NAME]...
//! ```
//!
//! Without names all cases run; `--figure FILE.svg` draws the deviations, `--keep DIR` keeps
//! pluim's files, `--direct` takes the direct rung, and `--venkatram2013` the refined vertical
//! growth near the ground.

mod figure;
mod scores;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use pluim::aermod::chemistry::OlmRoads;
use pluim::aermod::particle_slip::ParticleSlip;
use pluim::aermod::{HourlyRung, NearSurfaceLaw};
use pluim_tests::agreement::{Agreement, Kind, of_files};
use pluim_tests::reference::{decks, reference};

fn main() -> ExitCode {
    let mut names = Vec::new();
    let mut keep = None;
    let mut drawn = None;
    let mut settings = Settings::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--keep" => keep = words.next().map(PathBuf::from),
            "--figure" => drawn = words.next().map(PathBuf::from),
            "--direct" => settings.rung = HourlyRung::Direct,
            "--venkatram2013" => settings.near_surface = NearSurfaceLaw::Venkatram2013,
            _ => names.push(word),
        }
    }
    let Some(reference) = reference() else {
        return ExitCode::SUCCESS;
    };
    println!("{}", Agreement::heading());
    let mut good = true;
    let mut found = Vec::new();
    for deck in decks(&reference) {
        let name = deck.file_stem().unwrap_or_default().to_string_lossy();
        if !names.is_empty() && !names.iter().any(|part| name.contains(part.as_str())) {
            continue;
        }
        good &= case((&name, &deck), settings, keep.as_deref(), &mut found);
    }
    scores::print(&found);
    let drawing = drawn.map_or(Ok(()), |path| figure::draw(&found, &path));
    if let Err(fault) = drawing {
        eprintln!("{fault}");
        good = false;
    }
    ExitCode::from(u8::from(!good))
}

/// What differs from a plain run.
#[derive(Clone, Copy, Default)]
struct Settings {
    rung: HourlyRung,
    near_surface: NearSurfaceLaw,
}

/// Runs one control file, prints the agreement of its files and adds it to `found`; whether
/// everything is within bounds.
fn case(
    (name, deck): (&str, &Path),
    settings: Settings,
    keep: Option<&Path>,
    found: &mut Vec<(String, Agreement)>,
) -> bool {
    let scratch = tempfile::tempdir().ok();
    let folder = match (keep, &scratch) {
        (Some(folder), _) => folder.join(name),
        (None, Some(scratch)) => scratch.path().to_owned(),
        (None, None) => return false,
    };
    let args = pluim::aermod::AermodArgs {
        file: deck.to_owned(),
        out: Some(folder.clone()),
        epsg: 0,
        leave_out_unsupported: true,
        rung: settings.rung,
        near_surface: settings.near_surface,
        olm_roads: OlmRoads::default(),
        particle_slip: ParticleSlip::default(),
    };
    let clock = Instant::now();
    let run = match pluim::aermod::run(&args) {
        Ok(run) => run,
        Err(refusal) => {
            println!("{name:32} refused: {refusal}");
            return true;
        }
    };
    let seconds = clock.elapsed().as_secs_f64();
    let mut good = true;
    for ours in &run.outputs {
        let Some(theirs) = expected(deck, ours) else {
            continue;
        };
        match of_files(ours, &theirs) {
            Ok(agreement) => {
                let file = ours.file_name().unwrap_or_default().to_string_lossy();
                println!("{}", agreement.row(&file, seconds));
                good &= agreement.good() || agreement.kind == Kind::Other;
                found.push((file.into_owned(), agreement));
            }
            Err(fault) => {
                println!("{name:32} {fault}");
                good = false;
            }
        }
    }
    good
}

/// AERMOD's file that belongs to ours.
fn expected(deck: &Path, ours: &Path) -> Option<PathBuf> {
    let name = ours.file_name()?.to_string_lossy();
    let name = name.replace("_per.plt", "_period.plt");
    let folder = deck.parent()?;
    let places = [folder.to_owned(), folder.join("expected")];
    let all = places.iter().flat_map(|place| {
        let zipped = place.join(format!("{name}.gz"));
        [place.join(&name), zipped]
    });
    all.into_iter().find(|path| path.is_file())
}
