//! The large-scale background at receptors.

use std::collections::HashMap;

use geo_types::Coord;
use pluim_io::background::BackgroundGrid;
use pluim_io::cimlk::{Background, Correction, ReceptorResult, Substance};
use pluim_io::error::Result;

use super::scenario::{BackgroundMap, BackgroundMaps};

/// EPSG number of RD New, in which maps must lie.
const RD_NEW: u32 = 28992;

/// The background at one receptor (ug/m3, annual means).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backgrounds {
    /// NO2.
    pub no2: Background,
    /// Ozone.
    pub o3: Background,
    /// PM10.
    pub pm10: Background,
    /// PM2.5.
    pub pm2_5: Background,
    /// Elemental carbon.
    pub ec: Background,
}

/// The background at the receptors of earlier results, by identification.
#[must_use]
pub fn backgrounds_of_results<'a>(
    results: impl IntoIterator<Item = &'a ReceptorResult>,
) -> HashMap<String, Backgrounds> {
    results
        .into_iter()
        .map(|result| {
            let backgrounds = Backgrounds {
                no2: result.no2.background,
                o3: result.o3,
                pm10: result.pm10.background,
                pm2_5: result.pm2_5.background,
                ec: result.ec.background,
            };
            (result.receptor.clone(), backgrounds)
        })
        .collect()
}

/// Maps of the background, held in memory.
#[derive(Debug, Clone)]
pub struct Maps {
    no2: Map,
    o3: Map,
    pm10: Map,
    pm2_5: Map,
    ec: Map,
    corrections: Vec<Correction>,
}

#[derive(Debug, Clone)]
struct Map {
    substance: Substance,
    gcn: BackgroundGrid,
    double_counting: Option<BackgroundGrid>,
}

impl Maps {
    /// Reads all maps.
    ///
    /// # Errors
    /// When a file cannot be read or is no map in RD New.
    pub fn read(files: &BackgroundMaps, corrections: Vec<Correction>) -> Result<Self> {
        Ok(Self {
            no2: Map::read(Substance::No2, &files.no2)?,
            o3: Map::read(Substance::O3, &files.o3)?,
            pm10: Map::read(Substance::Pm10, &files.pm10)?,
            pm2_5: Map::read(Substance::Pm2_5, &files.pm2_5)?,
            ec: Map::read(Substance::Ec, &files.ec)?,
            corrections,
        })
    }

    /// The background of `receptor` at `place`; `None` where a map has no value.
    #[must_use]
    pub fn at(&self, receptor: &str, place: Coord<f64>) -> Option<Backgrounds> {
        let of = |map: &Map| {
            map.at(
                place,
                own(&self.corrections, map.substance, receptor, place),
            )
        };
        Some(Backgrounds {
            no2: of(&self.no2)?,
            o3: of(&self.o3)?,
            pm10: of(&self.pm10)?,
            pm2_5: of(&self.pm2_5)?,
            ec: of(&self.ec)?,
        })
    }
}

impl Map {
    fn read(substance: Substance, files: &BackgroundMap) -> Result<Self> {
        let double_counting = files.double_counting.as_ref();
        Ok(Self {
            substance,
            gcn: BackgroundGrid::read(&files.gcn, RD_NEW)?,
            double_counting: double_counting
                .map(|file| BackgroundGrid::read(file, RD_NEW))
                .transpose()?,
        })
    }

    /// GCN plus own corrections plus double counting, which is 0 where its map has no value.
    fn at(&self, place: Coord<f64>, own: f64) -> Option<Background> {
        let gcn = self.gcn.value_at(place)?;
        let double = self.double_counting.as_ref();
        let double = double.map(|map| map.value_at(place).unwrap_or(0.0));
        Some(Background {
            concentration: gcn + own + double.unwrap_or(0.0),
            gcn: Some(gcn),
            double_counting: double,
            gcn_and_own_correction: Some(gcn + own),
        })
    }
}

/// The authority's own corrections at a receptor: those that name it, and those of areas.
fn own(corrections: &[Correction], substance: Substance, receptor: &str, place: Coord<f64>) -> f64 {
    let holds = |it: &&Correction| match (&it.receptor, &it.area) {
        (Some(named), _) => named == receptor,
        (None, Some(area)) => contains(area, place),
        (None, None) => false,
    };
    let mut here = corrections
        .iter()
        .filter(|it| it.substance == substance)
        .filter(holds);
    here.by_ref().map(|it| it.correction).sum()
}

/// Whether `place` lies in `area`, by crossings of a ray to the east.
fn contains(area: &geo_types::Polygon<f64>, place: Coord<f64>) -> bool {
    let crossings = |ring: &geo_types::LineString<f64>| {
        let crosses = |part: &geo_types::Line<f64>| {
            let above = (part.start.y > place.y) != (part.end.y > place.y);
            let share = (place.y - part.start.y) / (part.end.y - part.start.y);
            above && place.x < part.start.x + share * (part.end.x - part.start.x)
        };
        ring.lines().filter(crosses).count()
    };
    let rings = std::iter::once(area.exterior()).chain(area.interiors());
    rings.map(crossings).sum::<usize>() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{LineString, Polygon};

    fn square(from: f64, to: f64) -> LineString<f64> {
        LineString::from(vec![
            (from, from),
            (to, from),
            (to, to),
            (from, to),
            (from, from),
        ])
    }

    #[test]
    fn corrections_hold_at_their_receptor_or_in_their_area() {
        let correction = |receptor: Option<&str>, area| Correction {
            id: "c".into(),
            receptor: receptor.map(str::to_owned),
            authority: String::new(),
            name: String::new(),
            substance: Substance::No2,
            correction: 2.0,
            registered: String::new(),
            area,
        };
        let ring = Polygon::new(square(0.0, 10.0), vec![square(4.0, 6.0)]);
        let all = [correction(Some("a"), None), correction(None, Some(ring))];
        let at = |id, x| own(&all, Substance::No2, id, Coord { x, y: 5.0 });
        assert_eq!(at("a", 2.0), 4.0);
        assert_eq!(at("b", 2.0), 2.0);
        assert_eq!(at("b", 5.0), 0.0);
        assert_eq!(at("b", 11.0), 0.0);
        assert_eq!(
            own(&all, Substance::Pm10, "a", Coord { x: 2.0, y: 5.0 }),
            0.0
        );
    }
}
