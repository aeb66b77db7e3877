//! Tells the program from which commit it is built, where that is known.

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=../.git/HEAD");
    println!("cargo::rerun-if-changed=../.git/refs/heads");
    let answer = Command::new("git").args(["rev-parse", "HEAD"]).output();
    if let Some(commit) = answer.ok().filter(|it| it.status.success()) {
        let commit = String::from_utf8_lossy(&commit.stdout);
        println!("cargo::rustc-env=PLUIM_GIT_COMMIT={}", commit.trim());
    }
}
