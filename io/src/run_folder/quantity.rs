//! What a raster or a column holds: a pollutant, a statistic, and perhaps one source group.

use std::fmt;

use pluim_core::emission::Pollutant;

/// How the statistic of an error ends.
const ERROR: &str = "_error";

/// What a raster or a column holds.
///
/// Its text is the name of the raster's file and of the table's column.
///
/// ```
/// use pluim_io::run_folder::Quantity;
/// let total = Quantity::new("pm2_5", "p99_9");
/// assert_eq!(total.to_string(), "pm2_5_p99_9");
/// assert_eq!(Quantity::parse("pm2_5_p99_9"), Some(total));
/// let share = Quantity::new("nox", "mean").of_group("ring road/A2");
/// assert_eq!(share.to_string(), "nox_mean__ring-road-A2");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity {
    pollutant: String,
    statistic: String,
    group: Option<String>,
}

impl Quantity {
    /// A statistic of a pollutant over all sources, such as `nox` and `mean`.
    #[must_use]
    pub fn new(pollutant: &str, statistic: &str) -> Self {
        Self {
            pollutant: safe(pollutant),
            statistic: safe(statistic),
            group: None,
        }
    }

    /// The same, of one source group; characters that do not belong in the name of a file become
    /// hyphens.
    #[must_use]
    pub fn of_group(self, group: &str) -> Self {
        Self {
            group: Some(safe(group)),
            ..self
        }
    }

    /// Reads the name of a column, or of a file without its ending.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (total, group) = match name.split_once("__") {
            Some((total, group)) => (total, Some(group)),
            None => (name, None),
        };
        // a pollutant's own name may hold an underscore, as pm2_5 does
        let known = Pollutant::ALL.iter().find_map(|pollutant| {
            let statistic = total.strip_prefix(pollutant.name())?.strip_prefix('_')?;
            Some((pollutant.name(), statistic))
        });
        let (pollutant, statistic) = known.or_else(|| total.split_once('_'))?;
        let whole = !pollutant.is_empty() && !statistic.is_empty() && group != Some("");
        let quantity = Self::new(pollutant, statistic);
        whole.then(|| match group {
            Some(group) => quantity.of_group(group),
            None => quantity,
        })
    }

    /// The name of the raster's file.
    #[must_use]
    pub fn raster_file(&self) -> String {
        format!("{self}.tif")
    }

    /// The pollutant, such as `nox`.
    #[must_use]
    pub fn pollutant(&self) -> &str {
        &self.pollutant
    }

    /// The statistic, such as `mean`.
    #[must_use]
    pub fn statistic(&self) -> &str {
        &self.statistic
    }

    /// Whether this is the part of one source group in `total`.
    #[must_use]
    pub fn is_part_of(&self, total: &Self) -> bool {
        self.group.is_some()
            && total.group.is_none()
            && self.pollutant == total.pollutant
            && self.statistic == total.statistic
    }

    /// The same of another statistic, such as `mean_difference`.
    #[must_use]
    pub fn with_statistic(&self, statistic: &str) -> Self {
        Self {
            statistic: safe(statistic),
            ..self.clone()
        }
    }

    /// The estimated error of this, which is no concentration: `mean_error` of `mean`.
    ///
    /// ```
    /// use pluim_io::run_folder::Quantity;
    /// let error = Quantity::new("nox", "mean").of_error();
    /// assert_eq!(error.to_string(), "nox_mean_error");
    /// assert!(error.is_error() && !Quantity::new("nox", "mean").is_error());
    /// ```
    #[must_use]
    pub fn of_error(&self) -> Self {
        self.with_statistic(&format!("{}{ERROR}", self.statistic))
    }

    /// Whether it is the estimated error of another.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.statistic.ends_with(ERROR)
    }

    /// The source group, if it is a contribution.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        self.group.as_deref()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}_{}", self.pollutant, self.statistic)?;
        match &self.group {
            Some(group) => write!(to, "__{group}"),
            None => Ok(()),
        }
    }
}

/// `name` with a hyphen for every character that is not a letter, a digit, `_` or `-`.
fn safe(name: &str) -> String {
    let allowed = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    name.trim().replace(|letter| !allowed(letter), "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        for name in [
            "nox_mean",
            "pm10_days_over_50",
            "no2_p99_9",
            "pm2_5_mean__wood_stoves",
            "benzo_a_pyrene_mean",
            "pb_mean",
        ] {
            assert_eq!(Quantity::parse(name).unwrap().to_string(), name);
        }
        let parsed = Quantity::parse("pm10_days_over_50").unwrap();
        assert_eq!(
            (parsed.pollutant(), parsed.statistic()),
            ("pm10", "days_over_50")
        );
    }

    #[test]
    fn no_pollutant_is_cut_at_an_underscore_of_its_own() {
        for pollutant in Pollutant::ALL {
            let name = format!("{pollutant}_mean__a");
            let parsed = Quantity::parse(&name).unwrap();
            assert_eq!(parsed.pollutant(), pollutant.name());
            assert_eq!((parsed.statistic(), parsed.group()), ("mean", Some("a")));
        }
    }

    #[test]
    fn other_names_are_not_quantities() {
        for name in ["id", "", "_mean", "nox_", "nox_mean__"] {
            assert_eq!(Quantity::parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_group_cannot_leave_the_folder() {
        let name = Quantity::new("nox", "mean")
            .of_group("../../etc/passwd")
            .to_string();
        assert_eq!(name, "nox_mean__------etc-passwd");
    }
}
