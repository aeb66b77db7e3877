//! The assessment as a page to read and sign.

mod closing;
mod opening;
mod plan;
mod results;

use pluim_core::assessment::Regime;

use super::args::Assessment;
use super::html::Html;
use super::words::Language;
use closing::{left_out, method, signer, traces, warnings};
use opening::{conclusion, subject};
use plan::plan_section;
use results::{exceedances, results};

/// Rows of a table on the page; the rest stands in `assessment.csv`.
const MOST_ROWS: usize = 50;

/// The page.
pub(super) fn page(assessment: &Assessment<'_>, language: Language) -> String {
    let mut html = Html::default();
    let title = format!(
        "{}: {}",
        language.pick("Toetsing luchtkwaliteit", "Air quality assessment"),
        assessment.subject.title
    );
    html.heading(1, &title);
    conclusion(&mut html, assessment, language);
    subject(&mut html, assessment, language);
    for regime in Regime::ALL {
        results(&mut html, assessment, regime, language);
    }
    exceedances(&mut html, assessment, language);
    plan_section(&mut html, assessment, language);
    left_out(&mut html, assessment, language);
    warnings(&mut html, assessment, language);
    traces(&mut html, assessment, language);
    method(&mut html, assessment, language);
    signer(&mut html, language);
    html.page(&title, language.code())
}

/// One of a pair of texts.
trait Pair {
    fn pick(&self, language: Language) -> &'static str;
}

impl Pair for (&'static str, &'static str) {
    fn pick(&self, language: Language) -> &'static str {
        language.pick(self.0, self.1)
    }
}
