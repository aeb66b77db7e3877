//! pluim-io
