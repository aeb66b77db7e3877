//! The pluim command.
fn main() {}
