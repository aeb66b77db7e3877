//! Maps of the change: absolute, and as a share of the reference.

use pluim_io::picture::{MapPicture, Scale, printed};
use pluim_io::plain_table::{Cell, PlainTable};
use pluim_io::raster::{Provenance, RasterFile, RasterLabel, TILE};
use pluim_io::run_folder::Quantity;

use super::{Pair, differ};
use crate::answer::{Answer, Derived, beside, same_grid, write_derived};
use crate::error::Result;

/// A raster that both runs have.
pub(super) struct Rasters {
    pub(super) quantity: Quantity,
    pub(super) a: RasterFile,
    pub(super) b: RasterFile,
}

pub(super) fn open(pair: &Pair) -> Result<Vec<Rasters>> {
    let open = |quantity: &Quantity| {
        let (a, b) = (pair.a.raster(quantity)?, pair.b.raster(quantity)?);
        same_grid(&a, &b, &pair.b.path(quantity))?;
        Ok(Rasters {
            quantity: quantity.clone(),
            a,
            b,
        })
    };
    pair.common.iter().map(open).collect()
}

/// What a map of the change holds.
#[derive(Clone, Copy)]
enum Change {
    /// B - A, in the unit of both.
    Absolute,
    /// (B - A) / A in percent; none where A is 0.
    Relative,
}

impl Change {
    fn quantity(self, of: &Quantity) -> Quantity {
        let word = match self {
            Self::Absolute => "difference",
            Self::Relative => "relative",
        };
        of.with_statistic(&format!("{}_{word}", of.statistic()))
    }

    fn value(self, a: f32, b: f32) -> f32 {
        let (a, b) = (f64::from(a), f64::from(b));
        match self {
            Self::Absolute => (b - a) as f32,
            Self::Relative if a > 0.0 => (100.0 * (b - a) / a) as f32,
            Self::Relative => f32::NAN,
        }
    }
}

pub(super) fn write(pairs: &[Rasters], pair: &Pair, answer: &mut Answer) -> Result<()> {
    let columns = [
        "map",
        "unit",
        "mean_a",
        "mean_b",
        "mean_difference",
        "lowest",
        "highest",
        "cells_lower",
        "cells_higher",
    ];
    let (mut table, mut shown) = (PlainTable::new(columns), PlainTable::new(columns));
    for rasters in pairs {
        let changes = [Change::Absolute, Change::Relative];
        let derived: Vec<Derived<'_>> = changes
            .iter()
            .map(|change| derived(*change, rasters, pair, answer))
            .collect::<Result<_>>()?;
        write_derived(&[&rasters.a, &rasters.b], &derived)?;
        for change in changes {
            answer
                .files
                .push(format!("{}.tif", change.quantity(&rasters.quantity)));
        }
        let summary = Summary::of(rasters)?;
        if rasters.quantity.group().is_none() && summary.changes() {
            draw(rasters, pair, answer)?;
        }
        let row: [Cell; 9] = [
            rasters.quantity.to_string().into(),
            rasters.a.label()?.unit.into(),
            summary.mean(summary.a).into(),
            summary.mean(summary.b).into(),
            summary.mean(summary.b - summary.a).into(),
            summary.lowest.into(),
            summary.highest.into(),
            summary.lower.into(),
            summary.higher.into(),
        ];
        if rasters.quantity.group().is_none() || summary.changes() {
            shown.push(row.clone());
        }
        table.push(row);
    }
    if !pairs.is_empty() {
        answer.text.push_str(&format!("\n{}", shown.text()));
    }
    answer.record["maps"] = table.json();
    Ok(())
}

fn derived<'a>(
    change: Change,
    rasters: &Rasters,
    pair: &Pair,
    answer: &Answer,
) -> Result<Derived<'a>> {
    let quantity = change.quantity(&rasters.quantity);
    let label = rasters.b.label()?;
    let (title, unit) = match change {
        Change::Absolute => ("change", label.unit),
        Change::Relative => ("relative change", "%".to_owned()),
    };
    Ok(Derived {
        path: beside(&answer.folder, &quantity),
        label: RasterLabel {
            epsg: label.epsg,
            band: format!("{}, {title}", label.band),
            unit,
            provenance: Provenance {
                statistic: quantity.statistic().to_owned(),
                scenario: format!("{} minus {}", pair.b.record.title, pair.a.record.title),
                run_id: format!("{} minus {}", pair.b.record.run_id, pair.a.record.run_id),
                ..label.provenance
            },
        },
        of: Box::new(move |cell| change.value(cell[0], cell[1])),
    })
}

/// A picture of the absolute change of a total.
fn draw(rasters: &Rasters, pair: &Pair, answer: &mut Answer) -> Result<()> {
    let quantity = Change::Absolute.quantity(&rasters.quantity);
    let name = format!("{quantity}.png");
    let of = &rasters.quantity;
    let picture = MapPicture {
        title: format!(
            "{}, {}: change",
            printed(of.pollutant()),
            printed(of.statistic())
        ),
        subtitle: format!("{} minus {}", pair.b.record.title, pair.a.record.title),
        source: format!("runs {} and {}", pair.b.record.run_id, pair.a.record.run_id),
        scale: Scale::Diverging,
        ..MapPicture::default()
    };
    let raster = RasterFile::open(&beside(&answer.folder, &quantity))?;
    picture.draw(&raster, &answer.folder.join(&name))?;
    answer.files.push(name);
    Ok(())
}

/// The change over all cells that have a value in both.
struct Summary {
    cells: usize,
    a: f64,
    b: f64,
    lowest: f64,
    highest: f64,
    lower: usize,
    higher: usize,
}

impl Summary {
    fn of(rasters: &Rasters) -> Result<Self> {
        let mut summary = Self {
            cells: 0,
            a: 0.0,
            b: 0.0,
            lowest: f64::INFINITY,
            highest: f64::NEG_INFINITY,
            lower: 0,
            higher: 0,
        };
        let rows = rasters.a.grid().rows();
        for top in (0..rows).step_by(TILE) {
            let count = TILE.min(rows - top);
            let (a, b) = (rasters.a.rows(top, count)?, rasters.b.rows(top, count)?);
            a.iter().zip(&b).for_each(|(a, b)| summary.add(*a, *b));
        }
        Ok(summary)
    }

    fn add(&mut self, a: f32, b: f32) {
        if a.is_nan() || b.is_nan() {
            return;
        }
        let (a, b) = (f64::from(a), f64::from(b));
        self.cells += 1;
        self.a += a;
        self.b += b;
        self.lowest = self.lowest.min(b - a);
        self.highest = self.highest.max(b - a);
        self.lower += usize::from(b < a && differ(a, b));
        self.higher += usize::from(b > a && differ(a, b));
    }

    /// Whether any cell changes by more than the rounding of the files.
    fn changes(&self) -> bool {
        self.lower + self.higher > 0
    }

    fn mean(&self, sum: f64) -> Option<f64> {
        (self.cells > 0).then(|| sum / self.cells as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_share_of_nothing() {
        assert_eq!(Change::Relative.value(2.0, 3.0), 50.0);
        assert!(Change::Relative.value(0.0, 3.0).is_nan());
        assert_eq!(Change::Absolute.value(0.0, 3.0), 3.0);
    }
}
