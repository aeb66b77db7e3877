//! A road cut where it lies otherwise (dynamic segmentation).

use geo_types::{Coord, LineString};

use super::road::{Road, Setting};

/// A piece of a road that lies the same all along.
#[derive(Debug, Clone, PartialEq)]
pub struct RoadPart {
    /// How it lies; what the piece itself does not state is as the rest of the road.
    pub setting: Setting,
    /// Axis in RD New (m).
    pub line: LineString<f64>,
    /// Share of the road's emission that leaves here, 0 to 1: by length and tunnel factor.
    pub emission_share: f64,
}

impl Road {
    /// The road in pieces, from the first point to the last; one where nothing changes. Where
    /// changes overlap, the last in the file holds.
    #[must_use]
    pub fn parts(&self) -> Vec<RoadPart> {
        let mut cuts = vec![0.0, 1.0];
        cuts.extend(self.changes.iter().flat_map(|it| [it.from, it.to]));
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let pieces = cuts.windows(2).map(|ends| (ends[0], ends[1]));
        let mut parts: Vec<RoadPart> = pieces.map(|ends| self.part(ends)).collect();
        let total: f64 = parts.iter().map(|part| part.emission_share).sum();
        for part in &mut parts {
            part.emission_share = if total > 0.0 {
                part.emission_share / total
            } else {
                0.0
            };
        }
        parts
    }

    /// The piece between two shares of the length; its share of the emission is not yet scaled.
    fn part(&self, (from, to): (f64, f64)) -> RoadPart {
        let middle = 0.5 * (from + to);
        let mut changes = self.changes.iter().rev();
        let change = changes.find(|it| it.from <= middle && middle <= it.to);
        let setting = change.map_or(self.setting, |it| it.setting.within(self.setting));
        RoadPart {
            setting,
            line: between(&self.line, from, to),
            emission_share: (to - from) * setting.tunnel_factor.unwrap_or(1.0),
        }
    }
}

impl Setting {
    /// This setting of a piece, completed by that of the whole road.
    fn within(self, whole: Self) -> Self {
        Self {
            tunnel_factor: self.tunnel_factor.or(whole.tunnel_factor),
            elevation: self.elevation.or(whole.elevation),
            elevation_height: self.elevation_height.or(whole.elevation_height),
            left: self.left.or(whole.left),
            right: self.right.or(whole.right),
        }
    }
}

/// The part of `line` between two shares of its length, `from` below `to`.
fn between(line: &LineString<f64>, from: f64, to: f64) -> LineString<f64> {
    let length = |a: Coord<f64>, b: Coord<f64>| (b.x - a.x).hypot(b.y - a.y);
    let total: f64 = line.lines().map(|side| length(side.start, side.end)).sum();
    let (first, last) = (from * total, to * total);
    let mut passed = 0.0;
    let mut points: Vec<Coord<f64>> = Vec::new();
    for side in line.lines() {
        let own = length(side.start, side.end);
        let at = |distance: f64| {
            let share = ((distance - passed) / own).clamp(0.0, 1.0);
            side.start + (side.end - side.start) * share
        };
        if own > 0.0 && passed + own > first && passed < last {
            if points.is_empty() {
                points.push(at(first));
            }
            points.push(at(last));
        }
        passed += own;
    }
    LineString::new(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_by_its_length() {
        let line = LineString::from(vec![(0.0, 0.0), (6.0, 0.0), (6.0, 4.0)]);
        let cut = |from, to| between(&line, from, to);
        let points = |points: &[(f64, f64)]| LineString::from(points.to_vec());
        assert_eq!(cut(0.0, 1.0), line);
        assert_eq!(cut(0.0, 0.5), points(&[(0.0, 0.0), (5.0, 0.0)]));
        assert_eq!(cut(0.5, 1.0), points(&[(5.0, 0.0), (6.0, 0.0), (6.0, 4.0)]));
        assert_eq!(cut(0.6, 0.8), points(&[(6.0, 0.0), (6.0, 2.0)]));
    }
}
