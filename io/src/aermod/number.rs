//! Numbers as AERMOD writes them: `1.0E-5`, `3.6D6`, and with a repeat count `12*1.0`.

use super::card::Card;
use crate::error::{Fault, Result};

/// A number and how often it is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Repeated {
    pub(crate) count: usize,
    pub(crate) value: f64,
}

/// The largest repeat count accepted: the largest table a card can fill many times over.
const MOST: usize = 1_000_000;

/// A plain number, with `E` or the Fortran `D` before an exponent.
pub(crate) fn number(text: &str) -> Option<f64> {
    let is_number = |c: char| c.is_ascii_digit() || "+-.eEdD".contains(c);
    if !text.chars().all(is_number) {
        return None;
    }
    let plain = text.replace(['d', 'D'], "e");
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// A number that may carry a repeat count.
pub(crate) fn repeated(text: &str) -> Option<Repeated> {
    let (count, value) = match text.split_once('*') {
        None => (1, number(text)?),
        Some((count, value)) => (count.parse().ok()?, number(value)?),
    };
    (1..=MOST)
        .contains(&count)
        .then_some(Repeated { count, value })
}

impl Card {
    /// Field `index` as a number.
    pub(crate) fn number(&self, index: usize, what: &str) -> Result<f64> {
        let text = self.word(index, what)?;
        number(text).ok_or_else(|| {
            let rule = format!("{what}: a number as value {}", index + 1);
            self.error(Fault::new(rule).found(text))
        })
    }

    /// Field `index` as a number, or `default` where the card ends before it.
    pub(crate) fn number_or(&self, index: usize, what: &str, default: f64) -> Result<f64> {
        match self.fields.get(index) {
            None => Ok(default),
            Some(_) => self.number(index, what),
        }
    }

    /// Field `index` as a number of 0 or more.
    pub(crate) fn positive(&self, index: usize, what: &str) -> Result<f64> {
        let value = self.number(index, what)?;
        if value < 0.0 {
            let rule = format!("{what}: a number of 0 or more as value {}", index + 1);
            return Err(self.error(Fault::new(rule).found(value)));
        }
        Ok(value)
    }

    /// Field `index` as a number above 0.
    pub(crate) fn above_zero(&self, index: usize, what: &str) -> Result<f64> {
        let value = self.number(index, what)?;
        match value > 0.0 {
            true => Ok(value),
            false => Err(self.error(Fault::new(format!("{what}: above 0")).found(value))),
        }
    }

    /// Field `index` as a number of 0 or more, or `default` where the card ends before it.
    pub(crate) fn positive_or(&self, index: usize, what: &str, default: f64) -> Result<f64> {
        match self.fields.get(index) {
            None => Ok(default),
            Some(_) => self.positive(index, what),
        }
    }

    /// Field `index` as a whole number between `least` and `most`.
    pub(crate) fn whole(&self, index: usize, what: &str, range: [u32; 2]) -> Result<u32> {
        let value = self.number(index, what)?;
        let [least, most] = range;
        let fits = value.fract() == 0.0 && (f64::from(least)..=f64::from(most)).contains(&value);
        if !fits {
            let rule = format!("{what}: a whole number from {least} to {most}");
            let found = self.word(index, what)?;
            return Err(self.error(Fault::new(rule).found(found)));
        }
        Ok(value as u32)
    }

    /// The fields from `first` on as numbers, repeat counts written out.
    pub(crate) fn numbers(&self, first: usize, what: &str) -> Result<Vec<f64>> {
        let mut all = Vec::new();
        for field in self.fields.iter().skip(first) {
            let Some(Repeated { count, value }) = repeated(field) else {
                let rule = format!("{what}: numbers, or a repeat count as in 12*1.0");
                return Err(self.error(Fault::new(rule).found(field)));
            };
            all.extend(std::iter::repeat_n(value, count));
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_of_both_kinds() {
        assert_eq!(number("1.0E-5"), Some(1e-5));
        assert_eq!(number("3.6D6"), Some(3.6e6));
        assert_eq!(number("-.5"), Some(-0.5));
    }

    #[test]
    fn words_and_infinities_are_no_numbers() {
        assert_eq!(number("inf"), None);
        assert_eq!(number("NaN"), None);
        assert_eq!(number("1E999"), None);
        assert_eq!(number(""), None);
    }

    #[test]
    fn repeat_counts() {
        let twelve = Repeated {
            count: 12,
            value: 1.5,
        };
        assert_eq!(repeated("12*1.5"), Some(twelve));
        assert_eq!(repeated("0*1.5"), None);
        assert_eq!(repeated("*1.5"), None);
    }
}
