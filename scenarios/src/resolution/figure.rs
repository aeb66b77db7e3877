//! The figure: maximum, area above limits and difference against the size of cells.

use pluim_core::statistics::field_difference::FieldDifference;
use pluim_io::cell_size_figure::{CellSizeFigure, Curve, Panel};
use pluim_io::picture::printed;

use super::study::{MapFigures, MapStudy, Study};
use crate::assess::{Language, number};

pub(super) fn figure(study: &Study, language: Language) -> CellSizeFigure {
    let title = match language {
        Language::Nl => format!("{}: wat de celgrootte verandert", study.title),
        Language::En => format!("{}: what the size of cells changes", study.title),
    };
    let panels = |map: &MapStudy| {
        let finest = number_of(study.sizes.finest(), language);
        vec![
            maximum(map, &finest, language),
            area(map, language),
            difference(map, &finest, language),
        ]
    };
    CellSizeFigure {
        title,
        sizes: language
            .pick("celgrootte (m)", "size of cells (m)")
            .to_owned(),
        rows: study.maps.iter().map(panels).collect(),
    }
}

fn number_of(size: f64, language: Language) -> String {
    size.to_string().replace('.', language.pick(",", "."))
}

fn curve(map: &MapStudy, name: String, value: impl Fn(&MapFigures) -> Option<f64>) -> Curve {
    let points = map
        .at
        .iter()
        .map(|at| (at.cell, value(at).unwrap_or(f64::NAN)));
    Curve {
        name,
        points: points.collect(),
    }
}

fn maximum(map: &MapStudy, finest: &str, language: Language) -> Panel {
    let highest = |at: &MapFigures| at.maximum.map(|it| it.0);
    let of_means = |at: &MapFigures| {
        let nested = at.nested.as_ref();
        nested.map_or(highest(at), |it| {
            Some(highest(at)? - it.centre_less_mean.bias_of_maximum()?)
        })
    };
    let centres = language.pick(
        "hoogste cel (waarde in het midden)",
        "highest cell (value at its centre)",
    );
    let means = match language {
        Language::Nl => format!("gemiddelde over de cel, uit cellen van {finest} m"),
        Language::En => format!("mean over the cell, from cells of {finest} m"),
    };
    Panel {
        title: format!(
            "{}: {}",
            printed(map.quantity.pollutant()),
            language.pick("maximum", "maximum")
        ),
        values: printed(&map.unit),
        curves: vec![
            curve(map, centres.to_owned(), highest),
            curve(map, means, of_means),
        ],
        nothing: language
            .pick("nergens boven 0", "nowhere above 0")
            .to_owned(),
    }
}

fn area(map: &MapStudy, language: Language) -> Panel {
    let unit = printed(&map.unit);
    let curves = map.limits.iter().enumerate().map(|(at, limit)| {
        let value = number(limit.value, limit.decimals(), language);
        let name = format!(
            "{} {value} {unit} ({})",
            language.pick("boven", "above"),
            language.short_regime(limit.regime)
        );
        curve(map, name, move |figures| {
            figures.area_above.get(at).copied()
        })
    });
    Panel {
        title: format!(
            "{}: {}",
            printed(map.quantity.pollutant()),
            language.pick("oppervlak boven grenswaarden", "area above limits")
        ),
        values: "km²".to_owned(),
        curves: curves.collect(),
        nothing: if map.limits.is_empty() {
            language.pick(
                "geen jaargrenswaarde voor deze stof",
                "no annual limit for this pollutant",
            )
        } else {
            language.pick("nergens boven een grenswaarde", "nowhere above a limit")
        }
        .to_owned(),
    }
}

fn difference(map: &MapStudy, finest: &str, language: Language) -> Panel {
    let of = |figure: fn(&FieldDifference) -> Option<f64>| {
        move |at: &MapFigures| at.nested.as_ref().and_then(|it| figure(&it.at_fine_cells))
    };
    let named = |dutch: &str, english: &str| language.pick(dutch, english).to_owned();
    Panel {
        title: match language {
            Language::Nl => format!(
                "{}: verschil met cellen van {finest} m",
                printed(map.quantity.pollutant())
            ),
            Language::En => format!(
                "{}: difference with cells of {finest} m",
                printed(map.quantity.pollutant())
            ),
        },
        values: printed(&map.unit),
        curves: vec![
            curve(
                map,
                named("gemiddeld (absoluut)", "mean (absolute)"),
                of(FieldDifference::mean_absolute),
            ),
            curve(
                map,
                named("95e percentiel", "95th percentile"),
                of(|it| it.quantile(0.95)),
            ),
            curve(
                map,
                named("99e percentiel", "99th percentile"),
                of(|it| it.quantile(0.99)),
            ),
        ],
        nothing: named("geen verschil", "no difference"),
    }
}
