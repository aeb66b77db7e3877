//! Wind direction with height: interpolated between observed levels, constant outside them
//! (EPA-454/R-03-004, section 4.1.2).

use super::super::BoundaryLayer;
use super::blending::{Observation, interpolate};
use super::height_grid::HEIGHTS;

/// The direction (degrees) the wind at `z` (m) comes from, by the observed levels; `None` where
/// none has a direction.
///
/// The direction is laid down on the height levels and interpolated between those, so that a
/// plume between two levels turns as AERMOD's does; `near` (m) says which levels.
pub(super) fn wind_direction(layer: &BoundaryLayer, z: f64, near: f64) -> Option<f64> {
    let observed: Vec<Observation> = layer
        .observed
        .levels
        .iter()
        .filter_map(|level| Some((level.height, level.direction?)))
        .collect();
    let k = HEIGHTS
        .partition_point(|&level| level <= near)
        .clamp(1, HEIGHTS.len() - 1);
    let below = at_level(&observed, HEIGHTS[k - 1])?;
    let above = at_level(&observed, HEIGHTS[k])?;
    let turned = below + shortest_turn(below, above);
    let direction = interpolate((HEIGHTS[k - 1], below), (HEIGHTS[k], turned), z);
    Some(direction.rem_euclid(360.0))
}

fn at_level(observed: &[Observation], z: f64) -> Option<f64> {
    let (first, last) = (observed.first()?, observed.last()?);
    if z <= first.0 {
        return Some(first.1);
    }
    if z >= last.0 {
        return Some(last.1);
    }
    let pair = observed.windows(2).find(|pair| z < pair[1].0)?;
    let turned = pair[0].1 + shortest_turn(pair[0].1, pair[1].1);
    Some(interpolate(pair[0], (pair[1].0, turned), z))
}

/// From one direction to another the short way round (degrees, -180 to 180). Opposite winds turn
/// through the directions between their numbers, as in AERMOD.
fn shortest_turn(from: f64, to: f64) -> f64 {
    let turn = to - from;
    if turn > 180.0 {
        turn - 360.0
    } else if turn < -180.0 {
        turn + 360.0
    } else {
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_through_north_the_short_way() {
        assert_eq!(shortest_turn(350.0, 10.0), 20.0);
        assert_eq!(shortest_turn(10.0, 350.0), -20.0);
        assert_eq!(
            [shortest_turn(90.0, 270.0), shortest_turn(270.0, 90.0)],
            [180.0, -180.0]
        );
        let observed = [(10.0, 350.0), (110.0, 10.0)];
        assert!((at_level(&observed, 60.0).unwrap_or(-1.0) - 360.0).abs() < 1e-9);
        assert_eq!(at_level(&observed, 500.0), Some(10.0));
    }
}
