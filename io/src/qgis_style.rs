//! Styles for QGIS: a `.qml` file beside a raster colours it when it is opened.

use std::path::{Path, PathBuf};

use crate::partial::write_whole;
use crate::picture::{Classes, printed};
use crate::write_error::Result;

/// A limit by name, which the legend tells.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedLimit {
    /// Value, in the unit of the raster.
    pub value: f64,
    /// Such as `who-2021`.
    pub name: String,
}

/// The style file of a raster, which QGIS finds by its name.
#[must_use]
pub fn style_path(raster: &Path) -> PathBuf {
    raster.with_extension("qml")
}

/// Writes the style of `raster`: a colour for each class, and a legend in `unit` that names the
/// limits on which a class begins.
///
/// # Errors
/// When the folder cannot be written or the disk is full.
///
/// ```
/// use pluim_io::picture::{Classes, Scale};
/// use pluim_io::qgis_style::{style_path, write_style};
/// let folder = tempfile::tempdir()?;
/// let raster = folder.path().join("no2_mean.tif");
/// let classes = Classes::new(vec![10.0, 20.0], Scale::Sequential);
/// write_style(&raster, &classes, "ug/m3", &[])?;
/// let style = std::fs::read_to_string(style_path(&raster))?;
/// assert!(style.contains(r#"value="20" label="10 - 20 µg/m³""#), "{style}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_style(
    raster: &Path,
    classes: &Classes,
    unit: &str,
    limits: &[NamedLimit],
) -> Result<()> {
    write_whole(&style_path(raster), style(classes, unit, limits).as_bytes())
}

fn style(classes: &Classes, unit: &str, limits: &[NamedLimit]) -> String {
    let bounds = classes.limits();
    let (first, last) = match bounds {
        [] => (0.0, 0.0),
        [first, .., last] => (*first, *last),
        [one] => (*one, *one),
    };
    let items: String = (0..classes.count())
        .map(|class| item(classes, class, &printed(unit), limits))
        .collect();
    format!(
        r#"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="0.8" alphaBand="-1" nodataColor="" classificationMin="{first}" classificationMax="{last}">
      <rasterTransparency/>
      <rastershader>
        <colorrampshader colorRampType="DISCRETE" classificationMode="1" clip="0" minimumValue="{first}" maximumValue="{last}" labelPrecision="4">
{items}        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
    <rasterresampler maxOversampling="2"/>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
"#
    )
}

/// A class by its upper bound, as the discrete ramp of QGIS wants it.
fn item(classes: &Classes, class: usize, unit: &str, limits: &[NamedLimit]) -> String {
    let bounds = classes.limits();
    let lower = class.checked_sub(1).and_then(|at| bounds.get(at));
    let upper = bounds.get(class);
    // shares are read as percentages
    let (lower_text, upper_text, unit) = match unit {
        "1" => (lower.map(percent), upper.map(percent), "%"),
        _ => (
            lower.map(ToString::to_string),
            upper.map(ToString::to_string),
            unit,
        ),
    };
    let mut label = match (lower_text, upper_text) {
        (None, None) => unit.to_owned(),
        (None, Some(upper)) => format!("up to {upper} {unit}"),
        (Some(lower), Some(upper)) => format!("{lower} - {upper} {unit}"),
        (Some(lower), None) => format!("above {lower} {unit}"),
    };
    let passed = limits.iter().filter(|it| lower == Some(&it.value));
    let passed: Vec<&str> = passed.map(|it| it.name.as_str()).collect();
    if !passed.is_empty() {
        label = format!("{label}: above {}", passed.join(", "));
    }
    let value = upper.map_or_else(|| "inf".to_owned(), ToString::to_string);
    let [red, green, blue] = classes.colour(class);
    let label = quick_xml::escape::escape(&label);
    format!(
        "          <item alpha=\"255\" color=\"#{red:02x}{green:02x}{blue:02x}\" value=\"{value}\" label=\"{label}\"/>\n"
    )
}

/// A share in percent, without the last bits of the product.
fn percent(share: &f64) -> String {
    format!("{:.6}", 100.0 * share)
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Scale;

    #[test]
    fn shares_are_told_in_percent() {
        let text = style(
            &Classes::new(vec![0.0001, 0.07], Scale::Sequential),
            "1",
            &[],
        );
        assert!(
            text.contains("value=\"0.07\" label=\"0.01 - 7 %\""),
            "{text}"
        );
    }

    #[test]
    fn a_class_names_the_limit_that_it_passes() {
        let classes = Classes::new(vec![5.0, 10.0, 40.0], Scale::Sequential);
        let limit = NamedLimit {
            value: 10.0,
            name: "who-2021 & more".to_owned(),
        };
        let text = style(&classes, "ug/m3", &[limit]);
        assert_eq!(text.matches("<item").count(), 4);
        assert!(
            text.contains("label=\"10 - 40 µg/m³: above who-2021 &amp; more\""),
            "{text}"
        );
        assert!(
            text.contains("value=\"inf\" label=\"above 40 µg/m³\""),
            "{text}"
        );
    }

    #[test]
    fn a_raster_of_one_value_has_one_class() {
        let text = style(&Classes::new(vec![], Scale::Sequential), "%", &[]);
        assert_eq!(text.matches("<item").count(), 1);
    }
}
