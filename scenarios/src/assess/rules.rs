//! The rules behind warnings, in words for the page.

use super::words::Language;

/// What a rule is about, and what to do about a breach; `None` for a rule without a text here.
pub(crate) fn explain(rule: &str, language: Language) -> Option<&'static str> {
    let (dutch, english) = match rule {
        "srm1.reach" => (
            "Rekenpunt ligt verder van de wegas dan het straattype toelaat (30 of 60 m). De waarde op die grens is gebruikt. Controleer straattype en ligging, of reken met een andere methode.",
            "Receptor lies farther from the road axis than its street type allows (30 or 60 m). The value at that bound was used. Check street type and place, or use another method.",
        ),
        "srm1.nearest" => (
            "Rekenpunt ligt binnen 3,5 m van de wegas; de waarde op 3,5 m is gebruikt. Controleer of het niet op de rijbaan ligt.",
            "Receptor lies within 3.5 m of the road axis; the value at 3.5 m was used. Check that it is not on the carriageway.",
        ),
        "srm1.level" => (
            "Weg ligt hoger of lager dan de omgeving; SRM1 geldt voor wegen op maaiveld.",
            "Road lies above or below its surroundings; SRM1 is for level roads.",
        ),
        "srm1.screens" => (
            "Langs de weg staan schermen of wallen; SRM1 kent die niet.",
            "Screens or banks stand along the road; SRM1 knows none.",
        ),
        "srm1.trees" => (
            "Een bomenfactor groter dan 1 is gebruikt; die moet in het besluit worden gemotiveerd.",
            "A tree factor above 1 was used; the decision must motivate it.",
        ),
        "srm1.tunnel" => (
            "Wegdeel in een tunnelbuis: de emissie komt vrij aan de monden.",
            "Road part in a tunnel tube: its emission leaves at the outlets.",
        ),
        "srm2.barrier-height" => (
            "Scherm of wal hoger dan 6 m; SRM2 rekent met ten hoogste 6 m.",
            "Barrier above 6 m; SRM2 takes 6 m at most.",
        ),
        "srm2.barrier-idle" => (
            "Scherm of wal lager dan 1 m of verder dan 50 m van de wegrand; telt niet mee.",
            "Barrier below 1 m or beyond 50 m from the road edge; it does not count.",
        ),
        "srm2.road-height" => (
            "Weg hoger of lager dan het bereik van de methode (-6 tot 12 m).",
            "Road higher or lower than the method goes (-6 to 12 m).",
        ),
        "srm2.nearest" => (
            "Rekenpunt ligt op of vlak naast een open weg; de waarde op 3,5 m is gebruikt.",
            "Receptor lies on or right beside an open road; the value at 3.5 m was used.",
        ),
        "srm2.reconstructed" => (
            "SRM2 zoals gereconstrueerd uit de openbare tekst: windcorrectie, sectorwindsnelheid, spreiding op afstand en segmentering zijn niet de officiële formules.",
            "SRM2 as reconstructed from the public text: wind correction, sector wind speed, spread at long range and segmentation are not the official formulas.",
        ),
        "srm1.wind" => (
            "De jaargemiddelde wind voor SRM1 komt uit de uren van één station, omgerekend naar de ruwheid ter plaatse; de officiële berekening neemt een kaart.",
            "The annual wind of SRM1 comes from the hours of one station, converted to the roughness of the place; the official calculation takes a map.",
        ),
        "srm2.ozone" => (
            "Ozon is in alle windsectoren gelijk genomen; de officiële berekening heeft ozon per sector.",
            "Ozone was taken to be the same in all wind sectors; the official calculation has it by sector.",
        ),
        "no2.saturated" => (
            "Bijdrage van open wegen is zo groot dat de gecombineerde NO₂-regel niet geldt (N van 150 µg/m³ of meer); de omzetting van SRM2 is gebruikt.",
            "Open roads contribute so much that the combined NO₂ rule does not hold (N of 150 µg/m³ or more); the conversion of SRM2 was used.",
        ),
        "background.missing" => (
            "Geen achtergrond bij dit rekenpunt: alleen bijdragen, geen totaal.",
            "No background at this receptor: contributions only, no total.",
        ),
        "background.ozone" => (
            "Geen achtergrond van ozon bij dit rekenpunt: NO₂ is gevormd met de gemiddelde ozon van het scenario.",
            "No background of ozone at this receptor: NO₂ was formed with the mean ozone of the scenario.",
        ),
        "background.year" => (
            "De achtergrond is van een ander jaar dan de berekening; neem de achtergrond van het rekenjaar.",
            "The background is of another year than the run; take the background of that year.",
        ),
        "background.double-counting" => (
            "De kaart met de dubbeltellingcorrectie heeft hier geen waarde; er is niets gecorrigeerd. Hoofdwegen kunnen dubbel zijn geteld.",
            "The map of the correction for double counting has no value here; nothing was corrected. Main roads may have been counted twice.",
        ),
        "background.pollutant" => (
            "Van deze stof is geen achtergrond opgegeven: de waarde is de bijdrage van de berekende bronnen.",
            "No background of this pollutant was given: its value is what the computed sources contribute.",
        ),
        "no2.conversion" => (
            "Van bronnen telt alleen wat zij als NO₂ uitstoten. NO die met ozon tot NO₂ wordt, zit er niet in, zodat aan de hand van deze waarde niet kan worden vastgesteld dat aan een norm wordt voldaan.",
            "Of sources only what they emit as NO₂ counts. NO that ozone turns into NO₂ is not in it, so that no limit can be found to be met.",
        ),
        "results.no2" | "results.pm10" | "results.pm10-days" => (
            "Een kolom van het resultatenbestand volgt niet uit de andere kolommen. Controleer het bestand bij de opsteller; hier is de kolom gebruikt zoals zij er staat.",
            "A column of the results file does not follow from the other columns. Check the file with its author; the column was used as it stands.",
        ),
        "imaer" | "network.not-computed" => (
            "Een onderdeel van een GML-bestand is niet meegerekend of niet gekoppeld.",
            "Part of a GML file was not computed or is not linked.",
        ),
        "imaer.heat" => (
            "De warmte-inhoud van lijn- en vlakbronnen is niet gebruikt: zij zijn zonder pluimstijging gerekend.",
            "The heat of lines and areas was not used: they were computed without plume rise.",
        ),
        "imaer.building" => (
            "Bij een bron staat een gebouw; de invloed daarvan op de pluim is niet berekend en kan de waarden dichtbij verhogen.",
            "A building stands beside a source; its influence on the plume was not computed and may raise values close by.",
        ),
        "imaer.time-profile" => (
            "Het tijdverloop dat een bestand voor zijn bronnen noemt, is niet gebruikt: zij stoten uit volgens het scenario, of elk uur evenveel. De uren met de hoogste waarden kunnen andere zijn.",
            "The time profile that a file names for its sources was not used: they emit as the scenario says, or the same in every hour. The hours with the highest values may be others.",
        ),
        "measure-without-effect" => (
            "Een maatregel raakt geen enkele bron. Controleer gebied, stof, voertuigsoort en wegsoort.",
            "A measure works on no source. Check its area, pollutant, class of vehicles and of roads.",
        ),
        "ozone-missing" => (
            "In uren zonder ozonmeting is alle NO in NO₂ omgezet.",
            "In hours without a measurement of ozone, all NO was turned into NO₂.",
        ),
        "rung-stepped-down" => (
            "De eerste rekenwijze miste de gevraagde nauwkeurigheid; een nauwkeuriger rekenwijze is gebruikt.",
            "The first way of summing missed the accuracy that was asked for; a more exact one was used.",
        ),
        "no-error-map" => (
            "De gevraagde foutenkaart is er niet: die hoort bij een andere rekenwijze.",
            "The error map that was asked for is absent: it belongs to another way of summing.",
        ),
        "column-unknown" => (
            "Een kolom van een bronbestand is niet gebruikt; controleer de spelling.",
            "A column of a file with sources was not used; check its spelling.",
        ),
        "emission-missing" => (
            "Een bron geeft geen emissie van deze stof op; zij telt als 0.",
            "A source gives no emission of this pollutant; it counts as 0.",
        ),
        "emission-uncertain" => (
            "De emissie is slechts tot op een factor bekend, en de bijdrage dus ook. Waar een norm met die factor kan worden overschreden, is niet te bepalen of eraan wordt voldaan.",
            "The emission is known to within a factor only, and so is the contribution. Where a limit may be exceeded with that factor, it cannot be told whether it is met.",
        ),
        "emission-factor-substituted" => (
            "Een emissiefactor ontbrak en is door een verwante vervangen.",
            "An emission factor was lacking and another stood in for it.",
        ),
        "hours-missing" => (
            "Uren zonder wind, temperatuur of straling zijn buiten het gemiddelde gelaten.",
            "Hours without wind, temperature or radiation were left out of the mean.",
        ),
        "cloud-cover-missing" => (
            "Uren zonder bewolking zijn met een gebruikelijke bewolking gerekend.",
            "Hours without cloud cover were computed with a usual one.",
        ),
        "tolerance-missed" => (
            "De gemeten rekenfout is groter dan gevraagd.",
            "The measured error of the calculation is larger than was asked for.",
        ),
        "link.road" => (
            "Een koppeling noemt een wegdeel dat niet in het wegenbestand staat; het draagt niets bij.",
            "A link names a road part that is not among the roads; it adds nothing.",
        ),
        "link.open-road" => (
            "Een koppeling noemt een SRM2-weg; die heeft geen koppeling nodig.",
            "A link names an SRM2 road, which needs no link.",
        ),
        "emission.fallback" => (
            "Een emissiefactor ontbrak en is door een verwante vervangen.",
            "An emission factor was lacking and another stood in for it.",
        ),
        "emission.pollutant" => (
            "De tabel met emissiefactoren kent deze stof niet: bijdragen van wegen zijn onbekend.",
            "The table of emission factors lacks this pollutant: contributions of roads are unknown.",
        ),
        "place.edge" => (
            "Rekenpunt ligt verder dan 10 m van de wegrand; dat moet worden gemotiveerd.",
            "Receptor lies more than 10 m from the road edge; that must be motivated.",
        ),
        "place.street" => (
            "Rekenpunt staat voor minder dan 100 m straat.",
            "Receptor stands for less than 100 m of street.",
        ),
        _ => return None,
    };
    Some(language.pick(dutch, english))
}
