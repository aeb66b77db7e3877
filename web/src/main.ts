/** The page that `pluim report` writes. */

import "ol/ol.css";
import "./style.css";

import { inflate } from "./decode";
import { byId, el } from "./dom";
import { type Field, Pixels, field, meanAndHighest } from "./field";
import { FieldMap } from "./map";
import type { Classes, Language, Report } from "./model";
import { choices, legend, receptorSwitch, replace, sliders } from "./panel";
import { type Spot, heading, readout } from "./readout";
import { opening, sections } from "./sections";
import { State } from "./state";
import { Speech } from "./words";

/** The page at work. */
class Page {
  private speech: Speech;
  private readonly state: State;
  private readonly pixels: Pixels;
  private readonly map: FieldMap;
  private drawn: Field | null = null;
  private spot: Spot | null = null;
  /** What the sliders were made for. */
  private slidersOf = "";
  private wanted = 0;

  constructor(private readonly report: Report) {
    this.speech = new Speech(report.language, report.pollutants);
    this.state = new State(report);
    this.state.receptorsShown = report.frame === null;
    this.pixels = new Pixels(report);
    this.map = new FieldMap(byId("map"), report.frame, report.receptors, {
      zoomIn: this.speech.say("zoomIn"),
      zoomOut: this.speech.say("zoomOut"),
    });
    this.map.onPlaceChange((at, receptor) => {
      this.spot = { x: at[0], y: at[1], pixel: this.map.pixelAt(at), receptor };
      this.read();
    });
    this.state.onChange(() => void this.refresh());
  }

  async start(): Promise<void> {
    this.say(this.report.language);
    await this.refresh();
    document.body.dataset.ready = String(Math.round(performance.now()));
  }

  /** Writes all words in a language. */
  private say(language: Language): void {
    this.speech = new Speech(language, this.report.pollutants);
    this.slidersOf = "";
    opening(this.state, this.speech);
    this.languages();
    const goTo = (x: number, y: number) => {
      this.map.goTo([x, y]);
      byId("map-section").scrollIntoView({ behavior: "smooth" });
    };
    sections(this.state, this.speech, goTo);
    this.navigation();
    byId("map").setAttribute("aria-label", this.speech.say("map"));
    replace("whole", el("button", { type: "button", click: () => this.map.showAll() }, this.speech.say("whole")));
  }

  private languages(): void {
    const buttons = (["nl", "en"] as const).map((language) =>
      el(
        "button",
        {
          type: "button",
          lang: language,
          id: `lang-${language}`,
          "aria-pressed": String(this.speech.language === language),
          click: () => {
            this.say(language);
            byId(`lang-${language}`).focus();
            void this.refresh();
          },
        },
        language === "nl" ? "Nederlands" : "English",
      ),
    );
    byId("languages").setAttribute("aria-label", this.speech.say("language"));
    replace("languages", ...buttons);
  }

  private navigation(): void {
    const links = ["map-section", "figures", "groups", "distribution", "receptors", "warnings", "record"]
      .filter((id) => id === "map-section" || byId(id).childElementCount > 0)
      .map((id) => {
        const name = id === "map-section" ? this.speech.say("map") : byId(id).querySelector("h2")?.textContent;
        return el("a", { href: `#${id}` }, name ?? "");
      });
    replace("contents", ...links);
  }

  /** Draws what the state asks for; an older request that ends later is dropped. */
  private async refresh(): Promise<void> {
    const mine = ++this.wanted;
    const drawn = await field(this.state, this.pixels);
    if (mine !== this.wanted) return;
    this.drawn = drawn;
    const classes = this.classes();
    if (drawn) this.map.show(drawn.values, classes, this.threshold());
    const column = this.report.receptors.columns[this.state.layer()?.name ?? ""];
    this.map.showReceptors(this.state.receptorsShown && column ? column : null, this.report.frame ? classes : this.plainClasses());
    this.describe(classes);
    byId("map").dataset.drawn = String(mine);
  }

  private plainClasses(): Classes {
    return this.state.layer()?.classes ?? { limits: [], colours: ["#d6d8dc"] };
  }

  private classes(): Classes {
    const layer = this.state.layer();
    if (!layer) return this.plainClasses();
    if (this.state.view === "concentration") return layer.classes;
    return (this.state.view === "other" && layer.other_differences) || layer.differences;
  }

  private threshold(): number | null {
    if (this.state.view !== "concentration") return null;
    const layer = this.state.layer();
    return layer?.thresholds.find((it) => it.id === this.state.outline)?.value ?? null;
  }

  private describe(classes: Classes): void {
    choices(this.state, this.speech);
    const quantity = `${this.state.pollutant} ${this.state.statistic}`;
    if (quantity !== this.slidersOf) {
      this.slidersOf = quantity;
      sliders(this.state, this.speech);
    }
    legend(this.state, this.speech, classes);
    receptorSwitch(this.state, this.speech);
    byId("heading").textContent = heading(this.state, this.speech);
    this.effect();
    this.coarseness();
    this.read();
  }

  /** The map as a whole: its mean and highest value, or the mean of the difference. */
  private effect(): void {
    const layer = this.state.layer();
    if (!this.drawn || !layer) return replace("effect");
    const unit = this.speech.unit(layer.unit);
    const now = meanAndHighest(this.drawn.concentration);
    const mean = el("span", { "data-mean": now.mean }, `${this.speech.say("meanOnMap")}: ${this.speech.value(now.mean)} ${unit}`);
    const highest = el("span", {}, `${this.speech.say("highestOnMap")}: ${this.speech.value(now.highest)} ${unit}`);
    if (this.state.view === "concentration") return replace("effect", mean, highest);
    const change = meanAndHighest(this.drawn.values).mean;
    const changed = el("span", {}, `${this.speech.say("meanDifference")}: ${this.speech.value(change)} ${unit}`);
    replace("effect", changed, mean);
  }

  private coarseness(): void {
    const frame = this.report.frame;
    if (!frame) return replace("coarseness");
    const blanks = {
      pixel: this.speech.round(frame.pixel),
      cell: this.speech.round(frame.cell),
      n: frame.cells_per_pixel,
    };
    const text = frame.cells_per_pixel > 1 ? this.speech.say("coarser", blanks) : this.speech.say("asRaster", blanks);
    replace("coarseness", el("p", { class: "note" }, `${text} ${this.speech.say("precision")}`));
  }

  private read(): void {
    readout(this.state, this.speech, this.drawn, this.spot);
  }
}

async function begin(): Promise<void> {
  const text = new TextDecoder().decode(await inflate("report"));
  await new Page(JSON.parse(text) as Report).start();
}

begin().catch((fault: unknown) => {
  byId("readout").textContent =
    "De kaart kan niet worden getekend; deze pagina vraagt een browser van 2023 of later. / " +
    `The map cannot be drawn; this page needs a browser of 2023 or later. (${String(fault)})`;
});
