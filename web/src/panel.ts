/** Choices beside the map: layer, view, sliders, legend. */

import { byId, el } from "./dom";
import type { Classes, Layer, Threshold } from "./model";
import type { State, View } from "./state";
import { OUTLINE } from "./paint";
import type { Speech } from "./words";

/** The layer switch and what to show of the layer. */
export function choices(state: State, speech: Speech): void {
  const pollutant = picker("pollutant", speech.say("pollutant"), state.pollutant, [
    ...state.pollutants().map((name): [string, string] => [name, speech.pollutant(name)]),
  ]);
  const statistic = picker("statistic", speech.say("statistic"), state.statistic, [
    ...state.statistics().map((name): [string, string] => [name, speech.statistic(name)]),
  ]);
  const source = picker("source", speech.say("source"), state.group ?? "", [
    ["", speech.group(null)],
    ...state.groups().map((name): [string, string] => [name, speech.group(name)]),
  ]);
  listen(pollutant, (value) => state.change((it) => (it.pollutant = value)));
  listen(statistic, (value) => state.change((it) => (it.statistic = value)));
  listen(source, (value) => state.change((it) => (it.group = value || null)));
  replace("choices", pollutant, statistic, source, ...views(state, speech));
}

function views(state: State, speech: Speech): HTMLElement[] {
  const possible: [View, string][] = [["concentration", speech.say("concentration")]];
  if (state.groups().length > 0) possible.push(["sliders", speech.say("changeBySliders")]);
  if (state.layer()?.other_pixels) {
    const title = state.report.other?.title ?? "";
    possible.push(["other", `${speech.say("differenceWith")} “${title}”`]);
  }
  if (possible.length === 1) return [];
  const buttons = possible.map(([view, text]) =>
    el(
      "label",
      { class: "radio" },
      el("input", {
        type: "radio",
        name: "view",
        value: view,
        checked: state.view === view,
        change: () => state.change((it) => (it.view = view)),
      }),
      text,
    ),
  );
  return [el("fieldset", {}, el("legend", {}, speech.say("show")), ...buttons)];
}

/** The sliders; made once for each quantity, so that dragging is not interrupted. */
export function sliders(state: State, speech: Speech): void {
  const groups = state.groups();
  const head = el("h3", {}, speech.say("sliders"));
  if (groups.length === 0) {
    const any = state.report.layers.some((layer) => layer.group !== null);
    const why = speech.say(any ? "slidersNonlinear" : "noContributions");
    replace("sliders", head, el("p", { class: "note" }, why));
    return;
  }
  const rows = groups.map((group) => slider(state, speech, group));
  const reset = el(
    "button",
    {
      type: "button",
      id: "reset",
      click: () => {
        state.change((it) => it.factors.clear());
        sliders(state, speech);
      },
    },
    speech.say("reset"),
  );
  replace("sliders", head, el("p", { class: "note" }, speech.say("slidersHelp")), ...rows, reset);
}

function slider(state: State, speech: Speech, group: string): HTMLElement {
  const percent = () => Math.round(100 * state.factor(group));
  const out = el("output", { for: `slide-${group}` }, `${percent()} %`);
  const input = el("input", {
    type: "range",
    id: `slide-${group}`,
    min: 0,
    max: 200,
    step: 5,
    value: percent(),
  });
  input.addEventListener("input", () => {
    state.change((it) => it.factors.set(group, Number(input.value) / 100));
    out.textContent = `${percent()} %`;
  });
  const name = el("label", { for: `slide-${group}` }, speech.group(group));
  return el("div", { class: "slider" }, name, out, input);
}

/** The legend, with the limits where they belong among the classes. */
export function legend(state: State, speech: Speech, classes: Classes): void {
  const layer = state.layer();
  if (!layer) return replace("legend");
  const difference = state.view !== "concentration";
  const rows = entries(classes, difference ? [] : layer.thresholds, speech);
  const unit = speech.unit(layer.unit);
  replace(
    "legend",
    el("h3", {}, `${speech.say("legend")} (${unit})`),
    el("ul", { class: "classes" }, ...rows),
    difference ? null : outlines(state, layer, speech),
  );
}

function entries(classes: Classes, thresholds: Threshold[], speech: Speech): HTMLElement[] {
  const last = classes.limits.length;
  const rows: HTMLElement[] = [];
  for (let at = last; at >= 0; at--) {
    rows.push(swatch(classes.colours[at], range(classes, at, speech)));
    const [low, high] = [classes.limits[at - 1] ?? -Infinity, classes.limits[at] ?? Infinity];
    const here = thresholds.filter((it) => it.value >= low && it.value < high);
    for (const it of here.sort((a, b) => b.value - a.value)) {
      const text = `${speech.round(it.value)}: ${speech.pick(it.name)}`;
      rows.push(el("li", { class: "limit" }, text));
    }
  }
  return rows;
}

function range(classes: Classes, at: number, speech: Speech): string {
  const { limits } = classes;
  if (limits.length === 0) return "–";
  if (at === 0) return `< ${speech.round(limits[0])}`;
  if (at === limits.length) return `≥ ${speech.round(limits[at - 1])}`;
  return `${speech.round(limits[at - 1])} – ${speech.round(limits[at])}`;
}

function swatch(colour: string, text: string): HTMLElement {
  return el("li", {}, el("span", { class: "swatch", style: `background:${colour}` }), text);
}

function outlines(state: State, layer: Layer, speech: Speech): HTMLElement | null {
  if (layer.thresholds.length === 0 || !layer.pixels) return null;
  const options = layer.thresholds.map((it): [string, string] => [
    it.id,
    `${speech.round(it.value)} (${speech.pick(it.name)})`,
  ]);
  const pick = picker("outline", speech.say("outline"), state.outline ?? "", [
    ["", speech.say("nothing")],
    ...options,
  ]);
  listen(pick, (value) => state.change((it) => (it.outline = value || null)));
  if (state.outline) pick.style.borderLeft = `4px solid ${OUTLINE}`;
  return pick;
}

/** The switch for the receptors. */
export function receptorSwitch(state: State, speech: Speech): void {
  if (state.report.receptors.ids.length === 0) return replace("dots");
  const box = el("input", {
    type: "checkbox",
    id: "show-receptors",
    checked: state.receptorsShown,
    change: (event) =>
      state.change((it) => (it.receptorsShown = (event.target as HTMLInputElement).checked)),
  });
  replace("dots", el("label", { class: "radio" }, box, speech.say("receptorsOnMap")));
}

function picker(
  id: string,
  name: string,
  chosen: string,
  options: [string, string][],
): HTMLLabelElement {
  const items = options.map(([value, text]) =>
    el("option", { value, selected: value === chosen }, text),
  );
  return el("label", { class: "pick" }, name, el("select", { id }, ...items));
}

function listen(pick: HTMLElement, what: (value: string) => void): void {
  const select = pick.querySelector("select");
  select?.addEventListener("change", () => {
    what(select.value);
    // The choices are made anew: the keyboard stays where it was.
    document.getElementById(select.id)?.focus();
  });
}

export function replace(id: string, ...children: (Node | null)[]): void {
  byId(id).replaceChildren(...children.filter((child): child is Node => child !== null));
}
