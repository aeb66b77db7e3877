//! The keywords of AERMOD 24142 and what pluim does about those that it does not read.

use super::card::{Card, Pathway};
use crate::error::{Fault, InputError, Result, nearest};

const DOWNWASH: &str = "building downwash (PRIME) is not part of this version; \
                        take the card out to run without the building";
const CHEMISTRY: &str = "of the NO2 methods only ARM2 and OLM are part of `pluim aermod`";
const RESTART: &str = "a run cannot start from another's; model the whole period at once";
const RESEARCH: &str = "an experimental (ALPHA) option that pluim does not follow";
const BARRIER: &str = "barriers and depressed roads are not part of this version";
const BUOYANT: &str = "buoyant line sources are not part of this version";
const AIRCRAFT: &str = "aircraft plume rise is not part of this version";
const EVENT: &str = "event processing is not part of `pluim aermod`";
const OTHER_OUTPUT: &str = "ask for a PLOTFILE or a POSTFILE of type PLOT instead";

use Pathway::{Control, Meteorology, Output, Receptor, Source};

/// Keywords that pluim refuses, with the reason.
const REFUSED: &[(Pathway, &str, &str)] = &[
    (Control, "LOW_WIND", RESEARCH),
    (Control, "AWMADWNW", DOWNWASH),
    (Control, "ORD_DWNW", DOWNWASH),
    (Control, "NOX_FILE", CHEMISTRY),
    (Control, "NOX_UNIT", CHEMISTRY),
    (Control, "NOXVALUE", CHEMISTRY),
    (Control, "NOXSECTR", CHEMISTRY),
    (Control, "NOX_VALS", CHEMISTRY),
    (Control, "ARCFTOPT", AIRCRAFT),
    (Control, "INITFILE", RESTART),
    (Control, "SAVEFILE", RESTART),
    (Control, "MULTYEAR", RESTART),
    (Source, "BUILDHGT", DOWNWASH),
    (Source, "BUILDLEN", DOWNWASH),
    (Source, "BUILDWID", DOWNWASH),
    (Source, "XBADJ", DOWNWASH),
    (Source, "YBADJ", DOWNWASH),
    (Source, "PLATFORM", DOWNWASH),
    (
        Source,
        "RLEMCONV",
        "give emissions in g/m2/s for RLINE, in g/m/s for RLINEXT",
    ),
    (Source, "RBARRIER", BARRIER),
    (Source, "RDEPRESS", BARRIER),
    (Source, "BLPINPUT", BUOYANT),
    (Source, "BLPGROUP", BUOYANT),
    (
        Source,
        "PSDGROUP",
        "increment credits need PVMRM; use SRCGROUP",
    ),
    (Source, "HBPSRCID", RESEARCH),
    (Source, "ARCFTSRC", AIRCRAFT),
    (
        Meteorology,
        "SCIMBYHR",
        "sampled hours are not needed: pluim models every hour",
    ),
    (Output, "TOXXFILE", OTHER_OUTPUT),
    (Output, "RANKFILE", OTHER_OUTPUT),
    (Output, "EVALFILE", OTHER_OUTPUT),
    (Output, "SEASONHR", OTHER_OUTPUT),
    (Output, "MAXDAILY", OTHER_OUTPUT),
    (Output, "MXDYBYYR", OTHER_OUTPUT),
    (Output, "MAXDCONT", OTHER_OUTPUT),
    (Output, "EVENTOUT", EVENT),
    (Receptor, "EVENTPER", EVENT),
    (Receptor, "EVENTLOC", EVENT),
];

/// Keywords that pluim reads.
const READ: &[(Pathway, &str)] = &[
    (Control, "TITLEONE"),
    (Control, "TITLETWO"),
    (Control, "MODELOPT"),
    (Control, "AVERTIME"),
    (Control, "POLLUTID"),
    (Control, "HALFLIFE"),
    (Control, "DCAYCOEF"),
    (Control, "URBANOPT"),
    (Control, "FLAGPOLE"),
    (Control, "RUNORNOT"),
    (Control, "NO2EQUIL"),
    (Control, "NO2STACK"),
    (Control, "O3SECTOR"),
    (Control, "OZONEFIL"),
    (Control, "OZONEVAL"),
    (Control, "O3VALUES"),
    (Control, "OZONUNIT"),
    (Control, "GASDEPDF"),
    (Control, "GASDEPVD"),
    (Control, "GDLANUSE"),
    (Control, "GDSEASON"),
    (Control, "ARMRATIO"),
    (Control, "ERRORFIL"),
    (Control, "EVENTFIL"),
    (Control, "DEBUGOPT"),
    (Source, "ELEVUNIT"),
    (Source, "LOCATION"),
    (Source, "SRCPARAM"),
    (Source, "AREAVERT"),
    (Source, "URBANSRC"),
    (Source, "EMISFACT"),
    (Source, "HOUREMIS"),
    (Source, "EMISUNIT"),
    (Source, "CONCUNIT"),
    (Source, "NO2RATIO"),
    (Source, "OLMGROUP"),
    (Source, "BGSECTOR"),
    (Source, "BACKGRND"),
    (Source, "BACKUNIT"),
    (Source, "DEPOUNIT"),
    (Source, "PARTDIAM"),
    (Source, "MASSFRAX"),
    (Source, "PARTDENS"),
    (Source, "METHOD_2"),
    (Source, "GASDEPOS"),
    (Source, "SRCGROUP"),
    (Source, "INCLUDED"),
    (Receptor, "ELEVUNIT"),
    (Receptor, "GRIDCART"),
    (Receptor, "GRIDPOLR"),
    (Receptor, "DISCCART"),
    (Receptor, "DISCPOLR"),
    (Receptor, "EVALCART"),
    (Receptor, "INCLUDED"),
    (Meteorology, "SURFFILE"),
    (Meteorology, "PROFFILE"),
    (Meteorology, "SURFDATA"),
    (Meteorology, "UAIRDATA"),
    (Meteorology, "SITEDATA"),
    (Meteorology, "PROFBASE"),
    (Meteorology, "STARTEND"),
    (Meteorology, "DAYRANGE"),
    (Meteorology, "WDROTATE"),
    (Meteorology, "WINDCATS"),
    (Meteorology, "NUMYEARS"),
    (Meteorology, "NOTURB"),
    (Meteorology, "NOTURBST"),
    (Meteorology, "NOTURBCO"),
    (Meteorology, "NOSA"),
    (Meteorology, "NOSAST"),
    (Meteorology, "NOSACO"),
    (Meteorology, "NOSW"),
    (Meteorology, "NOSWST"),
    (Meteorology, "NOSWCO"),
    (Output, "RECTABLE"),
    (Output, "MAXTABLE"),
    (Output, "DAYTABLE"),
    (Output, "MAXIFILE"),
    (Output, "PLOTFILE"),
    (Output, "POSTFILE"),
    (Output, "SUMMFILE"),
    (Output, "FILEFORM"),
    (Output, "NOHEADER"),
];

/// The error for a keyword that its pathway's reader does not know.
pub(crate) fn not_read(card: &Card) -> InputError {
    let here = |pathway: &Pathway| *pathway == card.pathway;
    let keyword = card.keyword.as_str();
    let refused = REFUSED
        .iter()
        .find(|(pathway, name, _)| here(pathway) && *name == keyword);
    if let Some((_, _, why)) = refused {
        return card.refused(keyword, why);
    }
    let elsewhere = pathways_of(keyword);
    let letters = card.pathway.letters();
    if let Some(other) = elsewhere {
        let fault = Fault::new(format!("a keyword of the {letters} pathway"));
        let way_out = format!("{keyword} belongs to the {} pathway", other.letters());
        return card.error(fault.found(keyword).hint(way_out));
    }
    let names = READ.iter().map(|(pathway, name)| (pathway, *name));
    let names = names.chain(REFUSED.iter().map(|(pathway, name, _)| (pathway, *name)));
    let valid = names.filter(|(pathway, _)| here(pathway)).map(|(_, n)| n);
    let fault = Fault::new(format!("a keyword of the {letters} pathway")).found(keyword);
    card.error(match nearest(keyword, valid) {
        Some(like) => fault.hint(format!("did you mean {like}?")),
        None => fault,
    })
}

/// Refuses a second card of keywords that may stand once only.
pub(crate) fn once(cards: &[Card], keywords: &[&str]) -> Result<()> {
    for keyword in keywords {
        let mut all = cards.iter().filter(|card| card.keyword == *keyword);
        if let (Some(first), Some(second)) = (all.next(), all.next()) {
            let fault = Fault::new(format!("{keyword} once; it stands in line {}", first.line));
            return Err(second.error(fault.found("another")));
        }
    }
    Ok(())
}

fn pathways_of(keyword: &str) -> Option<Pathway> {
    let read = READ.iter().map(|(pathway, name)| (*pathway, *name));
    let mut all = read.chain(REFUSED.iter().map(|(pathway, name, _)| (*pathway, *name)));
    all.find(|(_, name)| *name == keyword)
        .map(|(pathway, _)| pathway)
}
