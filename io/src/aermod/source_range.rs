//! Source ranges: `STACK1-STACK9` names every source between the two.
//!
//! An identifier is cut into letters, a number and the rest; it lies in a range when each part
//! lies between those of the two ends (user's guide, 3.3.11).

use super::card::Card;
use crate::error::{Fault, Result, nearest};

/// Letters, number and rest of an identifier.
#[derive(Debug, PartialEq, Eq)]
struct Parts<'a> {
    letters: &'a str,
    number: u64,
    rest: &'a str,
}

fn parts(id: &str) -> Parts<'_> {
    let digit = |c: char| c.is_ascii_digit();
    let start = id.find(digit).unwrap_or(id.len());
    let (letters, tail) = id.split_at(start);
    let end = tail.find(|c| !digit(c)).unwrap_or(tail.len());
    let (digits, rest) = tail.split_at(end);
    Parts {
        letters,
        number: digits.parse().unwrap_or_default(),
        rest,
    }
}

/// Whether `id` lies between `low` and `high`, ends included.
fn lies_between(id: &str, low: &str, high: &str) -> bool {
    let (id, low, high) = (parts(id), parts(low), parts(high));
    (low.letters..=high.letters).contains(&id.letters)
        && (low.number..=high.number).contains(&id.number)
        && (low.rest..=high.rest).contains(&id.rest)
}

/// The indices of the sources that `name` means: one identifier, or a range `A1-A9`.
pub(crate) fn sources_named(card: &Card, name: &str, ids: &[&str]) -> Result<Vec<usize>> {
    let name = name.to_ascii_uppercase();
    if let Some(index) = ids.iter().position(|id| *id == name) {
        return Ok(vec![index]);
    }
    let found: Vec<usize> = match name.split_once('-') {
        None => Vec::new(),
        Some((low, high)) => (0..ids.len())
            .filter(|i| ids.get(*i).is_some_and(|id| lies_between(id, low, high)))
            .collect(),
    };
    if found.is_empty() {
        return Err(unknown(card, &name, ids));
    }
    Ok(found)
}

fn unknown(card: &Card, name: &str, ids: &[&str]) -> crate::error::InputError {
    let rule = "the identifier of a source defined by SO LOCATION above, or a range A1-A9";
    let fault = Fault::new(rule).found(name);
    card.error(match nearest(name, ids.iter().copied()) {
        Some(like) => fault.hint(format!("did you mean {like:?}?")),
        None => fault,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_cut_in_three() {
        let cut = parts("STK12B");
        assert_eq!((cut.letters, cut.number, cut.rest), ("STK", 12, "B"));
        assert_eq!(parts("BASE").number, 0);
    }

    #[test]
    fn a_range_compares_numbers_as_numbers() {
        assert!(lies_between("A10", "A2", "A12"));
        assert!(!lies_between("A13", "A2", "A12"));
        assert!(!lies_between("B3", "A2", "A12"));
        assert!(lies_between("S001", "S000", "S009"));
    }
}
