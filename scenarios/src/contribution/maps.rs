//! The share of every source group in every cell.

use pluim_io::error::InputError;
use pluim_io::plain_table::PlainTable;
use pluim_io::raster::{Provenance, RasterFile, RasterLabel, TILE};
use pluim_io::run_folder::{Quantity, Results};

use crate::answer::{Answer, Derived, beside, same_grid, write_derived};
use crate::error::Result;

/// Relative deviation of the sum of the parts from the total that rounding to 24 bits explains.
const ROUNDING: f64 = 1e-5;

/// A total and the parts that make it up.
pub(super) struct Parts {
    pub(super) of: Quantity,
    pub(super) total: RasterFile,
    pub(super) parts: Vec<(Quantity, RasterFile)>,
}

pub(super) fn open(results: &Results) -> Result<Vec<Parts>> {
    let open = |of: &Quantity| {
        let total = results.raster(of)?;
        let parts = results
            .parts(of)
            .map(|part| {
                let raster = results.raster(part)?;
                same_grid(&total, &raster, &results.path(part))?;
                Ok((part.clone(), raster))
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Parts {
            of: of.clone(),
            total,
            parts,
        })
    };
    let all: Vec<Parts> = results.totals().map(open).collect::<Result<_>>()?;
    Ok(all.into_iter().filter(|it| !it.parts.is_empty()).collect())
}

/// The sums of every total and its parts, which must add up.
pub(super) fn sums(rasters: &[Parts], results: &Results) -> Result<Vec<Sums>> {
    let checked = |parts: &Parts| {
        let sums = Sums::of(parts)?;
        if sums.deviation <= ROUNDING {
            return Ok(sums);
        }
        Err(
            InputError::new(&results.folder, "parts that add up to the total")
                .record(parts.of.to_string())
                .found(format!("a deviation of {:.3} %", 100.0 * sums.deviation))
                .hint("the rasters are not of one run: run the scenario again")
                .into(),
        )
    };
    rasters.iter().map(checked).collect()
}

pub(super) fn write(rasters: &[Parts], sums: &[Sums], answer: &mut Answer) -> Result<()> {
    let mut table = PlainTable::new(["map", "group", "unit", "mean", "share_percent"]);
    let mut largest = 0.0_f64;
    for (parts, sums) in rasters.iter().zip(sums) {
        largest = largest.max(sums.deviation);
        shares(parts, answer)?;
        let unit = parts.total.label()?.unit;
        for ((part, _), sum) in parts.parts.iter().zip(&sums.parts) {
            table.push([
                parts.of.to_string().into(),
                part.group().unwrap_or_default().into(),
                unit.clone().into(),
                (sum / sums.cells.max(1) as f64).into(),
                (100.0 * sum / sums.total).into(),
            ]);
        }
    }
    if !rasters.is_empty() {
        answer.text.push_str(&table.text());
        answer.record["maps"] = table.json();
        answer.record["largest_deviation_of_the_sum"] = largest.into();
    }
    Ok(())
}

/// Sums over the cells in which everything has a value.
pub(super) struct Sums {
    cells: usize,
    total: f64,
    parts: Vec<f64>,
    /// Largest relative deviation of the sum of the parts from the total.
    deviation: f64,
}

impl Sums {
    fn of(parts: &Parts) -> Result<Self> {
        let mut sums = Self {
            cells: 0,
            total: 0.0,
            parts: vec![0.0; parts.parts.len()],
            deviation: 0.0,
        };
        let rows = parts.total.grid().rows();
        for top in (0..rows).step_by(TILE) {
            let count = TILE.min(rows - top);
            let total = parts.total.rows(top, count)?;
            let bands = parts
                .parts
                .iter()
                .map(|(_, raster)| raster.rows(top, count))
                .collect::<std::result::Result<Vec<_>, _>>()?;
            sums.add(&total, &bands);
        }
        Ok(sums)
    }

    fn add(&mut self, total: &[f32], bands: &[Vec<f32>]) {
        for (at, total) in total.iter().map(|it| f64::from(*it)).enumerate() {
            let sum: f64 = bands.iter().map(|band| f64::from(band[at])).sum();
            if total.is_nan() || sum.is_nan() {
                continue;
            }
            self.cells += 1;
            self.total += total;
            for (part, band) in self.parts.iter_mut().zip(bands) {
                *part += f64::from(band[at]);
            }
            let scale = total.abs().max(f64::MIN_POSITIVE);
            self.deviation = self.deviation.max((sum - total).abs() / scale);
        }
    }
}

/// A raster of the share of every part.
fn shares(parts: &Parts, answer: &mut Answer) -> Result<()> {
    let label = parts.total.label()?;
    let derived: Vec<Derived<'_>> = parts
        .parts
        .iter()
        .enumerate()
        .map(|(number, (part, _))| {
            let quantity = part.with_statistic(&format!("{}_share", part.statistic()));
            Derived {
                path: beside(&answer.folder, &quantity),
                label: RasterLabel {
                    epsg: label.epsg,
                    band: format!(
                        "{}, share of {}",
                        label.band,
                        part.group().unwrap_or_default()
                    ),
                    unit: "%".to_owned(),
                    provenance: Provenance {
                        statistic: quantity.statistic().to_owned(),
                        group: part.group().map(str::to_owned),
                        ..label.provenance.clone()
                    },
                },
                // the total stands last
                of: Box::new(move |cell: &[f32]| share(cell[number], cell[cell.len() - 1])),
            }
        })
        .collect();
    let inputs: Vec<&RasterFile> = parts.parts.iter().map(|(_, raster)| raster).collect();
    write_derived(&[inputs.as_slice(), &[&parts.total]].concat(), &derived)?;
    let names = derived.iter().filter_map(|it| it.path.file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    answer.files.extend(names);
    Ok(())
}

/// The part in percent of the total; none where there is no total.
fn share(part: f32, total: f32) -> f32 {
    if total > 0.0 {
        (100.0 * f64::from(part) / f64::from(total)) as f32
    } else {
        f32::NAN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_shares() {
        assert_eq!(share(1.0, 4.0), 25.0);
        assert!(share(0.0, 0.0).is_nan() && share(1.0, f32::NAN).is_nan());
    }

    #[test]
    fn parts_that_do_not_add_up_are_noticed() {
        let mut sums = Sums {
            cells: 0,
            total: 0.0,
            parts: vec![0.0; 2],
            deviation: 0.0,
        };
        sums.add(
            &[3.0, f32::NAN, 0.0],
            &[vec![1.0, 1.0, 0.0], vec![2.0, 1.0, 0.0]],
        );
        assert_eq!((sums.cells, sums.deviation), (2, 0.0));
        sums.add(&[3.0], &[vec![1.0], vec![1.0]]);
        assert!((sums.deviation - 1.0 / 3.0).abs() < 1e-9);
    }
}
