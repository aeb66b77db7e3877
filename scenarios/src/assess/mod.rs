//! `pluim assess`: does it comply, and why.
//!
//! Reads a run (or a CIMLK results file), compares every receptor with every limit of a data
//! file, and writes a table, a record and a page that says what was found, from which inputs and
//! by which rules, and what the answer is worth.

mod args;
mod category;
mod conclusion;
mod error;
mod html;
mod judge;
mod limits;
mod numbers;
mod page;
mod plan;
mod recomputed;
mod record;
mod results_file;
mod rules;
mod salt;
mod site;
mod table;
mod terms;
mod words;

pub use args::{AssessArgs, AssessOutcome, assess, execute};
pub use category::{CategoryArgs, CategoryTest};
pub use error::AssessError;
pub(crate) use html::escape;
pub use judge::{Judgement, LimitSummary, NotAssessed, judge, summaries};
pub use limits::{LimitSet, default_limits, parse_limits, read_limits};
pub(crate) use numbers::number;
pub use plan::NibmAnswer;
pub use plan::{PlanReport, PlanRow, plan_report};
pub use recomputed::{Followed, Recomputed};
pub(crate) use rules::explain;
pub use salt::SaltArgs;
pub use site::{Assessable, Duties, InputFile, Method, No2, Site, read_assessable};
pub use words::Language;
