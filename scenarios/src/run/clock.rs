//! What every run's record says of the program and of time.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use pluim_io::run_folder::{Phase, Program, Times};

/// This program.
pub(crate) fn program() -> Program {
    Program {
        name: "pluim".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        git_commit: option_env!("PLUIM_GIT_COMMIT").map(str::to_owned),
    }
}

/// Times of a run and its parts.
pub(crate) struct Clock {
    started: Timestamp,
    begin: Instant,
    lap: Instant,
    phases: Vec<Phase>,
}

impl Clock {
    pub(crate) fn start() -> Self {
        let now = Instant::now();
        Self {
            started: Timestamp::now(),
            begin: now,
            lap: now,
            phases: Vec::new(),
        }
    }

    pub(crate) fn lap(&mut self, name: &str) {
        let seconds = self.lap.elapsed().as_secs_f64();
        self.phases.push(Phase {
            name: name.to_owned(),
            seconds,
        });
        self.lap = Instant::now();
    }

    /// As [`lap`](Self::lap), where `part` of the time is told by itself as `other`.
    pub(crate) fn lap_but(&mut self, name: &str, (other, part): (&str, Duration)) {
        self.lap(name);
        let seconds = part.as_secs_f64();
        if let Some(lap) = self.phases.last_mut() {
            lap.seconds -= seconds;
        }
        self.phases.push(Phase {
            name: other.to_owned(),
            seconds,
        });
    }

    /// Adds phases that another clock has measured meanwhile.
    pub(crate) fn took(&mut self, phases: &[Phase]) {
        self.phases.extend_from_slice(phases);
        self.lap = Instant::now();
    }

    pub(crate) fn stop(self) -> Times {
        Times {
            started: self.started.to_string(),
            finished: Timestamp::now().to_string(),
            seconds: self.begin.elapsed().as_secs_f64(),
            threads: rayon::current_num_threads(),
            parts_taken: 0,
            phases: self.phases,
        }
    }
}
