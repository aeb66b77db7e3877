//! Elements that hold one cell.

use super::super::{Cells, moment};
use crate::error::Fault;
use crate::xml::Element;

/// How the missing value of a number is spelt that GML demands.
const MISSING: &str = "-999";

/// What XML Schema says of the value of an element.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A number without a fraction.
    Whole,
    /// A date.
    Date,
}

/// An element that holds one cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain {
    /// Its name.
    element: &'static str,
    /// The column of the cell.
    pub(super) column: &'static str,
    form: Form,
    needed: bool,
}

/// A text; left out where it is empty.
pub(super) const fn text(name: &'static str) -> Plain {
    Plain {
        element: name,
        column: name,
        form: Form::Text,
        needed: false,
    }
}

/// A number; left out where it is missing.
pub(super) const fn number(name: &'static str) -> Plain {
    Plain {
        form: Form::Number,
        ..text(name)
    }
}

/// A number without a fraction; left out where it is missing.
pub(super) const fn whole(name: &'static str) -> Plain {
    Plain {
        form: Form::Whole,
        ..text(name)
    }
}

/// A date, which GML demands.
pub(super) const fn date(name: &'static str) -> Plain {
    Plain {
        form: Form::Date,
        ..text(name).needed()
    }
}

impl Plain {
    /// The element is there even where the value is missing.
    pub(super) const fn needed(self) -> Self {
        Self {
            needed: true,
            ..self
        }
    }

    /// The cell stands in a column of another name.
    pub(super) const fn from(self, column: &'static str) -> Self {
        Self { column, ..self }
    }

    /// The element, where there is one.
    pub(super) fn of(self, cells: &Cells) -> Result<Option<Element>, Fault> {
        let cell = cells
            .get(self.column)
            .map(String::as_str)
            .unwrap_or_default();
        if cell.is_empty() && !self.needed {
            return Ok(None);
        }
        let value = self.spell(cell)?;
        Ok(Some(element(self.element).saying(value)))
    }

    fn spell(self, cell: &str) -> Result<String, Fault> {
        match self.form {
            Form::Text => sound(cell).map(str::to_owned),
            Form::Date => moment::date_to_gml(cell),
            Form::Number | Form::Whole if cell.is_empty() => Ok(MISSING.to_owned()),
            Form::Whole if cell.contains('.') => {
                let fault = Fault::new("a whole number, as GML has no fraction here");
                Err(fault.found(cell).hint("round it, or write tables"))
            }
            Form::Number | Form::Whole => Ok(cell.to_owned()),
        }
    }
}

/// An element of CIMLK.
pub(super) fn element(name: &str) -> Element {
    Element::new(format!("cimlk:{name}"))
}

/// A text that XML can hold.
pub(super) fn sound(text: &str) -> Result<&str, Fault> {
    let allowed = |it: char| matches!(it, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    match text.chars().find(|it| !allowed(*it)) {
        None => Ok(text),
        Some(letter) => {
            let fault = Fault::new("a text without control characters, which XML cannot hold");
            Err(fault.found(format!("{letter:?} in {text}")))
        }
    }
}
