//! Numbers in text, with the rule they obey.

use crate::error::Fault;

/// What a number means and the values it may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    /// A noun phrase with the unit, such as "a height in m".
    pub(crate) what: &'static str,
    /// The least value allowed.
    pub(crate) least: f64,
    /// The greatest value allowed.
    pub(crate) most: f64,
}

impl Rule {
    /// Any finite number.
    pub(crate) const fn any(what: &'static str) -> Self {
        Self::between(what, f64::NEG_INFINITY, f64::INFINITY)
    }

    /// A number of `least` or more.
    pub(crate) const fn least(what: &'static str, least: f64) -> Self {
        Self::between(what, least, f64::INFINITY)
    }

    /// A number from `least` up to and including `most`.
    pub(crate) const fn between(what: &'static str, least: f64, most: f64) -> Self {
        Self { what, least, most }
    }

    /// Reads a finite number that obeys the rule.
    pub(crate) fn parse(&self, text: &str) -> Result<f64, Fault> {
        let value = text.parse::<f64>().map_err(|_| self.not_a_number(text))?;
        let allowed = value.is_finite() && value >= self.least && value <= self.most;
        allowed.then_some(value).ok_or_else(|| self.broken(text))
    }

    /// Reads a whole number that obeys the rule, which must lie within the range of `i32`.
    pub(crate) fn parse_whole(&self, text: &str) -> Result<i32, Fault> {
        let value = self.parse(text)?;
        let whole = value.fract() == 0.0 && value.abs() <= f64::from(i32::MAX);
        let fault = || Fault::new(format!("{}, a whole number", self.phrase())).found(text);
        whole.then_some(value as i32).ok_or_else(fault)
    }

    /// The fault that `text` breaks the rule.
    pub(crate) fn broken(&self, text: &str) -> Fault {
        Fault::new(self.phrase()).found(text)
    }

    fn not_a_number(&self, text: &str) -> Fault {
        let fault = self.broken(text);
        match text.replace(',', ".").parse::<f64>() {
            Ok(_) => fault.hint("write the decimal mark as a point"),
            Err(_) => fault,
        }
    }

    fn phrase(&self) -> String {
        let Self { what, least, most } = self;
        match (least.is_finite(), most.is_finite()) {
            (true, true) => format!("{what} ({least} to {most})"),
            (true, false) => format!("{what} ({least} or more)"),
            (false, true) => format!("{what} ({most} or less)"),
            (false, false) => (*what).to_owned(),
        }
    }
}

/// Whether a cell holds no value: empty, or -999 however it is spelt.
pub(crate) fn is_missing(text: &str) -> bool {
    text.is_empty() || (text.starts_with("-999") && text.parse() == Ok(-999.0))
}

/// The shortest spelling of an optional number; empty where there is none.
pub(crate) fn spell(value: Option<f64>) -> String {
    value.map(|it| it.to_string()).unwrap_or_default()
}

/// Significant digits of a value in tables of results.
const DIGITS: usize = 7;

/// A value with 7 significant digits and no exponent; empty where there is none.
pub(crate) fn significant(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value);
    // Minus nothing is nothing.
    (rounded + 0.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_is_part_of_the_message() {
        let rule = Rule::between("a share", 0.0, 1.0);
        assert_eq!(rule.parse("0.25"), Ok(0.25));
        assert_eq!(rule.parse("2").unwrap_err().expected, "a share (0 to 1)");
        assert!(rule.parse("NaN").is_err() && rule.parse("inf").is_err());
        let comma = rule.parse("0,5").unwrap_err();
        assert_eq!(
            comma.hint.as_deref(),
            Some("write the decimal mark as a point")
        );
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        let rule = Rule::least("a count", 0.0);
        assert_eq!(rule.parse_whole("12.0"), Ok(12));
        assert!(rule.parse_whole("12.5").is_err());
        assert!(rule.parse_whole("1e300").is_err());
    }

    #[test]
    fn missing_is_empty_or_minus_999() {
        assert!(is_missing("") && is_missing("-999") && is_missing("-999.0000"));
        assert!(!is_missing("0") && !is_missing("-9990"));
    }

    #[test]
    fn values_have_seven_digits_and_no_exponent() {
        assert_eq!(significant(1.0 / 3.0), "0.3333333");
        assert_eq!(significant(2.0e-7 / 3.0), "0.00000006666667");
        assert_eq!(significant(123_456_789.0), "123456800");
        assert_eq!(significant(-0.0), "0");
        assert_eq!(significant(f64::NAN), "");
    }
}
