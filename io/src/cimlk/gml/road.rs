//! A road part as the cells of its row.

use super::{Cells, cell, common};
use crate::error::{Fault, Result};
use crate::xml::Node;

/// The cells of a road part.
pub(super) fn cells(node: Node<'_>) -> Result<Cells> {
    let mut cells = common(node)?;
    for property in node.all("verkeersgegevens") {
        let traffic = property.only()?;
        let (count, share) = traffic.parse_child("voertuigtype", traffic_columns)?;
        cells.extend([cell(count, &traffic.text_of("intensiteit"))]);
        cells.extend(share.map(|share| cell(share, &traffic.text_of("stagnatiefactor"))));
    }
    for side in ["Links", "Rechts"] {
        let Some(barrier) = node.value_of(&format!("overdrachtsobject{side}"))? else {
            continue;
        };
        let part = |name: &str| barrier.text_of(name);
        let names = [
            ("Soort", "soort"),
            ("Afstand", "afstand"),
            ("Hoogte", "hoogte"),
        ];
        let parts = names.map(|(to, from)| (format!("overdracht{side}{to}"), part(from)));
        cells.extend(parts);
    }
    Ok(cells)
}

/// The columns of the count and of the stagnating share of a class of vehicles.
fn traffic_columns(vehicle: &str) -> Result<(&'static str, Option<&'static str>), Fault> {
    match vehicle {
        "l" => Ok((
            "intensiteitLichtVerkeer",
            Some("stagnatiefactorLichtVerkeer"),
        )),
        "ld" => Ok(("intensiteitLichtVerkeerDynamisch", None)),
        "m" => Ok((
            "intensiteitMiddelzwaarVerkeer",
            Some("stagnatiefactorMiddelzwaarVerkeer"),
        )),
        "z" => Ok((
            "intensiteitZwaarVerkeer",
            Some("stagnatiefactorZwaarVerkeer"),
        )),
        "b" => Ok(("intensiteitBusVerkeer", Some("stagnatiefactorBusVerkeer"))),
        _ => Err(Fault::new("a vehicle class (l, ld, m, z, b)").found(vehicle)),
    }
}
