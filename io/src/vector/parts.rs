//! Features of several parts.

use pluim_core::source::Shape;

/// The share of each part in the emission of the whole: by length or area, equal for points.
/// Parts without measure get equal shares too; a check of the shapes refuses them before.
pub(super) fn share(shapes: &[Shape]) -> Vec<f64> {
    let total: f64 = shapes.iter().map(Shape::measure).sum();
    let equal = 1.0 / shapes.len().max(1) as f64;
    let of = |shape: &Shape| {
        if total > 0.0 {
            shape.measure() / total
        } else {
            equal
        }
    };
    shapes.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::any_shape;

    #[test]
    fn parts_share_by_length() {
        let line = |text: &str| any_shape(text).unwrap();
        let parts = [line("LINESTRING(0 0,3 0)"), line("LINESTRING(0 0,0 1)")];
        assert_eq!(share(&parts), [0.75, 0.25]);
        assert_eq!(share(&parts[..1]), [1.0]);
        let points = vec![any_shape("POINT(1 1)").unwrap(); 4];
        assert_eq!(share(&points), [0.25; 4]);
    }
}
