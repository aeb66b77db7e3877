//! A progress bar on a terminal, silence in a pipe.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Progress of one part of a run.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that counts `total` cells or receptors and estimates the time left.
    #[must_use]
    pub fn cells(what: &'static str, total: u64) -> Self {
        let bar = ProgressBar::new(total);
        bar.set_style(style(
            "{msg:>34} [{bar:40}] {percent:>3}%  {per_sec}  {eta} left",
        ));
        bar.set_message(what);
        Self(bar)
    }

    /// A sign of life for work of unknown length.
    #[must_use]
    pub fn spinner(what: &'static str) -> Self {
        let bar = ProgressBar::new_spinner();
        bar.set_style(style("{msg:>34} {spinner}  {elapsed}"));
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// Counts `count` more as done.
    pub fn advance(&self, count: u64) {
        self.0.inc(count);
    }

    /// Clears the bar.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
}
