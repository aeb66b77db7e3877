//! Numerical integration.
