//! The `OU` pathway: which results to write.

use std::path::PathBuf;

use super::card::Card;
use super::control::{Averaging, Control, LongTerm};
use super::group::Group;
use super::keyword::not_read;
use super::warning::Warning;
use crate::error::{Fault, InputError, Result, nearest};

/// Which results to write.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outputs {
    /// How many highest values a receptor keeps.
    pub ranks: usize,
    /// How many highest values are kept over all receptors.
    pub maxima: usize,
    /// Files of one statistic at every receptor.
    pub plots: Vec<PlotFile>,
    /// Files of every average at every receptor.
    pub posts: Vec<PostFile>,
    /// Files of averages above a threshold.
    pub exceedances: Vec<ExceedanceFile>,
    /// How numbers are written.
    pub form: NumberForm,
    /// Files without a header.
    pub headerless: Headerless,
}

/// A `PLOTFILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlotFile {
    /// Statistic.
    pub statistic: Statistic,
    /// Index of the source group.
    pub group: usize,
    /// Name, as written.
    pub file: PathBuf,
}

/// The statistic of a `PLOTFILE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// The long-term average.
    Mean,
    /// The highest short-term averages.
    Highest {
        /// Index of the averaging time.
        average: usize,
        /// Rank, 1 for the highest.
        rank: usize,
    },
}

/// A `POSTFILE` of type `PLOT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostFile {
    /// What it holds.
    pub series: Series,
    /// Index of the source group.
    pub group: usize,
    /// Name, as written.
    pub file: PathBuf,
}

/// The averages of a `POSTFILE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// The short-term averages with this index.
    ShortTerm(usize),
    /// Long-term averages.
    LongTerm,
}

/// A `MAXIFILE`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExceedanceFile {
    /// Index of the averaging time.
    pub average: usize,
    /// Index of the source group.
    pub group: usize,
    /// Averages at or above this are written, in the unit of results.
    pub threshold: f64,
    /// Name, as written.
    pub file: PathBuf,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberForm {
    /// With five decimals.
    #[default]
    Fixed,
    /// With an exponent.
    Exponent,
}

/// Kinds of file that go without a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Headerless {
    /// `PLOTFILE`s.
    pub plots: bool,
    /// `POSTFILE`s.
    pub posts: bool,
    /// `MAXIFILE`s.
    pub exceedances: bool,
}

struct Reader<'a> {
    control: &'a Control,
    groups: &'a [Group],
    /// Groups whose outputs are left out.
    absent: &'a [String],
    warnings: &'a mut Vec<Warning>,
    found: Outputs,
    /// Ranks asked for, averaging time by averaging time.
    ranks: Vec<Vec<usize>>,
}

/// What the earlier pathways say that outputs refer to.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) control: &'a Control,
    pub(crate) groups: &'a [Group],
    /// Groups that are left out together with their outputs.
    pub(crate) absent: &'a [String],
}

/// Reads the cards of the `OU` pathway.
pub(crate) fn read(
    cards: &[Card],
    context: Context<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<Outputs> {
    let mut reader = Reader {
        control: context.control,
        groups: context.groups,
        absent: context.absent,
        warnings,
        found: Outputs::default(),
        ranks: vec![Vec::new(); context.control.averages.len()],
    };
    for card in cards {
        reader.card(card)?;
        reader.new_name(card)?;
    }
    reader.found.ranks = reader.ranks.iter().flatten().copied().max().unwrap_or(0);
    Ok(reader.found)
}

impl Reader<'_> {
    fn card(&mut self, card: &Card) -> Result<()> {
        match card.keyword.as_str() {
            "RECTABLE" => self.receptor_table(card)?,
            "MAXTABLE" => self.maximum_table(card)?,
            "DAYTABLE" | "SUMMFILE" => {
                let text = format!("{} is not written; results do not change", card.keyword);
                self.warnings.push(Warning::of(card, text));
            }
            "PLOTFILE" => self.plot_file(card)?,
            "POSTFILE" => self.post_file(card)?,
            "MAXIFILE" => self.exceedance_file(card)?,
            "FILEFORM" => self.found.form = form(card)?,
            "NOHEADER" => headerless(card, &mut self.found.headerless)?,
            _ => return Err(not_read(card)),
        }
        Ok(())
    }

    /// Refuses a file that an earlier card names too.
    fn new_name(&self, card: &Card) -> Result<()> {
        let found = &self.found;
        let plots = found.plots.iter().map(|plot| &plot.file);
        let posts = found.posts.iter().map(|post| &post.file);
        let names = plots
            .chain(posts)
            .chain(found.exceedances.iter().map(|it| &it.file));
        let mut names: Vec<&PathBuf> = names.collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            None => Ok(()),
            Some(pair) => {
                let fault = Fault::new("another name for every file").found(pair[0].display());
                Err(card.error(fault))
            }
        }
    }

    /// The indices of the averaging times that field 0 names: one, a range, or all.
    fn averages(&self, card: &Card) -> Result<Vec<usize>> {
        let word = card.name(0, "an averaging time or ALLAVE")?;
        let count = self.control.averages.len();
        if word == "ALLAVE" {
            return Ok((0..count).collect());
        }
        let (low, high) = word.split_once('-').unwrap_or((&word, &word));
        let chosen = |index: &usize| {
            let average = self.control.averages.get(*index).copied();
            average.is_some_and(|average| within(average, low, high))
        };
        let found: Vec<usize> = (0..count).filter(chosen).collect();
        if found.is_empty() {
            return Err(self.no_average(card, &word));
        }
        Ok(found)
    }

    fn average(&self, card: &Card) -> Result<usize> {
        let found = self.averages(card)?;
        match found.as_slice() {
            [one] => Ok(*one),
            _ => Err(self.no_average(card, &card.name(0, "an averaging time")?)),
        }
    }

    fn no_average(&self, card: &Card, word: &str) -> InputError {
        let labels = self.control.averages.iter().map(|average| average.label());
        let labels: Vec<String> = labels.map(|label| label.trim().to_owned()).collect();
        let rule = format!("an averaging time of CO AVERTIME: {}", labels.join(", "));
        card.error(Fault::new(rule).found(word))
    }

    /// The group that field `index` names; `None` where it is left out.
    fn group(&self, card: &Card, index: usize) -> Result<Option<usize>> {
        let id = card.name(index, "the identifier of a source group")?;
        if let Some(found) = self.groups.iter().position(|group| group.id == id) {
            return Ok(Some(found));
        }
        if self.absent.contains(&id) {
            return Ok(None);
        }
        let ids = self.groups.iter().map(|group| group.id.as_str());
        let fault = Fault::new("a source group of SO SRCGROUP").found(&id);
        Err(card.error(match nearest(&id, ids) {
            Some(like) => fault.hint(format!("did you mean {like}?")),
            None => fault,
        }))
    }

    fn receptor_table(&mut self, card: &Card) -> Result<()> {
        let averages = self.averages(card)?;
        card.word(1, "a rank such as FIRST, 2ND, 8 or 1-3")?;
        let mut ranks = Vec::new();
        for word in card.fields.iter().skip(1) {
            ranks.extend(rank_range(card, word)?);
        }
        for average in averages {
            if let Some(all) = self.ranks.get_mut(average) {
                all.extend(&ranks);
            }
        }
        Ok(())
    }

    fn maximum_table(&mut self, card: &Card) -> Result<()> {
        self.averages(card)?;
        let count = card.whole(1, "number of values", [1, 1_000_000])? as usize;
        self.found.maxima = self.found.maxima.max(count);
        Ok(())
    }

    fn is_long_term(&self, card: &Card) -> Result<bool> {
        let asked = [LongTerm::Period, LongTerm::Annual];
        let asked = asked.into_iter().find(|term| card.has(0, term.label()));
        match asked {
            None => Ok(false),
            Some(term) if self.control.long_term == Some(term) => Ok(true),
            Some(term) => {
                let rule = format!("{} among the averages of CO AVERTIME", term.label());
                Err(card.error(Fault::new(rule).found("none")))
            }
        }
    }

    fn plot_file(&mut self, card: &Card) -> Result<()> {
        let long_term = self.is_long_term(card)?;
        let (statistic, name) = match long_term {
            true => (Statistic::Mean, 2),
            false => {
                let average = self.average(card)?;
                let rank = self.ranked(card, average)?;
                (Statistic::Highest { average, rank }, 3)
            }
        };
        card.at_most(name + 2)?;
        let file = PathBuf::from(card.word(name, "the name of a file")?);
        if let Some(group) = self.group(card, 1)? {
            self.found.plots.push(PlotFile {
                statistic,
                group,
                file,
            });
        }
        Ok(())
    }

    /// The rank in field 2, which RECTABLE must have asked for.
    fn ranked(&self, card: &Card, average: usize) -> Result<usize> {
        let word = card.name(2, "a rank such as FIRST, 2ND or 8")?;
        let rank = rank(&word).ok_or_else(|| no_rank(card, &word))?;
        let ranks = self.ranks.get(average);
        if ranks.is_some_and(|ranks| ranks.contains(&rank)) {
            return Ok(rank);
        }
        let fault = Fault::new("a rank that RECTABLE asks for above").found(&word);
        Err(card.error(fault))
    }

    fn post_file(&mut self, card: &Card) -> Result<()> {
        let series = match self.is_long_term(card)? {
            true => Series::LongTerm,
            false => Series::ShortTerm(self.average(card)?),
        };
        match card.name(2, "PLOT")?.as_str() {
            "PLOT" => {}
            "UNFORM" => return Err(card.refused("UNFORM", "ask for a POSTFILE of type PLOT")),
            other => return Err(card.error(Fault::new("PLOT").found(other))),
        }
        card.at_most(5)?;
        let file = PathBuf::from(card.word(3, "the name of a file")?);
        if let Some(group) = self.group(card, 1)? {
            self.found.posts.push(PostFile {
                series,
                group,
                file,
            });
        }
        Ok(())
    }

    fn exceedance_file(&mut self, card: &Card) -> Result<()> {
        card.at_most(5)?;
        let average = self.average(card)?;
        if self.control.averages.get(average) == Some(&Averaging::Month) {
            let fault = Fault::new("an averaging time in hours").found("MONTH");
            return Err(card.error(fault));
        }
        let threshold = card.number(2, "threshold")?;
        let file = PathBuf::from(card.word(3, "the name of a file")?);
        if let Some(group) = self.group(card, 1)? {
            self.found.exceedances.push(ExceedanceFile {
                average,
                group,
                threshold,
                file,
            });
        }
        Ok(())
    }
}

/// Whether an averaging time lies between two words of a card.
fn within(average: Averaging, low: &str, high: &str) -> bool {
    match average {
        Averaging::Month => low == "MONTH",
        Averaging::Hours(hours) => {
            let bound = |word: &str| word.parse::<u32>().ok();
            let bounds = bound(low).zip(bound(high));
            bounds.is_some_and(|(low, high)| (low..=high).contains(&hours))
        }
    }
}

const WORDS: [&str; 10] = [
    "FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH", "NINTH", "TENTH",
];

/// The rank that a word names: `FIRST`, `1ST` or `1`.
fn rank(word: &str) -> Option<usize> {
    if let Some(index) = WORDS.iter().position(|name| *name == word) {
        return Some(index + 1);
    }
    let endings = ["ST", "ND", "RD", "TH"];
    let stem = endings.iter().find_map(|ending| word.strip_suffix(ending));
    let rank = stem.unwrap_or(word).parse().ok()?;
    (1..=999).contains(&rank).then_some(rank)
}

fn no_rank(card: &Card, word: &str) -> InputError {
    let rule = "a rank such as FIRST, 2ND or 8, up to 999";
    card.error(Fault::new(rule).found(word).nearest(WORDS))
}

fn rank_range(card: &Card, word: &str) -> Result<std::ops::RangeInclusive<usize>> {
    let word = word.to_ascii_uppercase();
    let (low, high) = word.split_once('-').unwrap_or((&word, &word));
    let ranks = rank(low).zip(rank(high)).filter(|(low, high)| low <= high);
    let (low, high) = ranks.ok_or_else(|| no_rank(card, &word))?;
    Ok(low..=high)
}

fn form(card: &Card) -> Result<NumberForm> {
    let word = card.name(0, "FIX or EXP")?;
    match word.get(..3) {
        Some("FIX") => Ok(NumberForm::Fixed),
        Some("EXP") => Ok(NumberForm::Exponent),
        _ => Err(card.error(Fault::new("FIX or EXP").found(&word))),
    }
}

fn headerless(card: &Card, kinds: &mut Headerless) -> Result<()> {
    for index in 0..card.len().max(1) {
        match card
            .name(index, "ALL, PLOTFILE, POSTFILE or MAXIFILE")?
            .as_str()
        {
            "ALL" => {
                *kinds = Headerless {
                    plots: true,
                    posts: true,
                    exceedances: true,
                }
            }
            "PLOTFILE" => kinds.plots = true,
            "POSTFILE" => kinds.posts = true,
            "MAXIFILE" => kinds.exceedances = true,
            other => {
                let rule = "ALL, PLOTFILE, POSTFILE or MAXIFILE";
                return Err(card.error(Fault::new(rule).found(other)));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_by_word_and_number() {
        let all = ["FIRST", "2ND", "8", "10TH", "TENTH"].map(rank);
        assert_eq!(all, [Some(1), Some(2), Some(8), Some(10), Some(10)]);
        assert_eq!([rank("ZERO"), rank("0"), rank("1000")], [None; 3]);
    }
}
