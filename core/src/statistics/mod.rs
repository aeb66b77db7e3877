//! Statistics of concentration: from annual means by statutory relations, and from hours.
//!
//! What needs hours is streamed: [`order`] keeps the highest values only, so memory does not
//! grow with the length of the series, and its answers are exact, independent of the order in
//! which hours arrive, and mergeable.

pub mod carbon_monoxide;
pub mod daily;
pub mod fairmode;
pub mod field;
pub mod field_difference;
pub mod geometric;
pub mod hourly;
pub mod log_bins;
pub mod no2_hours;
pub mod of_series;
pub mod order;
pub mod pm10_days;
pub mod robust_highest;
pub mod running_mean;
pub mod scores;
pub mod so2_days;
pub mod statistic;
