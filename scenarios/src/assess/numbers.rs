//! How numbers are spelt.

use super::words::Language;

/// `value` with `decimals` decimals, with a decimal comma in Dutch.
pub(crate) fn number(value: f64, decimals: u8, language: Language) -> String {
    let text = format!("{value:.*}", usize::from(decimals));
    // Minus nothing is nothing, also where rounding made it nothing.
    let nothing = text.chars().all(|letter| matches!(letter, '-' | '0' | '.'));
    let text = if nothing { text.replace('-', "") } else { text };
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
        assert_eq!(number(-0.0004, 3, Language::Nl), "0,000");
        assert_eq!(number(-0.0006, 3, Language::En), "-0.001");
        assert_eq!(plain(f64::NAN), "");
        assert_eq!(plain(-0.0), "0");
    }
}
