//! The figure: scatter plots of total and increment, and the target.

use pluim_io::picture::printed;
use pluim_io::score_figure::{Scatter, ScoreFigure, ScorePoint, TargetPoint};

use super::background::Background;
use super::scores::{Subject, Validation};

/// The figure of a validation of the run `title`.
pub(super) fn figure(validation: &Validation<'_>, title: &str) -> ScoreFigure {
    let background = match validation.background {
        Background::OfRun => None,
        Background::Measured { mean, .. } => Some(*mean),
    };
    ScoreFigure {
        title: format!(
            "{}, annual mean: {title}",
            printed(validation.pollutant.name())
        ),
        unit: printed("ug/m3"),
        scatters: vec![
            scatter(validation, Subject::Total, background),
            scatter(validation, Subject::Increment, None),
        ],
        target: [Subject::Total, Subject::BackgroundAlone]
            .into_iter()
            .filter_map(|subject| target(validation, subject))
            .collect(),
    }
}

fn scatter(validation: &Validation<'_>, subject: Subject, everywhere: Option<f64>) -> Scatter {
    let title = match subject {
        Subject::Total => "Total, with background",
        Subject::Increment => "Increment above the background",
        Subject::BackgroundAlone => "Background alone",
    };
    let points = validation.stations.iter().map(|at| {
        let (observed, modelled) = subject.pair(at);
        ScorePoint {
            label: at.station.id.clone(),
            observed,
            modelled,
        }
    });
    Scatter {
        title: title.to_owned(),
        points: points.collect(),
        everywhere,
    }
}

/// Bias and error without bias over the stations, beside beta times the root mean square of the
/// uncertainty.
///
/// # References
/// FAIRMODE's target diagram (see `pluim_core::statistics::fairmode`), over stations instead of
/// hours, because the run has annual means.
fn target(validation: &Validation<'_>, subject: Subject) -> Option<TargetPoint> {
    let uncertainty = validation.uncertainty()?;
    let scores = validation.scores(subject)?;
    let margins = validation
        .stations
        .iter()
        .map(|at| uncertainty.margin(at.station.mean).powi(2));
    let margin = (margins.sum::<f64>() / scores.pairs as f64).sqrt();
    let narrower = scores.deviation_modelled < scores.deviation_observed;
    let side = if narrower { -1.0 } else { 1.0 };
    Some(TargetPoint {
        label: subject.name().to_owned(),
        centred: side * scores.centred_error() / margin,
        bias: (scores.modelled - scores.observed) / margin,
    })
}
