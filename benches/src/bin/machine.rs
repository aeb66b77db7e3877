//! What one thread of this machine can do at best: `cargo run --release -p pluim-benches --bin machine`.

use pluim_benches::machine::Machine;

fn main() {
    let Machine { operations, bytes } = Machine::measured();
    println!("multiply-and-add, f32: {:.1} GFLOP/s", operations / 1e9);
    println!("copy of memory: {:.1} GB/s read and written", bytes / 1e9);
}
