//! In what two runs differ, by their records.

use std::collections::BTreeMap;
use std::fmt;

use pluim_io::run_folder::{FileRecord, Record};
use serde_json::{Value, json};

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The sources, their emission or a measure on it: what a comparison is meant to show.
    Sources,
    /// Anything else, which takes part in the change.
    Other,
}

/// One difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What it is about.
    pub kind: Kind,
    /// Where it stands: a key of the settings, a file, or another part of the record.
    pub what: String,
    /// In the first run; null where it is absent.
    pub a: Value,
    /// In the second run.
    pub b: Value,
}

/// Keys of the settings that describe sources and their emission.
const OF_SOURCES: [&str; 4] = ["sources", "factors", "measures", "profiles"];
/// What files with sources and their emission are used as.
const ROLES: [&str; 5] = [
    "sources",
    "roads",
    "road emission factors",
    "measures",
    "measure",
];

impl Difference {
    fn new(kind: Kind, what: impl Into<String>, a: Value, b: Value) -> Self {
        Self {
            kind,
            what: what.into(),
            a,
            b,
        }
    }

    pub(super) fn json(&self) -> Value {
        let kind = match self.kind {
            Kind::Sources => "sources",
            Kind::Other => "other",
        };
        json!({ "kind": kind, "what": self.what, "a": self.a, "b": self.b })
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |value: &Value| {
            let text = match value {
                Value::Null => "none".to_owned(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            if text.chars().count() > 70 {
                format!("{}...", text.chars().take(67).collect::<String>())
            } else {
                text
            }
        };
        write!(
            to,
            "{}: {} -> {}",
            self.what,
            short(&self.a),
            short(&self.b)
        )
    }
}

/// Everything in which two runs differ, but for titles, times, command lines and where files lie.
///
/// ```
/// use pluim::compare::{Kind, differences};
/// use pluim_io::run_folder::Record;
/// fn only_sources_differ(a: &Record, b: &Record) -> bool {
///     differences(a, b).iter().all(|it| it.kind == Kind::Sources)
/// }
/// ```
#[must_use]
pub fn differences(a: &Record, b: &Record) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut other = |what: &str, a: Value, b: Value| {
        if a != b {
            found.push(Difference::new(Kind::Other, what, a, b));
        }
    };
    let program = |record: &Record| {
        let program = &record.program;
        json!([program.name, program.version, program.git_commit])
    };
    other("program", program(a), program(b));
    other("solver.rung", json!(a.solver.rung), json!(b.solver.rung));
    other("hours", json!(a.hours), json!(b.hours));
    settings(&a.settings, &b.settings, "", &mut found);
    files(&a.inputs, &b.inputs, &mut found);
    found
}

fn settings(a: &Value, b: &Value, at: &str, found: &mut Vec<Difference>) {
    if a == b || at == "title" {
        return;
    }
    match (a, b) {
        (Value::Object(of_a), Value::Object(of_b)) => {
            let keys = of_a
                .keys()
                .chain(of_b.keys().filter(|it| !of_a.contains_key(*it)));
            for key in keys {
                settings(&a[key], &b[key], &joined(at, key), found);
            }
        }
        (Value::Array(of_a), Value::Array(of_b)) if of_a.iter().any(Value::is_object) => {
            for index in 0..of_a.len().max(of_b.len()) {
                let part = |of: &[Value]| of.get(index).cloned().unwrap_or_default();
                settings(
                    &part(of_a),
                    &part(of_b),
                    &format!("{at}[{}]", index + 1),
                    found,
                );
            }
        }
        _ => found.push(Difference::new(kind(at), at, a.clone(), b.clone())),
    }
}

fn joined(at: &str, key: &str) -> String {
    if at.is_empty() {
        key.to_owned()
    } else {
        format!("{at}.{key}")
    }
}

fn kind(at: &str) -> Kind {
    let first = at.split(['.', '[']).next().unwrap_or_default();
    if OF_SOURCES.contains(&first) {
        Kind::Sources
    } else {
        Kind::Other
    }
}

/// The bytes of the inputs, by what they are used as; the settings say the rest of the scenario.
fn files(a: &[FileRecord], b: &[FileRecord], found: &mut Vec<Difference>) {
    let by_role = |files: &[FileRecord]| {
        let mut roles: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for file in files {
            let role = file.role.clone().unwrap_or_default();
            if role != "scenario" {
                let name = file.path.rsplit(['/', '\\']).next().unwrap_or_default();
                let sha: String = file.sha256.chars().take(12).collect();
                roles
                    .entry(role)
                    .or_default()
                    .push(json!(format!("{name} {sha}")));
            }
        }
        roles
    };
    let (a, b) = (by_role(a), by_role(b));
    let roles = a.keys().chain(b.keys().filter(|it| !a.contains_key(*it)));
    for role in roles {
        let of = |roles: &BTreeMap<String, Vec<Value>>| match roles.get(role) {
            Some(files) => json!(files),
            None => Value::Null,
        };
        if of(&a) != of(&b) {
            let known = ROLES.contains(&role.as_str());
            let kind = if known { Kind::Sources } else { Kind::Other };
            found.push(Difference::new(
                kind,
                format!("files used as {role}"),
                of(&a),
                of(&b),
            ));
        }
    }
}

/// The differences for people: what was meant to differ, and what else does.
pub(super) fn text(differences: &[Difference]) -> String {
    let lines = |kind: Kind| -> String {
        let of_kind = differences.iter().filter(|it| it.kind == kind);
        of_kind.map(|it| format!("  {it}\n")).collect()
    };
    let (sources, others) = (lines(Kind::Sources), lines(Kind::Other));
    let mut text = String::new();
    if differences.is_empty() {
        text.push_str("the runs do not differ in anything that their records tell\n");
    }
    if !sources.is_empty() {
        text.push_str(&format!("what differs in the sources:\n{sources}"));
    }
    if others.is_empty() {
        text.push_str("nothing else differs: same weather, grid, solver and program\n");
    } else {
        text.push_str(&format!(
            "what ELSE differs, and takes part in the change:\n{others}"
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(a: &Value, b: &Value) -> Vec<(Kind, String)> {
        let mut found = Vec::new();
        settings(a, b, "", &mut found);
        found.into_iter().map(|it| (it.kind, it.what)).collect()
    }

    #[test]
    fn sources_are_told_from_the_rest() {
        let a = json!({
            "title": "one", "grid": { "cell_m": 10 },
            "sources": [{ "group": "roads", "imaer": "a.gml" }],
        });
        let mut b = a.clone();
        b["title"] = "two".into();
        assert_eq!(found(&a, &b), []);
        b["sources"][0]["imaer"] = "b.gml".into();
        b["measures"] = json!([{ "kind": "scale" }]);
        b["grid"]["cell_m"] = 20.into();
        let expected = [
            (Kind::Other, "grid.cell_m"),
            (Kind::Sources, "sources[1].imaer"),
            (Kind::Sources, "measures"),
        ];
        assert_eq!(
            found(&a, &b),
            expected.map(|(kind, what)| (kind, what.to_owned()))
        );
    }

    #[test]
    fn files_are_compared_by_their_bytes_and_not_their_place() {
        let file = |path: &str, sha: &str, role: &str| FileRecord {
            path: path.to_owned(),
            role: Some(role.to_owned()),
            bytes: 1,
            sha256: sha.to_owned(),
        };
        let mut found = Vec::new();
        let a = [
            file("x/w.zip", "1", "meteorology"),
            file("s.toml", "1", "scenario"),
        ];
        let b = [
            file("y/w.zip", "1", "meteorology"),
            file("s.toml", "2", "scenario"),
        ];
        files(&a, &b, &mut found);
        assert_eq!(found, []);
        files(&a, &[file("y/w.zip", "2", "meteorology")], &mut found);
        assert_eq!(found[0].kind, Kind::Other);
    }
}
