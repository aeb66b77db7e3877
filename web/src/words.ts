/** Words and numbers in Dutch and English. */

import type { Both, Language, Pollutants } from "./model";

const both = (nl: string, en: string): Both => ({ nl, en });

/** The sentences of the page. */
export const WORDS = {
  language: both("Taal", "Language"),
  skip: both("Naar de kaart", "To the map"),
  madeBy: both("Berekend met", "Computed with"),
  run: both("run", "run"),
  comparedWith: both("vergeleken met", "compared with"),
  noBackground: both(
    "De kaart toont wat de bronnen in dit scenario toevoegen aan de lucht. De achtergrond (al het andere) zit er niet in: lees de waarden niet als de totale luchtkwaliteit.",
    "The map shows what the sources in this scenario add to the air. The background (all else) is not included: do not read the values as total air quality.",
  ),
  limitsNeedBackground: both(
    "Grenswaarden gelden voor het totaal, met achtergrond. Hier staat alleen de bijdrage ernaast.",
    "Limit values apply to the total, with background. Here only the contribution stands beside them.",
  ),
  status: both(
    "Pluim is een open implementatie van gepubliceerde methoden, geen goedgekeurd rekeninstrument. Gebruik dit niet als enige grond voor een besluit.",
    "Pluim is an open implementation of published methods, not an approved one. Do not rest a decision on this alone.",
  ),
  map: both("Kaart", "Map"),
  pollutant: both("Stof", "Pollutant"),
  statistic: both("Kental", "Statistic"),
  source: both("Bron", "Source"),
  allSources: both("alle bronnen", "all sources"),
  show: both("Toon", "Show"),
  concentration: both("concentratie", "concentration"),
  changeBySliders: both("verandering door de schuiven", "change by the sliders"),
  differenceWith: both("verschil met de andere run", "difference with the other run"),
  sliders: both("Wat als een bron meer of minder uitstoot?", "What if a source emits more or less?"),
  slidersHelp: both(
    "De kaart rekent direct mee: de bijdrage van een bron is evenredig met haar uitstoot.",
    "The map follows at once: the contribution of a source is proportional to its emission.",
  ),
  slidersNonlinear: both(
    "Schuiven kunnen alleen bij jaargemiddelden met bijdragen per bron.",
    "Sliders work only for annual means with contributions per source.",
  ),
  noContributions: both(
    "Deze run heeft geen bijdragen per bron; met contributions = true in het scenario komen hier schuiven.",
    "This run has no contributions per source; contributions = true in the scenario brings sliders here.",
  ),
  reset: both("Alles op 100 %", "All to 100 %"),
  legend: both("Legenda", "Legend"),
  noValue: both("geen waarde", "no value"),
  outline: both("Omlijn waar het hoger is dan", "Outline where it is above"),
  nothing: both("niets", "nothing"),
  receptorsOnMap: both("rekenpunten op de kaart", "receptors on the map"),
  hover: both(
    "Wijs of tik op de kaart voor waarden. Of met het toetsenbord: pijltjes en + −; dan geldt het midden.",
    "Point at or tap the map for values. Or by keyboard: arrows and + −; then the centre counts.",
  ),
  outside: both("buiten het gebied", "outside the area"),
  meanOnMap: both("Gemiddelde over de kaart", "Mean over the map"),
  meanDifference: both("Gemiddeld verschil", "Mean difference"),
  highestOnMap: both("Hoogste op de kaart", "Highest on the map"),
  coarser: both(
    "De kaart is grover dan het raster: een beeldpunt van {pixel} m is het gemiddelde van {n} × {n} cellen van {cell} m. De tabellen gaan over alle cellen.",
    "The map is coarser than the raster: a pixel of {pixel} m is the mean of {n} × {n} cells of {cell} m. The tables cover all cells.",
  ),
  asRaster: both(
    "De kaart heeft de cellen van het raster ({cell} m).",
    "The map has the cells of the raster ({cell} m).",
  ),
  precision: both(
    "Waarden op de kaart zijn afgerond op 0,05 % van de waarde.",
    "Values on the map are rounded to 0.05 % of the value.",
  ),
  zoomIn: both("Inzoomen", "Zoom in"),
  zoomOut: both("Uitzoomen", "Zoom out"),
  whole: both("Hele gebied", "Whole area"),
  figures: both("In het kort", "In short"),
  mean: both("gemiddelde", "mean"),
  median: both("mediaan", "median"),
  percentile98: both("98 % ligt onder", "98 % lies below"),
  highest: both("hoogste", "highest"),
  where: both("waar", "where"),
  showThere: both("toon op de kaart", "show on the map"),
  shareAbove: both("deel van het gebied boven", "share of the area above"),
  limit: both("grens- of advieswaarde", "limit or guideline"),
  limitValue: both("waarde", "value"),
  largestSource: both("grootste bron", "largest source"),
  groups: both("Welke bronnen zorgen ervoor?", "Which sources cause it?"),
  share: both("aandeel", "share"),
  other: both("overig", "other"),
  distribution: both("Hoe is het verdeeld over het gebied?", "How is it spread over the area?"),
  shareOfArea: both("deel van het gebied", "share of the area"),
  receptors: both("Rekenpunten", "Receptors"),
  receptorsTop: both("De {n} hoogste van {all} rekenpunten", "The {n} highest of {all} receptors"),
  find: both("Zoek een rekenpunt", "Find a receptor"),
  none: both("Geen.", "None."),
  warnings: both("Waarschuwingen", "Warnings"),
  noWarnings: both("Deze run heeft geen waarschuwingen.", "This run has no warnings."),
  warningsLanguage: both(
    "De meldingen staan er zoals het programma ze gaf, in het Engels.",
    "",
  ),
  record: both("Hoe is dit berekend?", "How was this computed?"),
  programme: both("Programma", "Program"),
  command: both("Opdracht", "Command"),
  rung: both("Rekenwijze (trede)", "Way of computing (rung)"),
  error: both("Gemeten rekenfout", "Measured error of the sum"),
  errorText: both(
    "tegen {rung} op {n} plaatsen: mediaan {p50}, 99 % onder {p99}, hoogste {worst}",
    "against {rung} at {n} places: median {p50}, 99 % below {p99}, worst {worst}",
  ),
  errorNote: both(
    "Dit is de fout van het optellen, niet die van uitstoot, weer en verspreiding; die zijn veel onzekerder.",
    "This is the error of the summation, not that of emissions, weather and dispersion, which are far more uncertain.",
  ),
  notMeasured: both("niet gemeten", "not measured"),
  hours: both("Uren weer", "Hours of weather"),
  hoursText: both(
    "{ordinary} gewone, {calm} windstille, {variable} met veranderlijke wind, {missing} ontbrekende",
    "{ordinary} ordinary, {calm} calm, {variable} with variable wind, {missing} missing",
  ),
  computed: both("Berekend", "Computed"),
  seconds: both("{s} s op {n} processorkernen", "{s} s on {n} threads"),
  crs: both("Coördinaten", "Coordinates"),
  inputs: both("Invoer", "Inputs"),
  outputs: both("Uitvoer", "Outputs"),
  file: both("bestand", "file"),
  role: both("gebruikt als", "used as"),
  bytes: both("bytes", "bytes"),
  settings: both("Alle instellingen", "All settings"),
} satisfies { [name: string]: Both };

const STATISTICS: { [name: string]: Both } = {
  mean: both("jaargemiddelde", "annual mean"),
  max_1h: both("hoogste uur", "highest hour"),
  direct: both("uitgestoten als NO₂", "emitted as NO₂"),
  conversion: both("gevormd met ozon", "formed with ozone"),
};

const GROUPS: { [name: string]: Both } = {
  roads: both("wegen", "roads"),
  motorways: both("snelwegen", "motorways"),
  industry: both("industrie", "industry"),
  stoves: both("houtkachels", "wood stoves"),
  shipping: both("scheepvaart", "shipping"),
  "wood stoves": both("houtkachels", "wood stoves"),
  livestock: both("veehouderij", "livestock"),
  background: both("achtergrond", "background"),
  sources: both("eigen bronnen", "own sources"),
};

const UNITS: { [name: string]: Both } = {
  "ug/m3": both("µg/m³", "µg/m³"),
  "ouE/m3": both("ouE/m³", "ouE/m³"),
  "g/m3": both("g/m³", "g/m³"),
  h: both("uur", "hours"),
  d: both("dagen", "days"),
};

/** Speaks one language. */
export class Speech {
  private readonly digits: Intl.NumberFormat;

  constructor(
    readonly language: Language,
    private readonly pollutants: Pollutants,
  ) {
    this.digits = new Intl.NumberFormat(this.locale, { maximumFractionDigits: 0 });
  }

  private get locale(): string {
    return this.language === "nl" ? "nl-NL" : "en-GB";
  }

  /** A sentence, with its blanks filled in. */
  say(word: keyof typeof WORDS, blanks: { [name: string]: string | number } = {}): string {
    return Object.entries(blanks).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, String(value)),
      WORDS[word][this.language],
    );
  }

  pick(text: Both): string {
    return text[this.language];
  }

  pollutant(name: string): string {
    return this.pollutants[name]?.name[this.language] ?? plain(name);
  }

  short(name: string): string {
    return this.pollutants[name]?.short ?? plain(name);
  }

  statistic(name: string): string {
    const over = /^(days|hours)_over_(\d+)$/.exec(name);
    if (over) {
      const what = over[1] === "days" ? both("dagen", "days") : both("uren", "hours");
      return `${what[this.language]} > ${over[2]} µg/m³`;
    }
    const percentile = /^p(\d+(?:_\d+)?)$/.exec(name);
    if (percentile) return this.percentile(percentile[1].replace("_", "."));
    return STATISTICS[name]?.[this.language] ?? plain(name);
  }

  private percentile(rank: string): string {
    const dutch = `${rank.replace(".", ",")}-percentiel van de uren`;
    return this.pick(both(dutch, `${rank}th percentile of hours`));
  }

  group(name: string | null): string {
    if (name === null) return this.say("allSources");
    return GROUPS[plain(name)]?.[this.language] ?? plain(name);
  }

  unit(name: string): string {
    return UNITS[name]?.[this.language] ?? name;
  }

  /** A whole number, with its thousands apart. */
  whole(value: number): string {
    return this.digits.format(value);
  }

  /** A value with three significant digits. */
  value(value: number): string {
    if (Number.isNaN(value)) return this.say("noValue");
    const size = Math.abs(value);
    if (size === 0) return "0";
    if (size < 0.0005) return `< ${this.decimals(0.001, 3)}`;
    return this.decimals(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  }

  /** A difference, always with its sign. */
  change(value: number): string {
    if (Number.isNaN(value)) return this.say("noValue");
    if (Math.abs(value) < 0.0005) return this.decimals(0, 0);
    return (value > 0 ? "+" : "−") + this.value(Math.abs(value));
  }

  /** A limit of a class, without needless digits. */
  round(value: number): string {
    return new Intl.NumberFormat(this.locale, { maximumSignificantDigits: 4 })
      .format(value)
      .replace("-", "−");
  }

  percent(share: number): string {
    const percent = 100 * share;
    if (percent > 0 && percent < 0.005) return `< ${this.decimals(0.01, 2)} %`;
    const digits = percent >= 10 || percent === 0 ? 0 : percent >= 1 ? 1 : 2;
    return `${this.decimals(percent, digits)} %`;
  }

  decimals(value: number, digits: number): string {
    const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(this.locale, format).format(value);
  }

  place(x: number, y: number): string {
    return `x ${this.whole(x)}, y ${this.whole(y)}`;
  }
}

function plain(name: string): string {
  return name.replace(/[_-]+/g, " ");
}
