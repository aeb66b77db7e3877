//! Paths in a scenario file: relative to it, with `${NAME}` for environment variables.

use std::path::{Path, PathBuf};

use pluim_io::error::{Fault, Result};

use super::chemistry::Chemistry;
use super::file::{Factors, Receptors, Scenario, SourceTable};
use super::variant::Variant;
use crate::measures::Measure;

/// Makes every path of `scenario` absolute or relative to the working folder.
///
/// # Errors
/// When a variable is not set or a `${` has no end.
pub(super) fn resolve(scenario: &mut Scenario, file: &Path) -> Result<()> {
    resolve_paths(paths(scenario), file)
}

/// Makes `paths`, each with the key under which it stands in `file`, absolute or relative to the
/// working folder.
pub(crate) fn resolve_paths(paths: Vec<(&'static str, &mut PathBuf)>, file: &Path) -> Result<()> {
    let folder = file.parent().unwrap_or_else(|| Path::new(""));
    for (field, path) in paths {
        let text = path.to_string_lossy().into_owned();
        let expanded = expand(&text, &|name| std::env::var(name).ok())
            .map_err(|fault| fault.at(file).field(field))?;
        if expanded.contains('\0') {
            let fault = Fault::new("a path without zero bytes").found(expanded.escape_default());
            return Err(fault.at(file).field(field));
        }
        *path = folder.join(expanded);
    }
    Ok(())
}

/// Makes the relative paths of a base, as they were written, relative to the file that names it
/// as `base`.
pub(super) fn relocate(scenario: &mut Scenario, base: &Path) {
    let folder = base.parent().unwrap_or_else(|| Path::new(""));
    let (mut variants, mut own) = (std::mem::take(&mut scenario.variants), paths(scenario));
    own.extend(variants.values_mut().flat_map(of_variant));
    for (_, path) in own {
        if !path.to_string_lossy().starts_with("${") {
            *path = folder.join(&*path);
        }
    }
    scenario.variants = variants;
}

fn paths(scenario: &mut Scenario) -> Vec<(&'static str, &mut PathBuf)> {
    let mut paths = vec![("meteorology.knmi", &mut scenario.meteorology.knmi)];
    paths.extend(scenario.receptors.iter_mut().flat_map(of_receptors));
    paths.extend(of_factors(&mut scenario.factors));
    paths.extend(of_tables(&mut scenario.sources));
    paths.extend(scenario.measures.iter_mut().flat_map(Measure::paths));
    paths.extend(scenario.background.paths());
    paths.extend(scenario.chemistry.iter_mut().flat_map(Chemistry::paths));
    paths
}

fn of_variant(variant: &mut Variant) -> Vec<(&'static str, &mut PathBuf)> {
    let mut paths = of_tables(&mut variant.sources);
    paths.extend(variant.factors.iter_mut().flat_map(of_factors));
    paths.extend(variant.measures.iter_mut().flat_map(Measure::paths));
    paths
}

fn of_receptors(table: &mut Receptors) -> Vec<(&'static str, &mut PathBuf)> {
    let own = [
        ("receptors.cimlk", &mut table.cimlk),
        ("receptors.imaer", &mut table.imaer),
        ("receptors.vector", &mut table.vector),
    ];
    let named = own.into_iter();
    named
        .filter_map(|(key, path)| Some((key, path.as_mut()?)))
        .collect()
}

fn of_factors(factors: &mut Factors) -> Vec<(&'static str, &mut PathBuf)> {
    let own = [
        ("factors.roads", &mut factors.roads),
        ("factors.wood_stoves", &mut factors.wood_stoves),
        ("factors.inland_shipping", &mut factors.inland_shipping),
        ("factors.livestock", &mut factors.livestock),
    ];
    let named = own.into_iter();
    named
        .filter_map(|(key, path)| Some((key, path.as_mut()?)))
        .collect()
}

fn of_tables(tables: &mut [SourceTable]) -> Vec<(&'static str, &mut PathBuf)> {
    let mut paths = Vec::new();
    for table in tables {
        let files = [
            ("sources.cimlk", &mut table.cimlk),
            ("sources.measures", &mut table.measures),
            ("sources.imaer", &mut table.imaer),
            ("sources.vector", &mut table.vector),
            ("sources.wood_stoves", &mut table.wood_stoves),
            ("sources.inland_shipping", &mut table.inland_shipping),
            ("sources.livestock", &mut table.livestock),
        ];
        for (key, path) in files {
            paths.extend(path.as_mut().map(|path| (key, path)));
        }
    }
    paths
}

/// The text with every `${NAME}` replaced by what `value_of` says.
fn expand(
    text: &str,
    value_of: &dyn Fn(&str) -> Option<String>,
) -> std::result::Result<String, Fault> {
    let fault = |found: &str, hint: String| {
        Fault::new("a path, in which ${NAME} stands for an environment variable")
            .found(found)
            .hint(hint)
    };
    let mut expanded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, remainder) = after
            .split_once('}')
            .ok_or_else(|| fault(text, "close the variable with }".to_owned()))?;
        let value = value_of(name).ok_or_else(|| {
            fault(
                text,
                format!("set it first, as in: export {name}=/some/folder"),
            )
        })?;
        expanded.push_str(before);
        expanded.push_str(&value);
        rest = remainder;
    }
    expanded.push_str(rest);
    Ok(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_replaced() {
        let value = |name: &str| (name == "DATA").then(|| "/data".to_owned());
        assert_eq!(
            expand("${DATA}/a/${DATA}", &value).unwrap(),
            "/data/a//data"
        );
        assert_eq!(expand("plain.csv", &value).unwrap(), "plain.csv");
        assert!(expand("${OTHER}/a", &value).is_err());
        assert!(expand("${DATA", &value).is_err());
    }
}
