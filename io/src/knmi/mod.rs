//! Hourly weather of KNMI: `uurgeg_*.txt`, as it is or within a zip file.
//!
//! Units are converted to SI here and nowhere else. An hour is named by its end in UTC, as KNMI
//! does: hour 1 runs from 00:00 to 01:00 UT.

mod archive;
mod hour;
mod reader;
mod stations;

pub use hour::{Cloud, Direction, KnmiHour};
pub use reader::{Gap, KnmiSeries, Selection, parse_hours, read_hours};
pub use stations::{Station, station, stations};
