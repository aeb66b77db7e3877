//! The code lists of CIMLK (information model IMLK 1.3).

use crate::codes::codes;

codes! {
    /// The kind of authority that answers for a record.
    AuthorityKind, "a kind of authority" {
        /// Municipality (gemeente).
        Municipality = "G",
        /// Province (provincie).
        Province = "P",
        /// Water board (waterschap).
        WaterBoard = "W",
        /// The state (rijk).
        State = "R",
    }
}

codes! {
    /// The standard calculation method that applies to a road.
    Method, "a calculation method" {
        /// Streets in built-up surroundings.
        Srm1 = "SRM1",
        /// Roads in open surroundings.
        Srm2 = "SRM2",
    }
}

codes! {
    /// The class of a road (wegsoort), which selects its emission factors.
    RoadClass, "a road class" {
        /// `b`: road outside built-up areas, about 60 km/h and 0.2 stops a km.
        NonUrban = "b",
        /// `c`: normal city traffic, 15 to 30 km/h and 2 stops a km.
        UrbanNormal = "c",
        /// `d`: stagnating city traffic, below 15 km/h and 10 stops a km.
        UrbanStagnating = "d",
        /// `e`: city traffic with less congestion, 30 to 45 km/h and 1.5 stops a km.
        UrbanFreeFlow = "e",
        /// `92`: open road outside built-up areas.
        OpenNonUrban = "92",
        /// `93`: motorway.
        Motorway = "93",
        /// `94`: motorway with strict enforcement of the speed limit.
        MotorwayStrict = "94",
    }
}

impl RoadClass {
    /// The method for which the class is defined.
    #[must_use]
    pub fn method(self) -> Method {
        match self {
            Self::NonUrban | Self::UrbanNormal | Self::UrbanStagnating | Self::UrbanFreeFlow => {
                Method::Srm1
            }
            Self::OpenNonUrban | Self::Motorway | Self::MotorwayStrict => Method::Srm2,
        }
    }
}

codes! {
    /// The side slope of a raised or sunken road (taludsoort).
    Slope, "a side slope" {
        /// `zvz`: very gentle sides.
        VeryGentle = "zvz",
        /// `vz`: gentle sides.
        Gentle = "vz",
        /// `sz`: steep sides.
        Steep = "sz",
        /// `v`: viaduct.
        Viaduct = "v",
        /// `t`: tunnel trough.
        Trough = "t",
    }
}

codes! {
    /// What stands beside a road (overdrachtsobject).
    BarrierKind, "a kind of barrier" {
        /// `s`: screen.
        Screen = "s",
        /// `w`: earth bank (wal).
        Bank = "w",
    }
}

codes! {
    /// The buildings along a road, as SRM1 distinguishes them (bebouwingstype).
    BuildingType, "a building type" {
        /// `1`: wide street canyon.
        WideCanyon = "1",
        /// `2`: narrow street canyon.
        NarrowCanyon = "2",
        /// `3`: buildings on one side.
        OneSided = "3",
        /// `4`: every other street in built-up surroundings.
        Base = "4",
    }
}

codes! {
    /// What a receptor is assessed for (toetspuntsoort).
    Assessed, "what the receptor is assessed for" {
        /// All substances.
        All = "Alle",
        /// PM10 only.
        Pm10 = "PM10",
        /// Nothing.
        Nothing = "Geen",
    }
}

codes! {
    /// Why a receptor near a road is assessed or not (grondslag).
    Grounds, "grounds" {
        /// `0`: it is assessed.
        Assessed = "0",
        /// `1`: nobody may or can come there (applicability principle).
        NotApplicable = "1",
        /// `2`: nobody stays there long enough (exposure criterion).
        NotExposed = "2",
        /// `3`: another reason not to assess.
        Other = "3",
    }
}

codes! {
    /// What a receptor near a livestock farm is (grondslag), which decides whether it is assessed.
    LivestockGrounds, "grounds" {
        /// `1`: an ordinary dwelling, assessed.
        Dwelling = "1",
        /// `2`: the dwelling of the farm itself.
        OwnFarm = "2",
        /// `3`: the dwelling of a neighbouring farm.
        OtherFarm = "3",
        /// `4`: a dwelling on farm land without ties to the farm (plattelandswoning).
        Countryside = "4",
        /// `5`: any other building.
        Other = "5",
    }
}

codes! {
    /// A substance of road traffic (stof).
    Substance, "a substance" {
        /// Nitrogen dioxide.
        No2 = "NO2",
        /// Nitrogen oxides, as NO2.
        Nox = "NOx",
        /// Ozone.
        O3 = "O3",
        /// Particles up to 10 um.
        Pm10 = "PM10",
        /// Particles up to 2.5 um.
        Pm2_5 = "PM2.5",
        /// Elemental carbon.
        Ec = "EC",
    }
}

codes! {
    /// A class of vehicles (voertuigtype).
    Vehicle, "a vehicle class" {
        /// `l`: light vehicles.
        Light = "l",
        /// `m`: medium-heavy freight vehicles.
        Medium = "m",
        /// `z`: heavy freight vehicles.
        Heavy = "z",
        /// `b`: buses.
        Bus = "b",
    }
}
