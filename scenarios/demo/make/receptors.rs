//! The receptors of Pluimwijk as CIMLK `Receptoren.csv`: house fronts along the streets.

use std::fmt::Write;

use crate::curve::left;
use crate::roads::{Kind, Part};

const HEAD: &str = "identificatie;wegdeelIdentificatie;naamOverheid;naam;bebouwingstype;bomenfactor;\
toetspuntSoort;grondslag;opmerking;identificatiePandBAG;tijdstipRegistratie;geometrie";

/// The file: a receptor on either side of every second road part. Those along streets are linked
/// to their part, as SRM1 asks; those along open roads stand free.
pub(crate) fn csv(parts: &[Part]) -> String {
    let mut text = format!("{HEAD}\n");
    let mut number = 0;
    for part in parts.iter().step_by(2) {
        let (distance, buildings) = surroundings(part.kind);
        for side in [1.0, -1.0] {
            number += 1;
            let middle = part.points.len() / 2;
            let (a, b) = (part.points[middle - 1], part.points[middle]);
            let [nx, ny] = left(a, b);
            let x = 0.5 * (a[0] + b[0]) + side * distance * nx;
            let y = 0.5 * (a[1] + b[1]) + side * distance * ny;
            let link = match buildings {
                Some((buildings, trees)) => {
                    let trees = if side > 0.0 { trees } else { "1.00" };
                    format!(
                        "{};Gemeente Pluimwijk (verzonnen);{};{buildings};{trees}",
                        part.id, part.street
                    )
                }
                None => format!(";Gemeente Pluimwijk (verzonnen);{};;", part.street),
            };
            let _ = writeln!(
                text,
                "99999999_{};{link};Alle;2;;;1-1-2023 12:00;POINT({x:.1} {y:.1})",
                100_000 + number,
            );
        }
    }
    text
}

/// Distance to the axis (m), and for streets the building type and tree factor of CIMLK.
fn surroundings(kind: Kind) -> (f64, Option<(u8, &'static str)>) {
    match kind {
        Kind::Motorway => (60.0, None),
        Kind::Provincial => (30.0, None),
        Kind::Ring => (20.0, Some((4, "1.00"))),
        Kind::Main => (12.0, Some((2, "1.25"))),
        Kind::Centre => (9.0, Some((3, "1.25"))),
        Kind::Residential => (10.0, Some((2, "1.25"))),
    }
}
