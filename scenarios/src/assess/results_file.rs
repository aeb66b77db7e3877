//! A CIMLK results file as receptors with what is known of their air.

use std::path::Path;

use pluim_core::assessment::{Averaging, CountedExceedances, Extent, Input, PollutantYear, Traced};
use pluim_core::provenance::Provenance;
use pluim_io::cimlk::{Background, ReceptorResult, read_results};
use pluim_io::error::Result;
use pluim_io::run_folder::FileRecord;

use super::recomputed::{differences, recompute};
use super::site::{Assessable, Duties, METHODS_RULE, NO2_RULE, No2, Site, duty, input_file, scope};

/// Reads a CIMLK results file.
pub(super) fn of_results(path: &Path) -> Result<Assessable> {
    let results = read_results(path)?.into_records();
    let name = path.file_name().unwrap_or(path.as_os_str());
    let file = FileRecord::of(path, name.to_string_lossy())?.used_as("results");
    let first = results.first();
    Ok(Assessable {
        title: name.to_string_lossy().into_owned(),
        path: path.to_owned(),
        tool: first.map(|result| result.tool.clone()),
        run_id: None,
        method: None,
        year: first.map(|result| result.year.to_string()),
        warnings_by_receptor: None,
        finished: None,
        sites: results.iter().map(site_of_result).collect(),
        warnings: differences(&results),
        inputs: vec![input_file(&file)],
        no2: No2::Formed,
        recomputed: recompute(&results),
        duties: Duties::Registered,
    })
}

fn site_of_result(result: &ReceptorResult) -> Site {
    let particles = [
        ("pm10", &result.pm10, pm10_days(result)),
        ("pm2_5", &result.pm2_5, vec![]),
        ("ec", &result.ec, vec![]),
    ];
    let mut years = vec![no2_year(result)];
    years.extend(particles.map(|(name, value, counted)| PollutantYear {
        pollutant: name.to_owned(),
        extent: Extent::Total,
        mean: sum(
            value.concentration,
            METHODS_RULE,
            &value.background,
            &[("SRM1", value.srm1), ("SRM2", value.srm2)],
        ),
        at_most: None,
        counted,
    }));
    Site {
        id: result.receptor.clone(),
        x: result.at.x(),
        y: result.at.y(),
        duty: duty(result.grounds),
        scope: scope(result.assessed),
        years,
    }
}

fn no2_year(result: &ReceptorResult) -> PollutantYear {
    let no2 = &result.no2;
    let parts = [
        ("direct SRM1", no2.direct_srm1),
        ("direct SRM2", no2.direct_srm2),
        ("conversion", no2.conversion),
        ("NOx SRM1", no2.nox_srm1),
        ("NOx SRM2", no2.nox_srm2),
        ("ozone", result.o3.concentration),
    ];
    PollutantYear {
        pollutant: "no2".to_owned(),
        extent: Extent::Total,
        mean: sum(no2.concentration, NO2_RULE, &no2.background, &parts),
        at_most: None,
        counted: vec![],
    }
}

/// The official number of days, which has the same rule but full precision behind it.
fn pm10_days(result: &ReceptorResult) -> Vec<CountedExceedances> {
    vec![CountedExceedances {
        averaging: Averaging::Day,
        threshold: 50.0,
        count: result.pm10_days,
        origin: "results file, pm10Overschrijdingsdagen".to_owned(),
    }]
}

fn sum(value: f64, rule: &str, background: &Background, parts: &[(&str, f64)]) -> Traced {
    let input = |name: &str, value: f64| Input {
        name: name.to_owned(),
        value,
        unit: "ug/m3",
        origin: "results file".to_owned(),
    };
    let first = input("background", background.concentration);
    let rest = parts.iter().map(|(name, value)| input(name, *value));
    Traced {
        value,
        unit: "ug/m3",
        rule: rule.to_owned(),
        provenance: Provenance::Verified,
        inputs: std::iter::once(first).chain(rest).collect(),
    }
}
