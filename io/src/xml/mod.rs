//! XML, read child by child of the root, so that memory holds one feature at a time.
//!
//! Document types and entities other than the five of XML itself are refused, so that entity
//! bombs and external entities are harmless; nesting is limited.

mod element;
mod node;
mod write;

pub(crate) use element::{Element, read, root_name};
pub(crate) use node::Node;
pub(crate) use write::Sheet;
