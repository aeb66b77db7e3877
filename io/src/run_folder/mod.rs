//! Run folder.
