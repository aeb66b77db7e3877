//! The emission of every source, as `pluim emissions` lists it.

use pluim_core::emission::Amounts;

/// A source's emission over a year.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceEmission {
    /// The source's own identification.
    pub id: String,
    /// Its name, such as that of its street; may be empty.
    pub name: String,
    /// Its source group.
    pub group: String,
    /// Emission (kg/yr) of every pollutant that its file gives.
    pub yearly: Amounts,
    /// Where factors stand in for others; empty where every factor was at hand.
    pub notes: Vec<String>,
    /// The true emission lies between this one divided by and multiplied with this factor (-);
    /// none where it is not stated.
    pub uncertainty: Option<f64>,
}
