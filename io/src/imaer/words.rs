//! The code lists of IMAER 6.0.

use pluim_core::emission::Pollutant;

use crate::codes::codes;
use crate::error::Fault;

codes! {
    /// The role of a set of sources in an assessment.
    SituationType, "a situation type" {
        /// What is there without the plan.
        Reference = "REFERENCE",
        /// What the plan brings.
        Proposed = "PROPOSED",
        /// What is there only for a time, as during construction.
        Temporary = "TEMPORARY",
        /// What ends elsewhere to make room for the plan.
        OffSiteReduction = "OFF_SITE_REDUCTION",
        /// Reference of several projects together.
        CombinationReference = "COMBINATION_REFERENCE",
        /// Proposals of several projects together.
        CombinationProposed = "COMBINATION_PROPOSED",
    }
}

codes! {
    /// Which way traffic runs along the line of a road.
    TrafficDirection, "a traffic direction" {
        /// Both ways.
        Both = "BOTH",
        /// From the first point to the last.
        AToB = "A_TO_B",
        /// From the last point to the first.
        BToA = "B_TO_A",
    }
}

codes! {
    /// How a road lies above or below its surroundings.
    ElevationKind, "an elevation" {
        /// Level.
        Normal = "NORMAL",
        /// On a dyke with gentle sides.
        NormalDyke = "NORMAL_DYKE",
        /// On a dyke with steep sides.
        SteepDyke = "STEEP_DYKE",
        /// On a viaduct.
        Viaduct = "VIADUCT",
        /// In a tunnel trough.
        Tunnel = "TUNNEL",
    }
}

codes! {
    /// What stands beside a road.
    BarrierKind, "a barrier type" {
        /// Screen.
        Screen = "SCREEN",
        /// Earth bank.
        Wall = "WALL",
    }
}

codes! {
    /// The time in which vehicles are counted.
    TimeUnit, "a time unit" {
        /// An hour.
        Hour = "HOUR",
        /// A day.
        Day = "DAY",
        /// A twelfth of a year.
        Month = "MONTH",
        /// A year of 365 days.
        Year = "YEAR",
    }
}

impl TimeUnit {
    /// How many of these make a year.
    #[must_use]
    pub fn per_year(self) -> f64 {
        match self {
            Self::Hour => 365.0 * 24.0,
            Self::Day => 365.0,
            Self::Month => 12.0,
            Self::Year => 1.0,
        }
    }
}

codes! {
    /// Who manages a road.
    RoadManager, "a road manager" {
        /// Municipality.
        Municipality = "MUNICIPALITY",
        /// Province.
        Province = "PROVINCE",
        /// The state.
        State = "STATE",
        /// Water board.
        WaterAuthority = "WATER_AUTHORITY",
        /// A private owner.
        Private = "PRIVATE",
    }
}

codes! {
    /// The buildings along a road, as standard method 1 distinguishes them.
    RoadProfile, "a road profile" {
        /// Wide street canyon.
        WideCanyon = "WIDE_STREET_CANYON",
        /// Narrow street canyon.
        NarrowCanyon = "NARROW_STREET_CANYON",
        /// Buildings on one side.
        OneSided = "ONE_SIDE_BUILDINGS",
        /// Every other street.
        Other = "OTHER",
    }
}

codes! {
    /// The trees along a road.
    TreeProfile, "a tree profile" {
        /// None, or a tree here and there: factor 1.
        NoneOrFew = "NONE_OR_FEW",
        /// Rows with gaps between the crowns: factor 1.25.
        Separated = "SEPARATED",
        /// Crowns that touch: factor 1.5.
        Packed = "PACKED",
    }
}

codes! {
    /// Why a point is not assessed.
    RejectionGrounds, "rejection grounds" {
        /// It is assessed.
        None = "NONE",
        /// Nobody may or can come there.
        Compliance = "COMPLIANCE_CRITERION",
        /// Nobody stays there long enough.
        Exposure = "EXPOSURE_CRITERION",
        /// Another reason.
        Other = "OTHER",
    }
}

codes! {
    /// What a point is assessed for.
    MonitorSubstance, "what a point is assessed for" {
        /// Nothing.
        None = "NONE",
        /// PM10 only.
        Pm10Only = "PM10_ONLY",
        /// All substances.
        All = "ALL",
    }
}

codes! {
    /// What a correction is added to.
    ResultType, "a result type" {
        /// Deposition.
        Deposition = "DEPOSITION",
        /// Concentration (ug/m3).
        Concentration = "CONCENTRATION",
        /// Number of days above a limit.
        ExceedanceDays = "EXCEEDANCE_DAYS",
        /// Number of hours above a limit.
        ExceedanceHours = "EXCEEDANCE_HOURS",
    }
}

codes! {
    /// Where the gas leaves a stack towards.
    OutflowDirection, "an outflow direction" {
        /// Upward.
        Vertical = "VERTICAL",
        /// Sideways.
        Horizontal = "HORIZONTAL",
    }
}

codes! {
    /// The state of the gas to which an exit velocity refers.
    OutflowVelocity, "an outflow velocity type" {
        /// As it leaves the stack.
        Actual = "ACTUAL_FLOW",
        /// At 0 degrees Celsius.
        Normalised = "NORMALISED_FLOW",
    }
}

const SUBSTANCES: [(&str, Pollutant); 6] = [
    ("NH3", Pollutant::Nh3),
    ("NOX", Pollutant::Nox),
    ("NO2", Pollutant::No2),
    ("PM10", Pollutant::Pm10),
    ("PM25", Pollutant::Pm2_5),
    ("EC", Pollutant::Ec),
];

/// Reads the spelling of a substance.
pub(super) fn substance(text: &str) -> Result<Pollutant, Fault> {
    let names = SUBSTANCES.map(|(name, _)| name);
    let fault = || {
        let fault = Fault::new(format!("a substance ({})", names.join(", ")));
        fault.found(text).nearest(names)
    };
    let found = SUBSTANCES.into_iter().find(|(name, _)| *name == text);
    found.map(|(_, pollutant)| pollutant).ok_or_else(fault)
}

/// Reads `true` or `false`, also spelt as 1 or 0.
pub(super) fn truth(text: &str) -> Result<bool, Fault> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Fault::new("true or false").found(text)),
    }
}
