//! How numbers are spelt.

use super::words::Language;

/// `value` with `decimals` decimals, with a decimal comma in Dutch.
pub(crate) fn number(value: f64, decimals: u8, language: Language) -> String {
    // Minus nothing is nothing.
    let text = format!("{:.*}", usize::from(decimals), value + 0.0);
    match language {
        Language::Nl => text.replace('.', ","),
        Language::En => text,
    }
}

/// `value` as short as it can be without loss, for tables that programs read.
pub(super) fn plain(value: f64) -> String {
    if value.is_finite() {
        (value + 0.0).to_string()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_and_points() {
        assert_eq!(number(3.456, 1, Language::Nl), "3,5");
        assert_eq!(number(3.456, 1, Language::En), "3.5");
        assert_eq!(plain(f64::NAN), "");
        assert_eq!(plain(-0.0), "0");
    }
}
