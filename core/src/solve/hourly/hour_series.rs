//! Every hour at some places, mixed from the fields of representative hours.

use super::super::Case;
use super::mixtures::HourMixtures;
use super::representatives::{RepresentativeFields, Representatives};

/// Places whose hours are mixed together.
pub const LANES: usize = 16;

/// How the hours of a case are mixed from representative ones.
pub struct Hours {
    entries: Vec<Entry>,
    /// Where the entries of each hour end.
    ends: Vec<usize>,
    /// Time profiles kept apart.
    profiles: usize,
    channels: usize,
}

/// One addend of an hour.
struct Entry {
    representative: usize,
    /// The time profile's place among those kept apart.
    profile: usize,
    weight: f32,
}

impl Hours {
    /// The hours of `case`, mixed as `mixtures` says, each time profile with its factor.
    #[must_use]
    pub fn new(
        case: &Case<'_>,
        mixtures: &HourMixtures,
        representatives: &Representatives<'_>,
    ) -> Self {
        let profiles = representatives.profiles();
        let mut hours = Self {
            entries: Vec::new(),
            ends: Vec::with_capacity(case.hours.len()),
            profiles: profiles.len(),
            channels: representatives.channels().count(),
        };
        for (hour, mixture) in mixtures.mixtures.iter().enumerate() {
            for part in mixture.iter().filter(|part| part.weight > 0.0) {
                for (profile, number) in profiles.iter().enumerate() {
                    let factor = case.profiles[*number].factor(case.hours[hour].begins);
                    hours.entries.push(Entry {
                        representative: part.representative,
                        profile,
                        weight: (part.weight * factor) as f32,
                    });
                }
            }
            hours.ends.push(hours.entries.len());
        }
        hours
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// Concentration of pollutant number `pollutant` (g/m3) in every hour at the places of
    /// `lanes`, one place after another in `series`.
    pub fn mix(&self, lanes: &Lanes, pollutant: usize, series: &mut Vec<f32>) {
        let count = self.count();
        series.clear();
        series.resize(LANES * count, 0.0);
        let first = pollutant * self.profiles;
        let mut start = 0;
        for (hour, end) in self.ends.iter().enumerate() {
            let mut sum = [0.0_f32; LANES];
            for entry in &self.entries[start..*end] {
                let channel = first + entry.profile;
                let values = &lanes.values[entry.representative * self.channels + channel];
                for (sum, value) in sum.iter_mut().zip(values) {
                    *sum += entry.weight * value;
                }
            }
            start = *end;
            for (lane, sum) in sum.into_iter().enumerate() {
                series[lane * count + hour] = sum;
            }
        }
    }
}

/// The fields of all representatives at [`LANES`] places.
pub struct Lanes {
    /// Representative by representative, all channels of each.
    values: Vec<[f32; LANES]>,
}

impl Lanes {
    /// The values of `fields` from place `first` on; 0 beyond the last place.
    #[must_use]
    pub fn of(fields: &RepresentativeFields, first: usize) -> Self {
        let values = fields.values.iter().flatten().map(|row| {
            let mut lanes = [0.0; LANES];
            let from = row.get(first..).unwrap_or_default();
            lanes
                .iter_mut()
                .zip(from)
                .for_each(|(lane, it)| *lane = *it);
            lanes
        });
        Self {
            values: values.collect(),
        }
    }
}
