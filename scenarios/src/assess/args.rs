//! The command and what it does.

use std::path::{Path, PathBuf};

use clap::Args;
use pluim_core::assessment::NaturalSources;
use pluim_io::assessment_table;
use pluim_io::partial::write_whole;
use pluim_io::run_folder::FileRecord;

use super::category::{CategoryArgs, CategoryTest};
use super::error::AssessError;
use super::judge::{Judgement, LimitSummary, judge, summaries};
use super::limits::{LimitSet, default_limits, read_limits};
use super::page::page;
use super::plan::{PlanReport, ReferenceRun, plan_report};
use super::record::{receptors, record};
use super::salt::SaltArgs;
use super::site::{Assessable, InputFile, input_file, read_assessable};
use super::table::rows;
use super::words::Language;

/// Compare a run with limit values, the values of 2030 and WHO guidelines.
#[derive(Debug, Clone, Args)]
pub struct AssessArgs {
    /// Run folder, or a CIMLK results file (Rekenresultaten.csv).
    pub run: PathBuf,
    /// Run folder or results file without the plan: adds the plan's contribution and NIBM test.
    #[arg(long, value_name = "RUN")]
    pub reference: Option<PathBuf>,
    /// Folder for assessment.csv, assessment.json and assessment.html; the run folder by default,
    /// or that of the results file.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Language of the page.
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
    /// Limits to use instead of those that pluim carries.
    #[arg(long, value_name = "FILE.toml")]
    pub limits: Option<PathBuf>,
    /// CIMLK receptors (Receptoren.csv), which say where and for what to assess.
    #[arg(long, value_name = "FILE.csv")]
    pub receptors: Option<PathBuf>,
    /// What natural sources to take off.
    #[command(flatten)]
    pub salt: SaltArgs,
    /// What the plan builds, for the list of plans that never add significantly.
    #[command(flatten)]
    pub category: CategoryArgs,
    /// Print the record as JSON instead of a table.
    #[arg(long)]
    pub json: bool,
}

/// Everything that the outputs tell.
pub(super) struct Assessment<'a> {
    pub(super) subject: &'a Assessable,
    pub(super) limits: &'a LimitSet,
    pub(super) judgements: &'a [Judgement<'a>],
    pub(super) summaries: &'a [LimitSummary<'a>],
    pub(super) plan: Option<&'a PlanReport>,
    pub(super) natural: NaturalSources,
    /// The place of which the sea salt is, where it was looked up.
    pub(super) salt_place: Option<String>,
    pub(super) category: Option<CategoryTest>,
}

/// What an assessment wrote and found.
#[derive(Debug, Clone, PartialEq)]
pub struct AssessOutcome {
    /// Every file written.
    pub written: Vec<PathBuf>,
    /// The record, as in `assessment.json` without its receptors.
    pub record: serde_json::Value,
}

/// Makes the assessment and writes its three files.
///
/// # Errors
/// When an input is wrong, nothing can be assessed, or an output cannot be written.
pub fn assess(args: &AssessArgs) -> Result<AssessOutcome, AssessError> {
    let limits = match &args.limits {
        Some(file) => read_limits(file)?,
        None => default_limits()?,
    };
    let natural = args.salt.natural()?;
    let category = args.category.test();
    let mut subject = read_assessable(&args.run)?;
    subject.inputs.extend(own_files(args)?);
    if let Some(file) = args.receptors.clone().or_else(|| subject.own_receptors()) {
        subject.take_duties(&file)?;
    }
    let plan = args
        .reference
        .as_ref()
        .map(|reference| compare(&subject, reference))
        .transpose()?;
    let judgements = judge(&subject.sites, &limits.limits, natural);
    if judgements.is_empty() {
        let path = args.run.clone();
        return Err(AssessError::NothingToAssess { path });
    }
    let summaries = summaries(&judgements);
    let assessment = Assessment {
        subject: &subject,
        limits: &limits,
        judgements: &judgements,
        summaries: &summaries,
        plan: plan.as_ref(),
        natural,
        salt_place: args.salt.place(),
        category,
    };
    write(&assessment, &folder(args), args.lang)
}

/// The files that the assessment itself was given, beside those of the run.
fn own_files(args: &AssessArgs) -> pluim_io::error::Result<Vec<InputFile>> {
    let limits = args.limits.as_ref().map(|it| (it, "limits"));
    let salt = args.salt.sea_salt_table.as_ref();
    let salt = salt.map(|it| (it, "sea salt"));
    let file = |(file, role): (&PathBuf, &str)| {
        let record = FileRecord::of(file, file.to_string_lossy())?;
        Ok(input_file(&record.used_as(role)))
    };
    limits.into_iter().chain(salt).map(file).collect()
}

fn compare(subject: &Assessable, reference: &Path) -> Result<PlanReport, AssessError> {
    let before = read_assessable(reference)?;
    let report = plan_report(&subject.sites, &before.sites, subject.no2.and(before.no2));
    let mut report = report.ok_or_else(|| AssessError::NoCommonReceptor {
        run: subject.path.clone(),
        reference: reference.to_owned(),
    })?;
    if subject.leaves_out_sources() || before.leaves_out_sources() {
        report.nibm = report.nibm.of_part();
    }
    report.reference = ReferenceRun {
        title: before.title,
        inputs: before.inputs,
    };
    Ok(report)
}

/// Where the files go.
fn folder(args: &AssessArgs) -> PathBuf {
    if let Some(out) = &args.out {
        return out.clone();
    }
    if args.run.is_dir() {
        return args.run.clone();
    }
    let beside = args.run.parent().filter(|it| !it.as_os_str().is_empty());
    beside.unwrap_or(Path::new(".")).to_owned()
}

fn write(
    assessment: &Assessment<'_>,
    folder: &Path,
    language: Language,
) -> Result<AssessOutcome, AssessError> {
    std::fs::create_dir_all(folder)
        .map_err(|cause| pluim_io::write_error::WriteError::file(folder, cause))?;
    let [csv, json, html] = ["csv", "json", "html"]
        .map(|extension| folder.join("assessment").with_extension(extension));
    assessment_table::write(&csv, &rows(assessment.judgements))?;
    let record = record(assessment);
    let mut whole = record.clone();
    whole["receptors"] = receptors(assessment);
    write_whole(&json, format!("{whole}\n").as_bytes())?;
    write_whole(&html, page(assessment, language).as_bytes())?;
    Ok(AssessOutcome {
        written: vec![csv, json, html],
        record,
    })
}

/// Runs the command: the summary to standard output, as a table or as JSON.
///
/// # Errors
/// As [`assess`].
pub fn execute(args: &AssessArgs) -> crate::error::Result<()> {
    let outcome = assess(args).map_err(|error| match error {
        AssessError::Input(error) => error.into(),
        AssessError::Output(error) => crate::error::Error::from(error),
        other => other.into(),
    })?;
    if args.json {
        println!("{:#}", outcome.record);
        return Ok(());
    }
    for summary in outcome.record["summaries"].as_array().into_iter().flatten() {
        println!("{}", line(summary));
    }
    if let Some(nibm) = outcome.record["plan"]["nibm_in_words"].as_str() {
        println!("contribution of the plan: {nibm}");
    }
    let files = outcome.written.iter().filter_map(|file| file.file_name());
    let files: Vec<_> = files.map(|name| name.to_string_lossy()).collect();
    println!(
        "results in {}: {}",
        folder(args).display(),
        files.join(", ")
    );
    Ok(())
}

/// One limit on one line.
fn line(summary: &serde_json::Value) -> String {
    let count = |name: &str| summary[name].as_u64().unwrap_or(0);
    format!(
        "{:24} met {:6}  after sea salt {:6}  above {:6}  unknown {:6}  not assessed {:6}",
        summary["limit"].as_str().unwrap_or_default(),
        count("met"),
        count("met_after_natural_sources"),
        count("exceeded"),
        count("unknown"),
        count("not_assessed")
    )
}
