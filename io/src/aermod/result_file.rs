//! Result files in AERMOD's own format: `PLOTFILE`, `POSTFILE` of type `PLOT`, `MAXIFILE`
//! (user's guide, appendix C).

use std::io::{self, Write};

use super::control::{Averaging, LongTerm};
use super::options::ResultKind;
use super::output::NumberForm;
use super::receptor::Receptor;
use crate::aermet::Stamp;

/// What stands above the lines of a result file.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// Title of the run.
    pub title: String,
    /// Version of the model, at most six characters.
    pub version: String,
    /// Version of AERMET, six characters.
    pub aermet: String,
    /// Model options in AERMOD's words, each after two blanks.
    pub options: String,
    /// What the values of a line are.
    pub results: Vec<ResultKind>,
    /// Date of the run as `mm/dd/yy`.
    pub date: String,
    /// Time of the run as `hh:mm:ss`.
    pub time: String,
}

/// What a result file holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Subject {
    /// Long-term averages; a `POSTFILE` names the year.
    Mean {
        /// Average.
        term: LongTerm,
        /// Number of years averaged, or of the year.
        years: usize,
        /// Whether the file is a `POSTFILE`.
        post: bool,
    },
    /// The highest short-term averages of every receptor.
    Rank {
        /// Averaging time.
        average: Averaging,
        /// Rank, 1 for the highest.
        rank: usize,
    },
    /// Daily maxima of a rank, averaged over years.
    Design {
        /// Averaging time.
        average: Averaging,
        /// Rank, 1 for the highest.
        rank: usize,
        /// Number of years.
        years: usize,
    },
    /// Short-term averages as they come.
    Series {
        /// Averaging time.
        average: Averaging,
    },
    /// Short-term averages at or above a threshold.
    Exceedance {
        /// Averaging time.
        average: Averaging,
        /// Threshold.
        threshold: f64,
    },
}

/// What marks a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tag<'a> {
    /// A number of hours or years.
    Count(usize),
    /// The last hour of the average.
    Hour(Stamp),
    /// The last hour of a ranked average; none where no value was above 0.
    Ranked(Option<Stamp>),
    /// The ranked daily maximum of every year.
    Years(&'a [DesignYear]),
}

/// The ranked daily maximum of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DesignYear {
    /// Value.
    pub value: f64,
    /// Its hour; none where no value was above 0.
    pub stamp: Option<Stamp>,
}

/// One line: the values at a receptor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResultLine<'a> {
    /// Receptor.
    pub receptor: &'a Receptor,
    /// One value a result, in its unit.
    pub values: &'a [f64],
    /// Mark.
    pub tag: Tag<'a>,
}

/// Writes one result file.
#[derive(Debug)]
pub struct ResultWriter<W> {
    to: W,
    subject: Subject,
    group: String,
    form: NumberForm,
}

/// The width to which AERMOD pads the format in a heading.
const FORMAT_WIDTH: usize = 200;

impl<W: Write> ResultWriter<W> {
    /// A file about `subject` for source group `group`.
    pub fn new(to: W, subject: Subject, group: &str, form: NumberForm) -> Self {
        let group = group.to_owned();
        Self {
            to,
            subject,
            group,
            form,
        }
    }

    /// Writes the heading for `receptors` receptors.
    ///
    /// # Errors
    /// When writing fails.
    pub fn heading(&mut self, heading: &Heading, receptors: usize) -> io::Result<()> {
        let Heading {
            title,
            version,
            aermet,
            options,
            results,
            date,
            time,
        } = heading;
        let group = &self.group;
        writeln!(
            self.to,
            "* AERMOD ({version:6.6}): {title:68.68}     {date:8}"
        )?;
        let first = format!("* AERMET ({aermet:6.6}):");
        writeln!(self.to, "{first:92}{time:8}")?;
        writeln!(self.to, "* MODELING OPTIONS USED: {options}")?;
        let about = self.about();
        writeln!(self.to, "{about}FOR SOURCE GROUP: {group:8}")?;
        if let Subject::Exceedance { .. } = self.subject {
            writeln!(
                self.to,
                "*         FORMAT: {:FORMAT_WIDTH$}",
                self.format(results)
            )?;
        } else {
            writeln!(self.to, "*         FOR A TOTAL OF {receptors:5} RECEPTORS.")?;
            writeln!(
                self.to,
                "*         FORMAT: {:FORMAT_WIDTH$}",
                self.format(results)
            )?;
        }
        self.columns(results)
    }

    fn about(&self) -> String {
        match self.subject {
            Subject::Mean { term, years, post } => match (post, term) {
                (false, _) => format!(
                    "*         PLOT FILE OF {} VALUES AVERAGED ACROSS {years:3} YEARS ",
                    term.label()
                ),
                (true, LongTerm::Period) => {
                    format!("*         POST/PLOT FILE OF {} VALUES ", term.label())
                }
                (true, LongTerm::Annual) => format!(
                    "*         POST/PLOT FILE OF {} VALUES FOR YEAR {years:3} ",
                    term.label()
                ),
            },
            Subject::Rank { average, rank } => format!(
                "*         PLOT FILE OF  HIGH {} HIGH {} VALUES ",
                rank_label(rank),
                average.label()
            ),
            Subject::Design {
                average,
                rank,
                years,
            } => format!(
                "*         PLOT FILE OF {}-HIGHEST MAX DAILY {} VALUES AVERAGED OVER {years:3} YEARS ",
                rank_label(rank),
                average.label()
            ),
            Subject::Series { average } => format!(
                "*         POST/PLOT FILE OF CONCURRENT {} VALUES ",
                average.label()
            ),
            Subject::Exceedance { average, threshold } => format!(
                "*         MAXI-FILE FOR {} VALUES >= A THRESHOLD OF {threshold:14.5}\n*         ",
                average.label()
            ),
        }
    }

    /// The Fortran format of lines with these results.
    fn format(&self, results: &[ResultKind]) -> String {
        let count = results.len();
        let place = match self.form {
            NumberForm::Fixed => format!("{}(1X,F13.5)", count + 2),
            NumberForm::Exponent => format!("2(1X,F13.5),{count}(1X,E13.6)"),
        };
        let place = place.replace(",1(1X,E13.6)", ",1X,E13.6");
        let number = match self.form {
            NumberForm::Fixed => "F13.5",
            NumberForm::Exponent => "E13.6",
        };
        match self.subject {
            Subject::Mean { .. } | Subject::Series { .. } => {
                format!("({place},3(1X,F8.2),2X,A6,2X,A8,2X,I8.8,2X,A8)")
            }
            Subject::Rank { .. } => {
                format!("({place},3(1X,F8.2),3X,A5,2X,A8,2X,A5,5X,A8,2X,I8)")
            }
            Subject::Design { .. } => {
                format!("({place},3(1X,F8.2),2X,A6,2X,A8,2X,A5,5X,A8,2X,10({number},2X,I8.8,2X:))")
            }
            Subject::Exceedance { .. } => {
                format!("(1X,I3,1X,A8,1X,I8.8,2(1X,F13.5),3(1X,F7.2),1X,{number})")
            }
        }
    }

    fn columns(&mut self, results: &[ResultKind]) -> io::Result<()> {
        let values: String = results
            .iter()
            .map(|kind| format!("  {}", kind.heading()))
            .collect();
        let place = format!(
            "*        X             Y    {values}    ZELEV    ZHILL    ZFLAG    AVE     GRP"
        );
        let rules = " ____________ ".repeat(results.len() + 2);
        let rule =
            format!("*{rules}  ______   ______   ______  ______  ________  ________  ________");
        let date = match results.first() {
            Some(ResultKind::Concentration) | None => "CONC",
            Some(_) => "DEPO",
        };
        let (names, more) = match self.subject {
            Subject::Mean {
                term: LongTerm::Annual,
                post: true,
                ..
            } => ("     YEAR NUM   NET ID".to_owned(), String::new()),
            Subject::Mean {
                term: LongTerm::Annual,
                ..
            } => ("      NUM YRS   NET ID".to_owned(), String::new()),
            Subject::Mean { .. } => ("      NUM HRS   NET ID".to_owned(), String::new()),
            Subject::Series { .. } => ("       DATE     NET ID".to_owned(), String::new()),
            Subject::Rank { .. } => (
                format!("       RANK     NET ID   DATE({date})"),
                "  ________".to_owned(),
            ),
            Subject::Design { years, .. } => (
                format!("       RANK     NET ID {}", design_columns(years)),
                "  _____________  ________".repeat(years),
            ),
            Subject::Exceedance { .. } => return self.exceedance_columns(),
        };
        writeln!(self.to, "{place}{names}")?;
        writeln!(self.to, "{rule}{more}")
    }

    fn exceedance_columns(&mut self) -> io::Result<()> {
        writeln!(
            self.to,
            "*AVE    GRP       DATE             X              Y       ZELEV   ZHILL   ZFLAG   AVERAGE CONC"
        )?;
        writeln!(
            self.to,
            "*___ ________ ________        ____________   ____________ ______  ______  ______  ____________"
        )
    }

    /// Writes a line.
    ///
    /// # Errors
    /// When writing fails.
    pub fn line(&mut self, line: &ResultLine<'_>) -> io::Result<()> {
        if let Subject::Exceedance { average, .. } = self.subject {
            return self.exceedance_line(average, line);
        }
        let receptor = line.receptor;
        let (x, y) = (fixed(receptor.at.x, 13, 5), fixed(receptor.at.y, 13, 5));
        let values: Vec<String> = line.values.iter().map(|it| self.number(*it)).collect();
        let values = values.join(" ");
        let heights = [receptor.elevation, receptor.hill, receptor.height];
        let [elevation, hill, height] = heights.map(|z| fixed(z, 8, 2));
        write!(self.to, " {x} {y} {values} {elevation} {hill} {height}  ")?;
        let (average, group, net) = (self.average(), &self.group, &receptor.network);
        write!(self.to, "{average:>6}  {group:8.8}  ")?;
        match line.tag {
            Tag::Count(count) => writeln!(self.to, "{count:08}  {net:8.8}"),
            Tag::Hour(stamp) => writeln!(self.to, "{stamp}  {net:8.8}"),
            Tag::Ranked(stamp) => {
                let rank = self.rank();
                let date = stamp.map_or("0".to_owned(), unpadded);
                writeln!(self.to, "{rank:5}     {net:8.8}  {date:>8}")
            }
            Tag::Years(years) => {
                write!(self.to, "{:5}     {net:8.8}  ", self.rank())?;
                for year in years {
                    let value = self.number(year.value);
                    let date = year.stamp.map_or("0".repeat(8), |stamp| stamp.to_string());
                    write!(self.to, "{value}  {date}  ")?;
                }
                writeln!(self.to)
            }
        }
    }

    fn exceedance_line(&mut self, average: Averaging, line: &ResultLine<'_>) -> io::Result<()> {
        let ResultLine { receptor, tag, .. } = line;
        let hours = match average {
            Averaging::Hours(hours) => hours,
            Averaging::Month => 720,
        };
        let date = match tag {
            Tag::Hour(stamp) => stamp.to_string(),
            _ => "0".repeat(8),
        };
        let (x, y) = (fixed(receptor.at.x, 13, 5), fixed(receptor.at.y, 13, 5));
        let heights = [receptor.elevation, receptor.hill, receptor.height];
        let [elevation, hill, height] = heights.map(|z| fixed(z, 7, 2));
        let value = line.values.first().copied().unwrap_or_default();
        let (value, group) = (self.number(value), &self.group);
        writeln!(
            self.to,
            " {hours:3} {group:8.8} {date} {x} {y} {elevation} {hill} {height} {value}"
        )
    }

    fn number(&self, value: f64) -> String {
        match self.form {
            NumberForm::Fixed => fixed(value, 13, 5),
            NumberForm::Exponent => exponent(value),
        }
    }

    fn average(&self) -> String {
        match self.subject {
            Subject::Mean { term, .. } => term.label().to_owned(),
            Subject::Rank { average, .. }
            | Subject::Design { average, .. }
            | Subject::Series { average }
            | Subject::Exceedance { average, .. } => average.label(),
        }
    }

    fn rank(&self) -> String {
        match self.subject {
            Subject::Rank { rank, .. } | Subject::Design { rank, .. } => rank_label(rank),
            _ => String::new(),
        }
    }

    /// Flushes and gives the writer back.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(mut self) -> io::Result<W> {
        self.to.flush()?;
        Ok(self.to)
    }
}

fn design_columns(years: usize) -> String {
    let name = |year: usize| match year {
        10 => "Y10".to_owned(),
        _ => format!("YR{year}"),
    };
    let column = |year| format!("  AVER CONC {}  DATE {}", name(year), name(year));
    (1..=years).map(column).collect()
}

/// A date as a plain integer, without leading zeros.
fn unpadded(stamp: Stamp) -> String {
    let padded = stamp.to_string();
    padded.trim_start_matches('0').to_owned()
}

/// A number with `decimals` decimals in `width` characters, or stars where it does not fit.
fn fixed(value: f64, width: usize, decimals: usize) -> String {
    let text = format!("{value:width$.decimals$}");
    match text.len() > width {
        true => "*".repeat(width),
        false => text,
    }
}

/// A number as Fortran's `E13.6` writes it: a fraction below 1 and an exponent.
fn exponent(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{:>13}", "0.000000E+00");
    }
    let scientific = format!("{:.5e}", value.abs());
    let (digits, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = power.parse::<i32>().unwrap_or_default() + 1;
    let digits = digits.replace('.', "");
    let sign = if value < 0.0 { "-" } else { "" };
    let mark = if power < 0 { '-' } else { '+' };
    let text = format!("{sign}0.{digits}E{mark}{:02}", power.abs());
    format!("{text:>13}")
}

/// The label of a rank, five characters wide: `  1ST`, ` 10TH`, ` 12TH`.
///
/// ```
/// use pluim_io::aermod::rank_label;
/// assert_eq!([1, 2, 3, 4, 11, 21, 98].map(rank_label).join("|"),
///     "  1ST|  2ND|  3RD|  4TH| 11TH| 21ST| 98TH");
/// ```
#[must_use]
pub fn rank_label(rank: usize) -> String {
    let ending = match (rank % 10, rank % 100) {
        (_, 11..=13) => "TH",
        (1, _) => "ST",
        (2, _) => "ND",
        (3, _) => "RD",
        _ => "TH",
    };
    format!("{:>5}", format!("{rank}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_do_not_fit_become_stars() {
        assert_eq!(fixed(1.5, 13, 5), "      1.50000");
        assert_eq!(fixed(12_345_678.0, 13, 5), "*".repeat(13));
    }

    #[test]
    fn exponents_as_fortran_writes_them() {
        assert_eq!(exponent(123.456), " 0.123456E+03");
        assert_eq!(exponent(0.001), " 0.100000E-02");
        assert_eq!(exponent(0.0), " 0.000000E+00");
        assert_eq!(exponent(-1.0), "-0.100000E+01");
    }
}
