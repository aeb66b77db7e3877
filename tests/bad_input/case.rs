//! The tables of wrong inputs.

use std::path::Path;

use serde::Deserialize;

/// A table of wrong inputs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    pub(crate) case: Vec<Case>,
}

/// A wrong input and what is to be said of it.
#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    #[serde(default = "run")]
    pub(crate) command: String,
    #[serde(flatten)]
    pub(crate) change: Option<Change>,
    /// Further changes.
    #[serde(default)]
    pub(crate) also: Vec<Change>,
    /// What the message must hold.
    pub(crate) says: Vec<String>,
}

/// A change of a file; several together are made in the order of these fields.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Change {
    /// The file.
    #[serde(rename = "in")]
    pub(crate) file: String,
    /// All of its text.
    pub(crate) text: Option<String>,
    /// The file whose bytes it gets.
    pub(crate) copy_of: Option<String>,
    /// Text that is replaced once.
    pub(crate) from: Option<String>,
    /// Text that is replaced wherever it stands.
    pub(crate) every: Option<String>,
    /// What takes its place.
    pub(crate) to: Option<String>,
    /// How many bytes stay.
    pub(crate) keep_bytes: Option<usize>,
    /// How many lines stay.
    pub(crate) keep_lines: Option<usize>,
    /// The line that goes.
    pub(crate) drop_line: Option<usize>,
    /// Two lines that take each other's place.
    pub(crate) swap_lines: Option<[usize; 2]>,
    /// Another kind of file or of bytes, see `spoil::rewrite`.
    #[serde(rename = "as")]
    pub(crate) kind: Option<String>,
}

fn run() -> String {
    "run scenario.toml --out out".to_owned()
}

impl Table {
    /// The table `name` beside this file.
    pub(crate) fn read(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("bad_input");
        let file = folder.join(name).with_extension("toml");
        let text = std::fs::read_to_string(&file).unwrap();
        toml::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()))
    }
}
