//! Elements written, child by child of the root.

use std::io;

use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;

use super::element::Element;

/// Blanks by which a child stands further in than its parent.
const INDENT: usize = 2;

/// A document under construction.
pub(crate) struct Sheet {
    writer: Writer<Vec<u8>>,
    root: String,
}

impl Sheet {
    /// A document with the start of its root; of `root`, name and attributes count.
    pub(crate) fn new(root: &Element) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', INDENT);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut start = BytesStart::new(root.name.as_str());
        start.extend_attributes(pairs(root));
        writer.write_event(Event::Start(start))?;
        let root = root.name.clone();
        Ok(Self { writer, root })
    }

    /// Writes a child of the root.
    pub(crate) fn add(&mut self, child: &Element) -> io::Result<()> {
        write(child, &mut self.writer)
    }

    /// The whole document.
    pub(crate) fn finish(mut self) -> io::Result<Vec<u8>> {
        let end = BytesEnd::new(self.root.as_str());
        self.writer.write_event(Event::End(end))?;
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        Ok(bytes)
    }
}

fn write(element: &Element, to: &mut Writer<Vec<u8>>) -> io::Result<()> {
    let started = to
        .create_element(element.name.as_str())
        .with_attributes(pairs(element));
    if element.children.is_empty() {
        // A reader takes a bare carriage return for a line end.
        let text = escape(element.text.as_str()).replace('\r', "&#13;");
        started.write_text_content(BytesText::from_escaped(text))?;
    } else {
        let mut children = element.children.iter();
        started.write_inner_content(|to| children.try_for_each(|child| write(child, to)))?;
    }
    Ok(())
}

fn pairs(element: &Element) -> impl Iterator<Item = (&str, &str)> {
    let attributes = element.attributes.iter();
    attributes.map(|(name, value)| (name.as_str(), value.as_str()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let text = "a < b & \"c\"\r\n ]]> \u{e9}";
        let child = Element::new("p:b").attribute("x:id", "<&\"\n").saying(text);
        let child = Element::new("p:a").holding([child, Element::new("p:c")]);
        let root = Element::new("p:r").attribute("xmlns:p", "urn:p");
        let mut sheet = Sheet::new(&root).unwrap();
        sheet.add(&child).unwrap();
        let bytes = String::from_utf8(sheet.finish().unwrap()).unwrap();
        let mut found = Vec::new();
        let each = |it: Element| {
            found.push(it);
            Ok(())
        };
        super::super::read(Path::new("a"), &bytes, |_| Ok(()), each).unwrap();
        let [a] = found.as_slice() else { panic!() };
        let [b, c] = a.children.as_slice() else {
            panic!()
        };
        assert_eq!((b.text.as_str(), c.name.as_str()), (text, "c"));
        assert_eq!(b.attributes, [("id".to_owned(), "<&\"\n".to_owned())]);
    }
}
