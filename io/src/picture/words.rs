//! Names as they are written in print: NO₂, PM₁₀, µg/m³.

use crate::run_folder::Quantity;

/// Pollutants, statistics and units in files, and in print.
const PRINTED: [(&str, &str); 16] = [
    ("nox", "NOₓ"),
    ("no2", "NO₂"),
    ("pm10", "PM₁₀"),
    ("pm2_5", "PM₂.₅"),
    ("ec", "elemental carbon"),
    ("nh3", "NH₃"),
    ("o3", "O₃"),
    ("so2", "SO₂"),
    ("co", "CO"),
    ("mean", "annual mean"),
    ("max_1h", "highest hour"),
    ("p98", "98th percentile"),
    ("p99_9", "99.9th percentile"),
    ("ug/m3", "µg/m³"),
    ("ou/m3", "ou/m³"),
    ("g/m3", "g/m³"),
];

/// `name` as it is written in print; underscores become spaces where pluim has no better word.
///
/// ```
/// use pluim_io::picture::printed;
/// assert_eq!(printed("pm10"), "PM₁₀");
/// assert_eq!(printed("days_over_50"), "days over 50");
/// ```
#[must_use]
pub fn printed(name: &str) -> String {
    let known = PRINTED.iter().find(|(plain, _)| *plain == name);
    known.map_or_else(|| name.replace('_', " "), |(_, fine)| (*fine).to_owned())
}

/// The title of a map of `quantity`.
///
/// ```
/// use pluim_io::{picture::title, run_folder::Quantity};
/// let quantity = Quantity::new("no2", "mean");
/// assert_eq!(title(&quantity), "NO₂, annual mean");
/// assert_eq!(title(&quantity.of_group("ring_road")), "NO₂, annual mean of ring road");
/// ```
#[must_use]
pub fn title(quantity: &Quantity) -> String {
    let (pollutant, statistic) = (quantity.pollutant(), quantity.statistic());
    let total = format!("{}, {}", printed(pollutant), printed(statistic));
    match quantity.group() {
        Some(group) => format!("{total} of {}", printed(group)),
        None => total,
    }
}
