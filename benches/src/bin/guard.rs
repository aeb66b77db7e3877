//! Does one piece of work, so that its instructions can be counted:
//! `cargo run -p pluim-benches --bin guard -- mean_kernel`.

use std::process::ExitCode;

use pluim_benches::guard::{PIECES, work};
use rayon::ThreadPoolBuilder;

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let Ok(pool) = ThreadPoolBuilder::new().num_threads(1).build() else {
        return ExitCode::FAILURE;
    };
    match pool.install(|| work(&name)) {
        Some(sum) => {
            println!("{sum}");
            ExitCode::SUCCESS
        }
        None => {
            eprintln!(
                "guard: found {name:?}, expected one of {}",
                PIECES.join(", ")
            );
            ExitCode::from(2)
        }
    }
}
