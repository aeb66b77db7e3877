/** What stands below the map: figures, sources, spread, receptors, warnings, the record. */

import { byId, el, svg, table } from "./dom";
import type { FileRecord, Layer, Record } from "./model";
import { replace } from "./panel";
import type { State } from "./state";
import type { Speech } from "./words";

/** Receptors in the table. */
const TOP = 25;

/** Where "show on the map" leads. */
export type GoTo = (x: number, y: number) => void;

/** Writes every section that does not follow the sliders. */
export function sections(state: State, speech: Speech, goTo: GoTo): void {
  figures(state, speech, goTo);
  groups(state, speech);
  distribution(state, speech);
  receptors(state, speech, goTo);
  warnings(state, speech);
  record(state, speech);
}

function named(layer: Layer, speech: Speech): string {
  return `${speech.pollutant(layer.pollutant)}, ${speech.statistic(layer.statistic)}`;
}

function withUnit(value: number, layer: Layer, speech: Speech): string {
  return `${speech.value(value)} ${speech.unit(layer.unit)}`;
}

function placeButton(speech: Speech, [x, y]: [number, number], goTo: GoTo): HTMLElement {
  return el(
    "button",
    { type: "button", class: "link", title: speech.say("showThere"), click: () => goTo(x, y) },
    speech.place(x, y),
  );
}

function figures(state: State, speech: Speech, goTo: GoTo): void {
  const totals = state.report.layers.filter((layer) => layer.group === null);
  const cards = totals.filter((layer) => layer.summary).map((layer) => card(state, layer, speech, goTo));
  replace(
    "figures",
    el("h2", {}, speech.say("figures")),
    el("div", { class: "cards" }, ...cards),
    above(totals, speech),
    totals.some((layer) => layer.thresholds.length > 0 && !layer.background)
      ? el("p", { class: "note" }, speech.say("limitsNeedBackground"))
      : null,
  );
}

function card(state: State, layer: Layer, speech: Speech, goTo: GoTo): HTMLElement {
  const summary = layer.summary;
  if (!summary) return el("div");
  const rows: [string, Node | string][] = [
    [speech.say("mean"), withUnit(summary.mean, layer, speech)],
    [speech.say("median"), withUnit(summary.median, layer, speech)],
    [speech.say("percentile98"), withUnit(summary.percentile_98, layer, speech)],
    [speech.say("highest"), withUnit(summary.max, layer, speech)],
    [speech.say("where"), placeButton(speech, summary.max_at, goTo)],
  ];
  const largest = parts(state, layer)[0];
  if (largest?.summary && summary.mean > 0) {
    const share = speech.percent(largest.summary.mean / summary.mean);
    const text = `${speech.group(largest.group)}, ${share}`;
    rows.push([speech.say("largestSource"), text]);
  }
  const list = rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
  return el("section", { class: "card" }, el("h3", {}, named(layer, speech)), el("dl", {}, ...list));
}

function above(totals: Layer[], speech: Speech): HTMLElement | null {
  const rows = totals
    .filter((layer) => layer.summary)
    .flatMap((layer) =>
      layer.thresholds.map((it) => [
        named(layer, speech),
        speech.pick(it.name),
        `${speech.round(it.value)} ${speech.unit(layer.unit)}`,
        speech.percent(it.share_above),
      ]),
    );
  if (rows.length === 0) return null;
  const heads = [
    speech.say("pollutant"),
    speech.say("limit"),
    speech.say("limitValue"),
    speech.say("shareAbove"),
  ];
  return table(speech.say("shareAbove"), heads, rows);
}

/** The contributions to `layer`, largest mean first. */
function parts(state: State, layer: Layer): Layer[] {
  return state.report.layers
    .filter((it) => it.group !== null && it.summary)
    .filter((it) => it.pollutant === layer.pollutant && it.statistic === layer.statistic)
    .sort((a, b) => (b.summary?.mean ?? 0) - (a.summary?.mean ?? 0));
}

function groups(state: State, speech: Speech): void {
  const totals = state.report.layers.filter((it) => it.group === null && parts(state, it).length > 0);
  const head = el("h2", {}, speech.say("groups"));
  if (totals.length === 0) {
    replace("groups", head, el("p", { class: "note" }, speech.say("noContributions")));
    return;
  }
  replace("groups", head, ...totals.map((layer) => sources(state, layer, speech)));
}

function sources(state: State, layer: Layer, speech: Speech): HTMLElement {
  const mean = layer.summary?.mean ?? 0;
  const rows = parts(state, layer).map((part) => {
    const own = part.summary?.mean ?? 0;
    const share = mean > 0 ? own / mean : 0;
    const bar = el(
      "span",
      { class: "bar" },
      el("i", { style: `width:${(100 * Math.min(1, share)).toFixed(1)}%` }),
      el("b", {}, speech.percent(share)),
    );
    return [
      speech.group(part.group),
      bar,
      withUnit(own, part, speech),
      withUnit(part.summary?.max ?? NaN, part, speech),
    ];
  });
  const heads = [
    speech.say("source"),
    speech.say("share"),
    speech.say("mean"),
    speech.say("highest"),
  ];
  return table(named(layer, speech), heads, rows);
}

function distribution(state: State, speech: Speech): void {
  const totals = state.report.layers.filter((layer) => layer.group === null && layer.summary);
  const plots = totals.map((layer) => histogram(layer, speech));
  if (plots.length === 0) return replace("distribution");
  const head = el("h2", {}, speech.say("distribution"));
  replace("distribution", head, el("div", { class: "plots" }, ...plots));
}

const ROW = 24;
const LEFT = 92;
const WIDTH = 420;

/** Bars lying down: the share of the area in every class, in the colours of the map. */
function histogram(layer: Layer, speech: Speech): HTMLElement {
  const shares = layer.summary?.class_shares ?? [];
  const widest = Math.max(...shares, 1e-9);
  const { limits, colours } = layer.classes;
  const words = shares.map((share, at) => `${classText(limits, at, speech)}: ${speech.percent(share)}`);
  const bars = shares.flatMap((share, at) => {
    const y = (shares.length - 1 - at) * ROW;
    const width = (share / widest) * (WIDTH - LEFT - 70);
    return [
      svg("text", { x: LEFT - 8, y: y + 16, "text-anchor": "end" }, classText(limits, at, speech)),
      svg("rect", { x: LEFT, y: y + 3, width: Math.max(width, 0.5), height: ROW - 6, fill: colours[at], stroke: "#202024", "stroke-width": 0.6 }),
      svg("text", { x: LEFT + width + 6, y: y + 16 }, speech.percent(share)),
    ];
  });
  const height = shares.length * ROW;
  const label = `${named(layer, speech)}: ${words.join("; ")}`;
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label });
  drawing.append(...bars);
  const caption = `${named(layer, speech)} (${speech.unit(layer.unit)}), ${speech.say("shareOfArea")}`;
  return el("figure", {}, el("figcaption", {}, caption), drawing);
}

function classText(limits: number[], at: number, speech: Speech): string {
  if (limits.length === 0) return "–";
  if (at === 0) return `< ${speech.round(limits[0])}`;
  if (at === limits.length) return `≥ ${speech.round(limits[at - 1])}`;
  return `${speech.round(limits[at - 1])} – ${speech.round(limits[at])}`;
}

function receptors(state: State, speech: Speech, goTo: GoTo): void {
  const all = state.report.receptors.ids.length;
  if (all === 0) return replace("receptors");
  const list = el("div", { id: "receptor-list" });
  const search = el("input", { type: "search", id: "find" });
  const show = () => list.replaceChildren(receptorTable(state, speech, goTo, search.value));
  search.addEventListener("input", show);
  show();
  replace(
    "receptors",
    el("h2", {}, speech.say("receptors")),
    el("label", { class: "pick" }, speech.say("find"), search),
    list,
  );
}

function receptorTable(state: State, speech: Speech, goTo: GoTo, part: string): HTMLElement {
  const { ids, x, y, columns } = state.report.receptors;
  const totals = state.report.layers.filter((layer) => layer.group === null && columns[layer.name]);
  const first = state.total()?.name ?? "";
  const sorted = columns[first] ?? columns[totals[0]?.name] ?? [];
  const wanted = part.trim().toLowerCase();
  const rows = ids
    .map((id, row) => ({ id, row }))
    .filter(({ id }) => id.toLowerCase().includes(wanted))
    .sort((a, b) => (sorted[b.row] ?? -Infinity) - (sorted[a.row] ?? -Infinity));
  const body = rows.slice(0, TOP).map(({ id, row }) => [
    id,
    placeButton(speech, [x[row], y[row]], goTo),
    ...totals.map((layer) => speech.value(columns[layer.name][row] ?? NaN)),
  ]);
  const heads = [
    "id",
    speech.say("where"),
    ...totals.map((it) => `${speech.short(it.pollutant)}, ${speech.statistic(it.statistic)} (${speech.unit(it.unit)})`),
  ];
  const n = Math.min(TOP, rows.length);
  return table(speech.say("receptorsTop", { n, all: speech.whole(ids.length) }), heads, body);
}

function warnings(state: State, speech: Speech): void {
  const list = state.report.record.warnings;
  const head = el("h2", {}, speech.say("warnings"));
  if (list.length === 0) return replace("warnings", head, el("p", {}, speech.say("noWarnings")));
  const items = list.map((it) => {
    const count = it.count === undefined ? "" : `${speech.whole(it.count)} `;
    const meaning = state.report.meanings[it.rule];
    const head = meaning ? [speech.pick(meaning), el("br", {})] : [];
    const message = el("span", { class: meaning ? "note" : "" }, `${count}${it.message} `);
    return el("li", {}, ...head, message, el("code", {}, it.rule));
  });
  const note = speech.say("warningsLanguage");
  replace(
    "warnings",
    head,
    note ? el("p", { class: "note" }, note) : null,
    el("ul", { class: "warnings" }, ...items),
  );
}

function record(state: State, speech: Speech): void {
  const { record, other } = state.report;
  const parts = [el("h2", {}, speech.say("record")), ...recordOf(record, state, speech)];
  if (other) {
    const head = el("h3", {}, `${speech.say("comparedWith")}: ${other.title}`);
    parts.push(el("div", {}, head, ...recordOf(other, state, speech)));
  }
  replace("record", ...parts);
}

function recordOf(record: Record, state: State, speech: Speech): HTMLElement[] {
  const { program, times } = record;
  const commit = program.git_commit ? ` (${program.git_commit.slice(0, 12)})` : "";
  const epsg = state.report.frame?.epsg;
  const rows: [string, string][] = [
    [speech.say("run"), record.run_id],
    [speech.say("programme"), `${program.name} ${program.version}${commit}`],
    [speech.say("command"), record.command.join(" ")],
    [speech.say("computed"), `${times.started.slice(0, 19).replace("T", " ")} UTC, ${speech.say("seconds", { s: speech.value(times.seconds), n: times.threads })}`],
    [speech.say("rung"), record.solver.rung],
    [speech.say("error"), errorText(record, speech)],
    [speech.say("hours"), speech.say("hoursText", spelled(record.hours, speech))],
    [speech.say("crs"), epsg ? `EPSG:${epsg}` : "–"],
  ];
  const list = rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
  return [
    el("dl", { class: "record" }, ...list),
    el("p", { class: "note" }, speech.say("errorNote")),
    files(speech.say("inputs"), record.inputs, speech),
    files(speech.say("outputs"), record.outputs, speech),
    el(
      "details",
      {},
      el("summary", {}, speech.say("settings")),
      el("pre", { tabindex: 0 }, JSON.stringify(record.settings, null, 2)),
    ),
  ];
}

function spelled(hours: Record["hours"], speech: Speech): { [name: string]: string } {
  const entries = Object.entries(hours).map(([name, count]) => [name, speech.whole(count)]);
  return Object.fromEntries(entries) as { [name: string]: string };
}

function errorText(record: Record, speech: Speech): string {
  const it = record.solver.measured;
  if (!it) return speech.say("notMeasured");
  return speech.say("errorText", {
    rung: it.compared_with,
    n: it.sample,
    p50: speech.percent(it.percentile_50),
    p99: speech.percent(it.percentile_99),
    worst: speech.percent(it.worst),
  });
}

function files(name: string, list: FileRecord[], speech: Speech): HTMLElement {
  const rows = list.map((it) => [it.path, it.role ?? "", speech.whole(it.bytes), el("code", {}, it.sha256)]);
  const heads = [speech.say("file"), speech.say("role"), speech.say("bytes"), "SHA-256"];
  return el(
    "details",
    {},
    el("summary", {}, `${name} (${list.length})`),
    table(name, heads, rows),
  );
}

/** The title and the caveats above the map. */
export function opening(state: State, speech: Speech): void {
  const { record, other, layers } = state.report;
  document.title = `${record.title} – pluim`;
  document.documentElement.lang = speech.language;
  byId("skip").textContent = speech.say("skip");
  byId("title").textContent = record.title;
  const versus = other ? `; ${speech.say("comparedWith")} “${other.title}”` : "";
  byId("subtitle").textContent =
    `${speech.say("madeBy")} pluim ${record.program.version}, ${speech.say("run")} ${record.run_id}${versus}`;
  replace(
    "caveats",
    withoutBackground(layers, speech),
    el("p", {}, speech.say("status")),
  );
}

/** Says which totals lack a background; nothing where none does. */
function withoutBackground(layers: Layer[], speech: Speech): HTMLElement | null {
  const totals = layers.filter((layer) => layer.group === null);
  const without = totals.filter((layer) => !layer.background);
  if (without.length === 0) return null;
  const names = [...new Set(without.map((layer) => speech.short(layer.pollutant)))].join(", ");
  const which = without.length === totals.length ? "" : `${names}: `;
  return el("p", {}, which + speech.say("noBackground"));
}
