//! Road parts.

use pluim_core::source::Shape;

use super::feature::Feature;
use super::plain::{Plain, number, text, whole};
use super::{Cells, Page, cells_of};
use crate::cimlk::road::Road;
use crate::error::Result;

const OWN: &[Plain] = &[
    text("straatnaam"),
    text("wegnummer"),
    text("rekenmethode"),
    text("wegsoort"),
    whole("maximumsnelheid").needed(),
    whole("maximumsnelheidDynamisch"),
    number("tunnelfactor"),
    whole("hoogte"),
    text("taludSoort"),
    text("opmerking"),
];

/// The classes of vehicles: code, and the columns of count and stagnating share.
const TRAFFIC: [(&str, &str, &str); 5] = [
    ("b", "intensiteitBusVerkeer", "stagnatiefactorBusVerkeer"),
    (
        "l",
        "intensiteitLichtVerkeer",
        "stagnatiefactorLichtVerkeer",
    ),
    ("ld", "intensiteitLichtVerkeerDynamisch", ""),
    (
        "m",
        "intensiteitMiddelzwaarVerkeer",
        "stagnatiefactorMiddelzwaarVerkeer",
    ),
    (
        "z",
        "intensiteitZwaarVerkeer",
        "stagnatiefactorZwaarVerkeer",
    ),
];

pub(super) fn write(page: &mut Page<'_>, roads: &[Road]) -> Result<()> {
    for road in roads {
        let cells = cells_of(road);
        let mut feature = page.feature("Wegdeel", &road.id, &cells).plain(OWN);
        feature = traffic(feature, &cells);
        for side in [&LEFT, &RIGHT] {
            feature = barrier(feature, &cells, side);
        }
        page.add(feature.at(&Shape::Line(road.line.clone())))?;
    }
    Ok(())
}

/// A property for each class of vehicles of which anything is known, and one at the least.
fn traffic<'a>(mut feature: Feature<'a>, cells: &Cells) -> Feature<'a> {
    let there = |column: &str| cells.get(column).is_some_and(|cell| !cell.is_empty());
    let known = |(_, count, share): &(&str, &str, &str)| there(count) || there(share);
    let any = TRAFFIC.iter().any(known);
    for class in TRAFFIC {
        if known(&class) || (!any && class.0 == "l") {
            feature = class_of(feature, cells, class);
        }
    }
    feature
}

fn class_of<'a>(
    feature: Feature<'a>,
    cells: &Cells,
    (code, count, share): (&'static str, &'static str, &'static str),
) -> Feature<'a> {
    let mut cells = cells.clone();
    cells.insert("voertuigtype".to_owned(), code.to_owned());
    let plain = [
        text("voertuigtype"),
        number("stagnatiefactor").from(share),
        whole("intensiteit").from(count).needed(),
    ];
    let names = ("verkeersgegevens", "VerkeersgegevensWeg");
    feature.wrapped(names, &cells, &plain, &[])
}

struct Side {
    property: &'static str,
    kind: &'static str,
    distance: &'static str,
    height: &'static str,
}

const LEFT: Side = Side {
    property: "overdrachtsobjectLinks",
    kind: "overdrachtLinksSoort",
    distance: "overdrachtLinksAfstand",
    height: "overdrachtLinksHoogte",
};

const RIGHT: Side = Side {
    property: "overdrachtsobjectRechts",
    kind: "overdrachtRechtsSoort",
    distance: "overdrachtRechtsAfstand",
    height: "overdrachtRechtsHoogte",
};

fn barrier<'a>(feature: Feature<'a>, cells: &Cells, side: &Side) -> Feature<'a> {
    if cells.get(side.kind).is_none_or(String::is_empty) {
        return feature;
    }
    let plain = [
        text("soort").from(side.kind),
        whole("afstand").from(side.distance).needed(),
        number("hoogte").from(side.height).needed(),
    ];
    feature.wrapped((side.property, "Overdrachtsobject"), cells, &plain, &[])
}
