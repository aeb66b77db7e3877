//! Elements with their attributes, text and children, by local name.

use std::path::Path;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use crate::error::{Fault, InputError, Result};

/// The deepest nesting accepted.
const DEEPEST: usize = 64;

/// An element; names go without namespace prefix.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    /// The line on which it starts, counted from 1.
    pub(crate) line: u64,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Self>,
    /// Its own text, without that of its children.
    pub(crate) text: String,
}

impl Element {
    /// An element to be written, with its prefix in its name.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// With an attribute more.
    pub(crate) fn attribute(mut self, name: &str, value: impl Into<String>) -> Self {
        self.attributes.push((name.to_owned(), value.into()));
        self
    }

    /// With a text of its own.
    pub(crate) fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// With children more.
    pub(crate) fn holding(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }
}

/// Reads a document: `root` receives the root element without its children, then `each` every
/// child of the root in full.
pub(crate) fn read(
    file: &Path,
    text: &str,
    root: impl FnOnce(&Element) -> Result<()>,
    mut each: impl FnMut(Element) -> Result<()>,
) -> Result<()> {
    let mut reading = Reading::new(file, text);
    let mut root = Some(root);
    loop {
        match reading.next()? {
            Step::Opened => {
                if let [only] = reading.open.as_slice()
                    && let Some(root) = root.take()
                {
                    root(only)?;
                }
            }
            Step::Closed(element) if reading.open.len() == 1 => each(element)?,
            Step::Closed(element) if reading.open.is_empty() => {
                if let Some(root) = root.take() {
                    root(&element)?;
                }
            }
            Step::Closed(element) => reading.adopt(element),
            Step::Text => {}
            Step::End => return reading.finish(),
        }
    }
}

/// The name of the root element; nothing behind its start is read.
pub(crate) fn root_name(file: &Path, text: &str) -> Result<String> {
    let mut reading = Reading::new(file, text);
    loop {
        match reading.next()? {
            Step::Opened => {
                let root = reading.open.first();
                return Ok(root.map(|it| it.name.clone()).unwrap_or_default());
            }
            Step::Closed(element) => return Ok(element.name),
            Step::Text => {}
            Step::End => return reading.finish().map(|()| String::new()),
        }
    }
}

/// What one event did.
enum Step {
    Opened,
    Closed(Element),
    Text,
    End,
}

struct Reading<'a> {
    file: &'a Path,
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// The elements that are open, the root first.
    open: Vec<Element>,
    closed_root: bool,
    line: u64,
    counted: usize,
}

impl<'a> Reading<'a> {
    fn new(file: &'a Path, text: &'a str) -> Self {
        Self {
            file,
            text,
            reader: Reader::from_str(text),
            open: Vec::new(),
            closed_root: false,
            line: 1,
            counted: 0,
        }
    }

    fn next(&mut self) -> Result<Step> {
        let event = self.reader.read_event();
        let event = event.map_err(|cause| self.broken(cause))?;
        match event {
            Event::Start(start) => self.open(&start),
            Event::Empty(start) => {
                self.open(&start)?;
                Ok(self.close())
            }
            Event::End(_) => Ok(self.close()),
            Event::Text(text) => Ok(self.say(&text.xml10_content())),
            Event::CData(text) => Ok(self.say(&text.xml10_content())),
            Event::GeneralRef(entity) => self.refer(&entity),
            Event::DocType(_) => Err(self.no_doctype()),
            Event::Eof => Ok(Step::End),
            Event::Decl(declaration) => self.declared(&declaration).map(|()| Step::Text),
            Event::Comment(_) | Event::PI(_) => Ok(Step::Text),
        }
    }

    /// Refuses a text that says to be in another encoding, where that makes other letters of it.
    fn declared(&mut self, declaration: &BytesDecl<'_>) -> Result<()> {
        let Some(encoding) = declaration.encoding() else {
            return Ok(());
        };
        let encoding = encoding.map_err(|cause| self.broken(cause))?;
        let known = ["utf-8", "utf8", "us-ascii", "ascii"];
        if self.text.is_ascii() || known.contains(&encoding.to_ascii_lowercase().as_str()) {
            return Ok(());
        }
        let fault =
            Fault::new("XML in UTF-8 that says so").found(format!("encoding=\"{encoding}\""));
        let hint = "save the file again as UTF-8, or put encoding=\"UTF-8\" in its first line";
        Err(self.here_now(fault.hint(hint)))
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<Step> {
        self.count_lines();
        if self.closed_root {
            return Err(self.broken("a second root element"));
        }
        if self.open.len() == DEEPEST {
            let fault = Fault::new(format!("at most {DEEPEST} elements within each other"));
            return Err(self.here(fault.found("more")));
        }
        let attributes = self.attributes(start)?;
        self.open.push(Element {
            name: start.local_name().as_ref().to_owned(),
            line: self.line,
            attributes,
            ..Element::default()
        });
        Ok(Step::Opened)
    }

    fn attributes(&self, start: &BytesStart<'_>) -> Result<Vec<(String, String)>> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|cause| self.broken(cause))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|cause| self.broken(cause))?;
            let key = attribute.key.local_name().as_ref().to_owned();
            attributes.push((key, value.into_owned()));
        }
        Ok(attributes)
    }

    fn close(&mut self) -> Step {
        match self.open.pop() {
            Some(element) => {
                self.closed_root = self.open.is_empty();
                Step::Closed(element)
            }
            None => Step::Text,
        }
    }

    fn adopt(&mut self, child: Element) {
        if let Some(parent) = self.open.last_mut() {
            parent.children.push(child);
        }
    }

    fn say(&mut self, text: &str) -> Step {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
        Step::Text
    }

    fn refer(&mut self, entity: &BytesRef<'_>) -> Result<Step> {
        let letter = entity.resolve_char_ref();
        if let Some(letter) = letter.map_err(|cause| self.broken(cause))? {
            return Ok(self.say(letter.encode_utf8(&mut [0; 4])));
        }
        match resolve_xml_entity(entity) {
            Some(text) => Ok(self.say(text)),
            None => {
                let fault = Fault::new("no entities but &lt; &gt; &amp; &apos; &quot;");
                Err(self.here_now(fault.found(format!("&{};", &**entity))))
            }
        }
    }

    fn finish(self) -> Result<()> {
        match self.open.last() {
            Some(element) => {
                let fault = Fault::new(format!("</{}> before the end of the file", element.name));
                Err(fault.at(self.file).line(element.line))
            }
            None if self.closed_root => Ok(()),
            None => Err(Fault::new("an XML document")
                .found("no element")
                .at(self.file)),
        }
    }

    fn no_doctype(&mut self) -> InputError {
        let fault = Fault::new("XML without a document type").found("<!DOCTYPE");
        self.here_now(fault.hint("document types and their entities are not read; remove it"))
    }

    /// Counts the lines up to where the last event began; positions never go back.
    fn count_lines(&mut self) {
        let upto = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let upto = upto.min(self.text.len());
        let passed = self
            .text
            .as_bytes()
            .get(self.counted..upto)
            .unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted = upto;
    }

    fn broken(&self, cause: impl std::fmt::Display) -> InputError {
        self.here(Fault::new("well-formed XML").found(cause))
    }

    fn here_now(&mut self, fault: Fault) -> InputError {
        self.count_lines();
        self.here(fault)
    }

    fn here(&self, fault: Fault) -> InputError {
        fault.at(self.file).line(self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn children(text: &str) -> Result<Vec<Element>> {
        let mut found = Vec::new();
        read(
            Path::new("a.gml"),
            text,
            |_| Ok(()),
            |it| {
                found.push(it);
                Ok(())
            },
        )?;
        Ok(found)
    }

    fn refused(text: &str) -> String {
        children(text).unwrap_err().to_string()
    }

    #[test]
    fn children_carry_text_attributes_and_lines() {
        let text = "<?xml version='1.0'?>\n<a:r xmlns:a='u'>\n <a:f\n  x:id='&lt;1'>\n  \
                    <b>p &amp; q&#33;<![CDATA[<r>]]></b><c/></a:f></a:r>";
        let found = children(text).unwrap();
        let [feature] = found.as_slice() else {
            panic!()
        };
        assert_eq!((feature.name.as_str(), feature.line), ("f", 4));
        assert_eq!(feature.attributes, [("id".to_owned(), "<1".to_owned())]);
        let [b, c] = feature.children.as_slice() else {
            panic!()
        };
        assert_eq!((b.text.as_str(), b.line), ("p & q!<r>", 5));
        assert_eq!(c.name, "c");
    }

    #[test]
    fn document_types_and_entities_are_refused() {
        let bomb = "<?xml version='1.0'?>\n<!DOCTYPE r [<!ENTITY a 'aa'>]>\n<r>&a;</r>";
        assert!(
            refused(bomb).starts_with("a.gml, line 2: found \"<!DOCTYPE\""),
            "{}",
            refused(bomb)
        );
        assert!(refused("<r>\n<b>&a;</b></r>").contains("line 2: found \"&a;\""));
        assert!(refused("<r><b c='&a;'/></r>").contains("well-formed"));
    }

    #[test]
    fn another_encoding_is_refused_where_it_matters() {
        let latin = "<?xml version='1.0' encoding='ISO-8859-1'?>\n<r><b>\u{e9}</b></r>";
        assert!(
            refused(latin).contains("found \"encoding=\\\"ISO-8859-1\\\"\""),
            "{}",
            refused(latin)
        );
        assert!(children(&latin.replace('\u{e9}', "e")).is_ok());
        assert!(children(&latin.replace("ISO-8859-1", "utf-8")).is_ok());
    }

    #[test]
    fn broken_documents_are_refused() {
        assert!(refused("").contains("no element"));
        assert!(refused("<r>\n<b>").contains("line 2: expected </b>"));
        assert!(refused("<r></b></r>").contains("well-formed"));
        assert!(refused("<r></r><s/>").contains("second root"));
        let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
        assert!(refused(&deep).contains("within each other"));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[<>a&;#x!'\"/ \\[\\]\n0-9é?-]{0,80}") {
            let _ = children(&text);
            let _ = children(&format!("<r>{text}</r>"));
        }
    }
}
