//! Sea salt that may be taken off where a limit is exceeded.

use std::path::PathBuf;

use clap::Args;
use pluim_core::assessment::{NaturalSources, SeaSalt, days_of_province};
use pluim_io::error::{InputError, Result};
use pluim_io::sea_salt::read_sea_salt;

/// Sea salt, as numbers or by place.
#[derive(Debug, Clone, Default, Args)]
pub struct SaltArgs {
    /// Sea salt in annual mean PM10 (ug/m3), to take off where a limit is exceeded.
    #[arg(long, value_name = "UG_M3", conflicts_with = "municipality")]
    pub sea_salt: Option<f64>,
    /// Days of sea salt above 50 ug/m3, to take off where a limit is exceeded.
    #[arg(long, value_name = "DAYS", conflicts_with = "province")]
    pub sea_salt_days: Option<f64>,
    /// Municipality whose sea salt is taken off, by its name in --sea-salt-table.
    #[arg(long, value_name = "NAME", requires = "sea_salt_table")]
    pub municipality: Option<String>,
    /// Table of sea salt by municipality, with the columns gemeente_2012 and correctie_ug_m3.
    #[arg(long, value_name = "FILE.csv", requires = "municipality")]
    pub sea_salt_table: Option<PathBuf>,
    /// Province whose days of sea salt are taken off.
    #[arg(long, value_name = "NAME")]
    pub province: Option<String>,
}

impl SaltArgs {
    /// The municipality and the province of which the sea salt is, where they were named.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let names: Vec<&str> = [&self.municipality, &self.province]
            .into_iter()
            .filter_map(|it| it.as_deref())
            .collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// What is taken off.
    ///
    /// # Errors
    /// When the table cannot be read or lacks the municipality, or the province does not exist.
    pub fn natural(&self) -> Result<NaturalSources> {
        let annual_mean = match (&self.sea_salt_table, &self.municipality) {
            (Some(table), Some(municipality)) => read_sea_salt(table, municipality)?,
            _ => self.sea_salt.unwrap_or(0.0),
        };
        let days = match &self.province {
            Some(province) => days_of_province(province)
                .ok_or_else(|| InputError::new("--province", "a Dutch province").found(province))?,
            None => self.sea_salt_days.unwrap_or(0.0),
        };
        if annual_mean <= 0.0 && days <= 0.0 {
            return Ok(NaturalSources::None);
        }
        Ok(NaturalSources::SeaSalt(SeaSalt { annual_mean, days }))
    }
}
