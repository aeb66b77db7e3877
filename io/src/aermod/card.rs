//! Cards: the lines of an AERMOD control file, cut into pathway, keyword and fields.
//!
//! The layout is that of the AERMOD user's guide, section 2.4: the pathway stands in columns
//! 1-2 and the keyword in columns 4-11, both counted from where the first line starts, which
//! may be shifted by up to three columns; the fields that follow are separated by blanks, and
//! double quotes hold a field with blanks together. A blank pathway or keyword repeats the one
//! of the line before. `**` starts a comment line.

use std::path::{Path, PathBuf};

use crate::error::{Fault, InputError, Place, Result, read_text};

/// The part of the control file to which a card belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pathway {
    /// `CO`: what to model.
    Control,
    /// `SO`: sources.
    Source,
    /// `RE`: receptors.
    Receptor,
    /// `ME`: meteorology.
    Meteorology,
    /// `OU`: output.
    Output,
}

impl Pathway {
    /// Every pathway with its two letters, in the order in which a control file holds them.
    pub const ALL: [(&'static str, Self); 5] = [
        ("CO", Self::Control),
        ("SO", Self::Source),
        ("RE", Self::Receptor),
        ("ME", Self::Meteorology),
        ("OU", Self::Output),
    ];

    /// The two letters.
    #[must_use]
    pub fn letters(self) -> &'static str {
        match self {
            Self::Control => "CO",
            Self::Source => "SO",
            Self::Receptor => "RE",
            Self::Meteorology => "ME",
            Self::Output => "OU",
        }
    }
}

/// One line of a control file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    pub(crate) pathway: Pathway,
    /// In upper case, without blanks.
    pub(crate) keyword: String,
    /// As written; compare them without regard to case.
    pub(crate) fields: Vec<String>,
    /// Everything after the keyword, as written.
    pub(crate) rest: String,
    pub(crate) file: PathBuf,
    pub(crate) line: u64,
}

impl Card {
    /// The number of fields.
    pub(crate) fn len(&self) -> usize {
        self.fields.len()
    }

    /// Field `index` as written, or the error that it is missing, with what it should hold.
    pub(crate) fn word(&self, index: usize, expected: &str) -> Result<&str> {
        let field = self.fields.get(index).map(String::as_str);
        field.ok_or_else(|| {
            let found = format!("{} value(s)", self.len());
            self.error(Fault::new(format!("{expected} as value {}", index + 1)).found(found))
        })
    }

    /// Field `index` in upper case, or the error that it is missing.
    pub(crate) fn name(&self, index: usize, expected: &str) -> Result<String> {
        Ok(self.word(index, expected)?.to_ascii_uppercase())
    }

    /// Whether field `index` is `word`, without regard to case.
    pub(crate) fn has(&self, index: usize, word: &str) -> bool {
        self.fields
            .get(index)
            .is_some_and(|field| field.eq_ignore_ascii_case(word))
    }

    /// `fault` with the place of this card.
    pub(crate) fn error(&self, fault: Fault) -> InputError {
        fault.placed(self.place())
    }

    /// The error that this keyword or one of its options is beyond what pluim does.
    pub(crate) fn refused(&self, what: &str, why: &str) -> InputError {
        self.error(Fault::new("what pluim can run").found(what).hint(why))
    }

    /// Refuses more than `most` fields.
    pub(crate) fn at_most(&self, most: usize) -> Result<()> {
        match self.fields.get(most) {
            None => Ok(()),
            Some(extra) => {
                let fault = Fault::new(format!("at most {most} value(s)"));
                Err(self.error(fault.found(extra)))
            }
        }
    }

    /// Where this card stands.
    pub(crate) fn place(&self) -> Place {
        Place {
            file: self.file.clone(),
            line: Some(self.line),
            record: Some(format!("{} {}", self.pathway.letters(), self.keyword)),
            field: None,
        }
    }
}

/// The cards of one file, in order, with the files that `INCLUDED` names put in their place.
pub(crate) struct Deck {
    pub(crate) cards: Vec<Card>,
    /// Every file read, the control file first.
    pub(crate) files: Vec<PathBuf>,
}

/// How deep `INCLUDED` files may nest.
const DEEPEST: usize = 8;

impl Deck {
    /// Reads the control file at `path` and all that it includes.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let mut cutter = Cutter::default();
        cutter.read(path, DEEPEST)?;
        Ok(Self {
            cards: cutter.cards,
            files: cutter.files,
        })
    }

    /// Cuts `text` as if it were the file at `path`.
    pub(crate) fn cut(path: &Path, text: &str) -> Result<Self> {
        let mut cutter = Cutter::default();
        cutter.cut(path, text, DEEPEST)?;
        Ok(Self {
            cards: cutter.cards,
            files: cutter.files,
        })
    }
}

/// Cuts lines into cards and remembers what blank columns repeat.
#[derive(Default)]
struct Cutter {
    cards: Vec<Card>,
    files: Vec<PathBuf>,
    pathway: Option<Pathway>,
    keyword: Option<String>,
    /// Columns by which the control file is shifted; included files are read as it is.
    shift: Option<usize>,
    finished: bool,
}

impl Cutter {
    fn read(&mut self, path: &Path, depth: usize) -> Result<()> {
        let text = read_text(path)?;
        self.files.push(path.to_owned());
        self.cut(path, &text, depth)
    }

    fn cut(&mut self, path: &Path, text: &str, depth: usize) -> Result<()> {
        let shift = *self.shift.get_or_insert_with(|| shift_of(text));
        for (index, line) in text.lines().enumerate() {
            if self.finished {
                break;
            }
            let line = Line::cut(line, shift);
            if line.is_comment() || line.is_echo_switch() {
                continue;
            }
            let place = Place {
                line: Some(index as u64 + 1),
                ..Place::file(path)
            };
            self.card(&line, &place, depth)?;
        }
        Ok(())
    }

    fn card(&mut self, line: &Line<'_>, place: &Place, depth: usize) -> Result<()> {
        let pathway = self.pathway_of(line, place)?;
        let keyword = self.keyword_of(line, place)?;
        let card = Card {
            pathway,
            fields: fields(line.rest),
            rest: line.rest.trim().to_owned(),
            keyword: keyword.clone(),
            file: place.file.clone(),
            line: place.line.unwrap_or_default(),
        };
        self.pathway = Some(pathway);
        if keyword == "INCLUDED" {
            return self.include(&card, depth);
        }
        self.finished = pathway == Pathway::Output && keyword == "FINISHED";
        self.keyword = Some(keyword);
        self.cards.push(card);
        Ok(())
    }

    fn pathway_of(&self, line: &Line<'_>, place: &Place) -> Result<Pathway> {
        let letters = line.pathway.trim().to_ascii_uppercase();
        let names = Pathway::ALL.map(|(name, _)| name);
        if let Some((_, found)) = Pathway::ALL.iter().find(|(name, _)| *name == letters) {
            return Ok(*found);
        }
        match self.pathway {
            Some(before) if letters.is_empty() => Ok(before),
            _ => {
                let list = names.join(", ");
                let rule = format!("a pathway in columns 1-2: {list} or ** for a comment");
                let fault = Fault::new(rule).found(line.pathway).nearest(names);
                Err(fault.placed(place.clone()))
            }
        }
    }

    fn keyword_of(&self, line: &Line<'_>, place: &Place) -> Result<String> {
        let keyword = line.keyword.trim().to_ascii_uppercase();
        if !keyword.is_empty() {
            return Ok(keyword);
        }
        match self.keyword.as_deref() {
            Some(before) if before != "STARTING" => Ok(before.to_owned()),
            _ => {
                let fault = Fault::new("a keyword in columns 4-11").found(line.rest.trim());
                Err(fault.placed(place.clone()))
            }
        }
    }

    fn include(&mut self, card: &Card, depth: usize) -> Result<()> {
        let name = card.word(0, "the name of a file")?;
        let file = beside(&card.file, name);
        let Some(depth) = depth.checked_sub(1) else {
            let rule = format!("at most {DEEPEST} files that include one another");
            return Err(card.error(Fault::new(rule).found(name)));
        };
        self.read(&file, depth)
    }
}

/// `name` seen from the folder of `file`.
pub(crate) fn beside(file: &Path, name: &str) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    folder.join(name)
}

/// A line, its pathway and keyword by column.
struct Line<'a> {
    pathway: &'a str,
    keyword: &'a str,
    rest: &'a str,
}

impl<'a> Line<'a> {
    fn cut(line: &'a str, shift: usize) -> Self {
        Self {
            pathway: columns(line, shift, shift + 2),
            keyword: columns(line, shift + 3, shift + 11),
            rest: columns(line, shift + 12, usize::MAX),
        }
    }

    fn is_comment(&self) -> bool {
        let blank = |part: &str| part.trim().is_empty();
        self.pathway.starts_with("**")
            || (blank(self.pathway) && blank(self.keyword) && blank(self.rest))
    }

    fn is_echo_switch(&self) -> bool {
        self.pathway.eq_ignore_ascii_case("NO") && self.keyword.trim().eq_ignore_ascii_case("ECHO")
    }
}

/// The characters of `line` from column `from` up to `to`, counted from 0.
fn columns(line: &str, from: usize, to: usize) -> &str {
    let at = |column: usize| {
        let found = line.char_indices().nth(column);
        found.map_or(line.len(), |(byte, _)| byte)
    };
    line.get(at(from)..at(to)).unwrap_or_default()
}

/// How many columns the file is shifted to the right: where its first line starts, at most 3.
fn shift_of(text: &str) -> usize {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let blanks = first.map_or(0, |line| line.chars().take_while(|c| *c == ' ').count());
    if blanks > 3 { 0 } else { blanks }
}

/// The fields of the part after the keyword.
fn fields(rest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut left = rest.trim_start();
    while !left.is_empty() {
        let (field, after) = match left.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => left.split_once(char::is_whitespace).unwrap_or((left, "")),
        };
        found.push(field.to_owned());
        left = after.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Result<Vec<Card>> {
        Deck::cut(Path::new("a.inp"), text).map(|deck| deck.cards)
    }

    #[test]
    fn blank_columns_repeat_pathway_and_keyword() {
        let text = "RE STARTING\nRE GRIDPOLR POL1 STA\n                 DIST 1. 2.\n";
        let cards = cut(text).unwrap();
        assert_eq!(cards[2].keyword, "GRIDPOLR");
        assert_eq!(cards[2].fields, ["DIST", "1.", "2."]);
        assert_eq!(cards[2].line, 3);
    }

    #[test]
    fn a_shifted_file_keeps_its_columns() {
        let cards = cut("  CO STARTING\n     TITLEONE  a b\n").unwrap();
        assert_eq!(cards[1].keyword, "TITLEONE");
        assert_eq!(cards[1].rest, "a b");
    }

    /// A shift of the included file's own would take its keywords for pathways.
    #[test]
    fn an_included_file_is_read_with_the_columns_of_the_control_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("r.inc"), "   DISCCART  1.0 2.0\n").unwrap();
        let text = "RE STARTING\n   INCLUDED  r.inc\nRE FINISHED\n";
        let cards = Deck::cut(&folder.path().join("a.inp"), text).unwrap().cards;
        assert_eq!(cards[1].keyword, "DISCCART");
        assert_eq!(cards[1].fields, ["1.0", "2.0"]);
    }

    #[test]
    fn quotes_hold_blanks_together() {
        let cards = cut("ME STARTING\nME SURFFILE \"my met.sfc\" FREE\n").unwrap();
        assert_eq!(cards[1].fields, ["my met.sfc", "FREE"]);
    }

    #[test]
    fn comments_and_what_follows_the_end_are_left_out() {
        let cards = cut("** hello\nOU STARTING\n\nOU FINISHED\nnonsense\n").unwrap();
        assert_eq!(cards.len(), 2);
    }

    #[test]
    fn an_unknown_pathway_names_its_line() {
        let error = cut("CO STARTING\nXX TITLEONE a\n").unwrap_err();
        assert_eq!(error.place().line, Some(2));
        assert!(error.to_string().contains("\"XX\""), "{error}");
    }

    #[test]
    fn a_missing_keyword_is_refused() {
        let error = cut("CO STARTING\n            a\n").unwrap_err();
        assert!(error.to_string().contains("columns 4-11"), "{error}");
    }
}
