/** The value at a place, in words. */

import { byId, el } from "./dom";
import type { Field } from "./field";
import type { State } from "./state";
import type { Speech } from "./words";

/** Most sources named at a place. */
const MOST = 6;

export interface Spot {
  x: number;
  y: number;
  /** Index of the pixel, or -1 outside. */
  pixel: number;
  receptor: string | null;
}

/** Writes what is known of `spot`. */
export function readout(state: State, speech: Speech, field: Field | null, spot: Spot | null): void {
  const target = byId("readout");
  if (!spot) {
    target.replaceChildren(el("p", { class: "note" }, speech.say("hover")));
    return;
  }
  const at = { class: "place", "data-x": spot.x, "data-y": spot.y };
  const place = el("span", at, speech.place(spot.x, spot.y));
  const lines: Node[] = [];
  if (field) lines.push(...ofRaster(state, speech, field, spot, place));
  else lines.push(place);
  if (spot.receptor !== null) lines.push(ofReceptor(state, speech, spot.receptor));
  target.replaceChildren(...lines);
}

function ofRaster(
  state: State,
  speech: Speech,
  field: Field,
  spot: Spot,
  place: HTMLElement,
): Node[] {
  if (spot.pixel < 0) return [el("p", {}, speech.say("outside")), place];
  const unit = speech.unit(state.layer()?.unit ?? "");
  const value = field.values[spot.pixel];
  const concentration = field.concentration[spot.pixel];
  const difference = state.view !== "concentration";
  const text = difference ? speech.change(value) : speech.value(value);
  const shown = el(
    "p",
    { class: "value", "data-value": value },
    el("strong", {}, text),
    ` ${unit} `,
    el("span", {}, heading(state, speech)),
  );
  const now = difference
    ? el("p", { class: "note" }, `${speech.say("concentration")}: ${speech.value(concentration)} ${unit}`)
    : "";
  return [shown, el("p", {}, place), now || el("span"), parts(state, speech, field, spot.pixel)];
}

/** What the map shows, in a few words. */
export function heading(state: State, speech: Speech): string {
  const what = `${speech.short(state.pollutant)}, ${speech.statistic(state.statistic)}`;
  const source = state.group === null ? "" : `, ${speech.group(state.group)}`;
  const view = { concentration: "", sliders: "changeBySliders", other: "differenceWith" } as const;
  const shown = view[state.view];
  return shown === "" ? what + source : `${what}${source}: ${speech.say(shown)}`;
}

function parts(state: State, speech: Speech, field: Field, pixel: number): HTMLElement {
  const total = field.concentration[pixel];
  if (state.group !== null || field.parts.length < 2 || !(total > 0)) return el("span");
  const list = field.parts
    .map((part) => ({ group: part.group, value: part.factor * part.values[pixel] }))
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST);
  const rows = list.map(({ group, value }) => {
    const share = Math.min(1, value / total);
    const bar = el("i", { style: `width:${(100 * share).toFixed(1)}%` });
    return el("li", {}, el("span", {}, speech.group(group)), bar, el("b", {}, speech.percent(share)));
  });
  return el("ul", { class: "shares" }, ...rows);
}

function ofReceptor(state: State, speech: Speech, id: string): HTMLElement {
  const layer = state.layer();
  const { ids, columns } = state.report.receptors;
  const value = layer ? columns[layer.name]?.[ids.indexOf(id)] : null;
  const text = value == null ? "" : `: ${speech.value(value)} ${speech.unit(layer?.unit ?? "")}`;
  return el("p", { class: "receptor" }, `${id}${text}`);
}
