//! The result files that a control file asks for.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Component, Path, PathBuf};

use pluim_io::aermod::{
    ControlFile, DesignYear, Heading, LongTerm, PlotFile, ResultLine, ResultWriter, Series,
    Statistic, Subject, Tag,
};
use pluim_io::partial::PartialFile;
use pluim_io::write_error::WriteError;

use super::averages::Ended;
use super::model::{Event, Results};
use super::ranks::Ranked;

/// Where result files go.
#[derive(Debug, Clone)]
pub(super) struct Destination {
    /// Into this folder; a file that the control file would put elsewhere keeps its name only.
    /// Absent, beside the control file as it says.
    pub(super) folder: Option<PathBuf>,
    /// The folder of the control file.
    pub(super) beside: PathBuf,
}

impl Destination {
    /// Where the file goes that the control file calls `name`.
    ///
    /// Control files name folders with either slash.
    #[must_use]
    pub(super) fn of(&self, name: &Path) -> PathBuf {
        let plain = PathBuf::from(name.to_string_lossy().replace('\\', "/"));
        match &self.folder {
            None => self.beside.join(plain),
            Some(folder) if stays_inside(&plain) => folder.join(plain),
            Some(folder) => folder.join(plain.file_name().unwrap_or(plain.as_os_str())),
        }
    }
}

/// Whether a path leads nowhere but down.
fn stays_inside(path: &Path) -> bool {
    path.components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Everything the files of a run share.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// Control file.
    pub(super) deck: &'a ControlFile,
    /// Heading.
    pub(super) heading: &'a Heading,
    /// Destination.
    pub(super) destination: &'a Destination,
}

type Writer = ResultWriter<BufWriter<File>>;

impl Context<'_> {
    fn group(&self, number: usize) -> &str {
        self.deck
            .groups
            .get(number)
            .map_or("", |group| group.id.as_str())
    }

    fn open(&self, name: &Path, subject: Subject, group: usize) -> Result<Open, WriteError> {
        let path = self.destination.of(name);
        let refused = |cause| WriteError::file(&path, cause);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(refused)?;
        }
        let part = PartialFile::beside(&path);
        let file = File::create(part.path()).map_err(refused)?;
        let form = self.deck.outputs.form;
        let writer = ResultWriter::new(BufWriter::new(file), subject, self.group(group), form);
        Ok(Open { path, part, writer })
    }
}

/// A result file under construction.
struct Open {
    path: PathBuf,
    part: PartialFile,
    writer: Writer,
}

impl Open {
    fn with(
        &mut self,
        write: impl FnOnce(&mut Writer) -> io::Result<()>,
    ) -> Result<(), WriteError> {
        write(&mut self.writer).map_err(|cause| WriteError::file(&self.path, cause))
    }

    fn complete(self) -> Result<PathBuf, WriteError> {
        let refused = |cause| WriteError::file(&self.path, cause);
        self.writer.finish().map_err(refused)?;
        self.part.complete()?;
        Ok(self.path)
    }
}

/// The files that grow while the run goes on: `POSTFILE`s and `MAXIFILE`s.
pub(super) struct GrowingFiles<'a> {
    context: Context<'a>,
    posts: Vec<Open>,
    exceedances: Vec<Open>,
    fault: Option<WriteError>,
}

impl<'a> GrowingFiles<'a> {
    /// Opens the files.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(super) fn open(context: Context<'a>) -> Result<Self, WriteError> {
        let Context { deck, heading, .. } = context;
        let outputs = &deck.outputs;
        let count = deck.receptors.len();
        let mut posts = Vec::new();
        for post in &outputs.posts {
            let subject = post_subject(deck, post.series, 1);
            let mut open = context.open(&post.file, subject, post.group)?;
            let headed = !outputs.headerless.posts && matches!(post.series, Series::ShortTerm(_));
            if headed {
                open.with(|to| to.heading(heading, count))?;
            }
            posts.push(open);
        }
        let mut exceedances = Vec::new();
        for file in &outputs.exceedances {
            let subject = Subject::Exceedance {
                average: average(deck, file.average),
                threshold: file.threshold,
            };
            let mut open = context.open(&file.file, subject, file.group)?;
            if !outputs.headerless.exceedances {
                open.with(|to| to.heading(heading, count))?;
            }
            exceedances.push(open);
        }
        Ok(Self {
            context,
            posts,
            exceedances,
            fault: None,
        })
    }

    /// Writes what `event` brings; the first failure is kept for the end.
    pub(super) fn take(&mut self, event: Event<'_>) {
        if self.fault.is_some() {
            return;
        }
        let written = match event {
            Event::Ended(ended) => self.ended(ended),
            Event::Year(number, mean) => self.year(number, mean),
            Event::Hours(_) => Ok(()),
        };
        self.fault = written.err();
    }

    fn ended(&mut self, ended: Ended<'_>) -> Result<(), WriteError> {
        let deck = self.context.deck;
        for (post, open) in deck.outputs.posts.iter().zip(&mut self.posts) {
            if post.series == Series::ShortTerm(ended.average) {
                let values = columns(deck, ended.values, post.group);
                open.with(|to| lines(to, deck, &values, Tag::Hour(ended.stamp)))?;
            }
        }
        for (file, open) in deck.outputs.exceedances.iter().zip(&mut self.exceedances) {
            if file.average == ended.average && ended.ranks {
                let values = columns(deck, ended.values, file.group);
                let over = |value: f64| value >= file.threshold;
                open.with(|to| chosen_lines(to, deck, &values, Tag::Hour(ended.stamp), over))?;
            }
        }
        Ok(())
    }

    fn year(&mut self, number: usize, mean: &[f64]) -> Result<(), WriteError> {
        let deck = self.context.deck;
        for (post, open) in deck.outputs.posts.iter().zip(&mut self.posts) {
            if post.series == Series::LongTerm {
                let count = deck.receptors.len();
                let values = columns(deck, mean, post.group);
                open.with(|to| {
                    to.heading(self.context.heading, count)?;
                    lines(to, deck, &values, Tag::Count(number))
                })?;
            }
        }
        Ok(())
    }

    /// Completes the files and names them.
    ///
    /// # Errors
    /// When something could not be written.
    pub(super) fn finish(mut self, results: &Results) -> Result<Vec<PathBuf>, WriteError> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        self.period(results)?;
        let all = self.posts.into_iter().chain(self.exceedances);
        all.map(Open::complete).collect()
    }

    /// `POSTFILE`s of the average over the whole period.
    fn period(&mut self, results: &Results) -> Result<(), WriteError> {
        let deck = self.context.deck;
        let (Some(mean), Some(LongTerm::Period)) = (&results.long_term, deck.control.long_term)
        else {
            return Ok(());
        };
        let count = deck.receptors.len();
        for (post, open) in deck.outputs.posts.iter().zip(&mut self.posts) {
            if post.series == Series::LongTerm {
                let values = columns(deck, &mean.values, post.group);
                open.with(|to| {
                    to.heading(self.context.heading, count)?;
                    lines(to, deck, &values, Tag::Count(mean.hours.all))
                })?;
            }
        }
        Ok(())
    }
}

/// Writes the `PLOTFILE`s and names them.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn write_plots(
    context: Context<'_>,
    results: &Results,
) -> Result<Vec<PathBuf>, WriteError> {
    let plots = context.deck.outputs.plots.iter();
    plots
        .map(|plot| write_plot(context, plot, results))
        .collect()
}

fn write_plot(
    context: Context<'_>,
    plot: &PlotFile,
    results: &Results,
) -> Result<PathBuf, WriteError> {
    let subject = plot_subject(context.deck, plot, results);
    let mut open = context.open(&plot.file, subject, plot.group)?;
    if !context.deck.outputs.headerless.plots {
        open.with(|to| to.heading(context.heading, context.deck.receptors.len()))?;
    }
    open.with(|to| plot_lines(to, context.deck, plot, results))?;
    open.complete()
}

fn plot_subject(deck: &ControlFile, plot: &PlotFile, results: &Results) -> Subject {
    match plot.statistic {
        Statistic::Mean => mean_subject(deck, counted_years(deck, results), false),
        Statistic::Highest {
            average: number,
            rank,
        } => match &results.design {
            None => Subject::Rank {
                average: average(deck, number),
                rank,
            },
            Some(design) => Subject::Design {
                average: average(deck, number),
                rank,
                years: design.years.len(),
            },
        },
    }
}

/// The number of years as AERMOD shows it: it counts them only where it needs them.
fn counted_years(deck: &ControlFile, results: &Results) -> usize {
    let needed = deck.control.long_term == Some(LongTerm::Annual) || results.design.is_some();
    if needed { results.years } else { 0 }
}

fn plot_lines(
    to: &mut Writer,
    deck: &ControlFile,
    plot: &PlotFile,
    results: &Results,
) -> io::Result<()> {
    let count = deck.receptors.len();
    match plot.statistic {
        Statistic::Mean => {
            let Some(mean) = &results.long_term else {
                return Ok(());
            };
            let shown = match deck.control.long_term {
                Some(LongTerm::Annual) => mean.years,
                _ => mean.hours.all,
            };
            let values = columns(deck, &mean.values, plot.group);
            lines(to, deck, &values, Tag::Count(shown))
        }
        Statistic::Highest { average, rank } => match &results.design {
            Some(design) => {
                let mean = design.mean(rank);
                let years = design.years.iter().map(|year| year.of_rank(rank).collect());
                let years: Vec<Vec<Ranked>> = years.collect();
                design_lines(to, deck, plot.group, (&mean, &years))
            }
            None => {
                let Some(running) = results.short_term.get(average) else {
                    return Ok(());
                };
                let ranked: Vec<Ranked> = running.ranks.of_rank(rank).collect();
                let values: Vec<f64> = ranked.iter().map(|found| found.value).collect();
                let values = columns(deck, &values, plot.group);
                // the date is that of the first result
                let dates = ranked.iter().skip(plot.group * count);
                let rows = values.chunks(deck.control.options.results.len().max(1));
                for ((receptor, values), found) in deck.receptors.iter().zip(rows).zip(dates) {
                    to.line(&ResultLine {
                        receptor,
                        values,
                        tag: Tag::Ranked(found.stamp),
                    })?;
                }
                Ok(())
            }
        },
    }
}

/// Lines of design values: their mean over the years and the ranks of every year.
fn design_lines(
    to: &mut Writer,
    deck: &ControlFile,
    group: usize,
    (mean, years): (&[f64], &[Vec<Ranked>]),
) -> io::Result<()> {
    let first = group * deck.receptors.len();
    for (number, receptor) in deck.receptors.iter().enumerate() {
        let place = first + number;
        let of_year = |year: &Vec<Ranked>| year.get(place).copied();
        let ranked = years.iter().filter_map(of_year).map(|found| DesignYear {
            value: found.value,
            stamp: found.stamp,
        });
        let ranked: Vec<DesignYear> = ranked.collect();
        to.line(&ResultLine {
            receptor,
            values: &[mean.get(place).copied().unwrap_or_default()],
            tag: Tag::Years(&ranked),
        })?;
    }
    Ok(())
}

fn post_subject(deck: &ControlFile, series: Series, year: usize) -> Subject {
    match series {
        Series::ShortTerm(number) => Subject::Series {
            average: average(deck, number),
        },
        Series::LongTerm => mean_subject(deck, year, true),
    }
}

fn mean_subject(deck: &ControlFile, years: usize, post: bool) -> Subject {
    Subject::Mean {
        term: deck.control.long_term.unwrap_or(LongTerm::Period),
        years,
        post,
    }
}

fn average(deck: &ControlFile, number: usize) -> pluim_io::aermod::Averaging {
    let found = deck.control.averages.get(number).copied();
    found.unwrap_or(pluim_io::aermod::Averaging::Hours(1))
}

/// The values of one source group, receptor by receptor, one a result each.
fn columns(deck: &ControlFile, values: &[f64], group: usize) -> Vec<f64> {
    let (receptors, groups) = (deck.receptors.len(), deck.groups.len());
    let results = deck.control.options.results.len();
    let of = |receptor: usize, result: usize| {
        let at = (result * groups + group) * receptors + receptor;
        values.get(at).copied().unwrap_or_default()
    };
    let row = |receptor: usize| (0..results).map(move |result| of(receptor, result));
    (0..receptors).flat_map(row).collect()
}

fn lines(to: &mut Writer, deck: &ControlFile, values: &[f64], tag: Tag<'_>) -> io::Result<()> {
    chosen_lines(to, deck, values, tag, |_| true)
}

/// The lines of receptors of which the first value is `chosen`.
fn chosen_lines(
    to: &mut Writer,
    deck: &ControlFile,
    values: &[f64],
    tag: Tag<'_>,
    chosen: impl Fn(f64) -> bool,
) -> io::Result<()> {
    let rows = values.chunks(deck.control.options.results.len().max(1));
    for (receptor, values) in deck.receptors.iter().zip(rows) {
        if values.first().is_some_and(|first| chosen(*first)) {
            to.line(&ResultLine {
                receptor,
                values,
                tag,
            })?;
        }
    }
    Ok(())
}
