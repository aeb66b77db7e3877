//! An element with the place to which messages refer.

use std::path::Path;

use super::element::Element;
use crate::error::{Fault, InputError, Place, Result};
use crate::number::Rule;

/// An element, the file it stands in and the feature it belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a> {
    file: &'a Path,
    feature: &'a str,
    element: &'a Element,
}

impl<'a> Node<'a> {
    /// The root of a feature; `feature` names it in messages.
    pub(crate) fn new(file: &'a Path, feature: &'a str, element: &'a Element) -> Self {
        Self {
            file,
            feature,
            element,
        }
    }

    pub(crate) fn name(&self) -> &'a str {
        &self.element.name
    }

    pub(crate) fn line(&self) -> u64 {
        self.element.line
    }

    /// The text, without the blanks around it.
    pub(crate) fn text(&self) -> &'a str {
        self.element.text.trim()
    }

    /// All children.
    pub(crate) fn children(&self) -> impl Iterator<Item = Self> + 'a {
        let Self { file, feature, .. } = *self;
        let children = self.element.children.iter();
        children.map(move |element| Self::new(file, feature, element))
    }

    /// The children with a name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = Self> {
        self.children().filter(move |child| child.name() == name)
    }

    /// The first child with a name.
    pub(crate) fn child(&self, name: &str) -> Option<Self> {
        self.children().find(|child| child.name() == name)
    }

    /// The child with a name, which must be there.
    pub(crate) fn need(&self, name: &str) -> Result<Self> {
        self.child(name).ok_or_else(|| {
            let names: Vec<&str> = self.children().map(|child| child.name()).collect();
            let fault = Fault::new(format!("an element <{name}> in <{}>", self.name()));
            let fault = match crate::error::nearest(name, names) {
                Some(like) => fault.hint(format!("is <{like}> meant to be <{name}>?")),
                None => fault,
            };
            self.fault(fault)
        })
    }

    /// The element within the child with a name: properties in GML wrap their value.
    pub(crate) fn value_of(&self, name: &str) -> Result<Option<Self>> {
        self.child(name).map(|property| property.only()).transpose()
    }

    /// The first element within this one.
    pub(crate) fn only(&self) -> Result<Self> {
        let missing = || self.fault(Fault::new(format!("an element in <{}>", self.name())));
        self.children().next().ok_or_else(missing)
    }

    /// An attribute, which must be there.
    pub(crate) fn attribute(&self, name: &str) -> Result<&'a str> {
        let fault = || Fault::new(format!("an attribute {name} of <{}>", self.name()));
        self.find_attribute(name).ok_or_else(|| self.fault(fault()))
    }

    /// An attribute, if it is there.
    pub(crate) fn find_attribute(&self, name: &str) -> Option<&'a str> {
        let mut attributes = self.element.attributes.iter();
        attributes
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Reads an attribute, which must be there.
    pub(crate) fn parse_attribute<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<T> {
        let text = self.attribute(name)?;
        parse(text.trim()).map_err(|fault| self.fault(fault).field(name))
    }

    /// Reads the text of this element.
    pub(crate) fn parse<T>(&self, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Result<T> {
        parse(self.text()).map_err(|fault| self.fault(fault))
    }

    /// Reads the text of a child, which must be there.
    pub(crate) fn parse_child<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<T> {
        self.need(name)?.parse(parse)
    }

    /// Reads the text of a child, if it is there.
    pub(crate) fn maybe<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<Option<T>> {
        self.child(name).map(|child| child.parse(parse)).transpose()
    }

    /// Reads the number in a child, which must be there.
    pub(crate) fn number(&self, name: &str, rule: Rule) -> Result<f64> {
        self.parse_child(name, |text| rule.parse(text))
    }

    /// Reads the number in a child, if it is there.
    pub(crate) fn maybe_number(&self, name: &str, rule: Rule) -> Result<Option<f64>> {
        self.maybe(name, |text| rule.parse(text))
    }

    /// The text of a child; empty where it is absent.
    pub(crate) fn text_of(&self, name: &str) -> String {
        self.child(name)
            .map(|child| child.text().to_owned())
            .unwrap_or_default()
    }

    /// Puts a fault at this element.
    pub(crate) fn fault(&self, fault: Fault) -> InputError {
        fault.placed(Place {
            file: self.file.to_owned(),
            line: Some(self.line()),
            record: Some(self.feature.to_owned()),
            field: Some(self.name().to_owned()),
        })
    }
}
