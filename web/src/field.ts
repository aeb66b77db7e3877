/**
 * The values that the map shows.
 *
 * A concentration is linear in the emission of every source group, so with factor f on group g the
 * total T becomes T + sum over g of (f - 1) C_g.
 */

import { pixels } from "./decode";
import type { Layer, Report } from "./model";
import type { State } from "./state";

/** Roundings of totals and contributions leave this much of a total that no group accounts for. */
const ROUNDING = 2e-3;

/** Decodes layers when they are first needed. */
export class Pixels {
  private readonly read = new Map<string, Promise<Float32Array>>();

  constructor(private readonly report: Report) {}

  of(id: string): Promise<Float32Array> {
    const frame = this.report.frame;
    if (!frame) return Promise.reject(new Error("no raster"));
    const known = this.read.get(id) ?? pixels(id, frame.columns, frame.rows);
    this.read.set(id, known);
    return known;
  }
}

/** A field on the map, and what its parts are. */
export interface Field {
  values: Float32Array;
  /** Contributions as the sliders stand, largest layers as in the report. */
  parts: { group: string; factor: number; values: Float32Array }[];
  /** What is shown where `values` is a difference: the concentration itself. */
  concentration: Float32Array;
}

/** Computes the field that `state` asks for; nothing where the run has no such raster. */
export async function field(state: State, source: Pixels): Promise<Field | null> {
  const layer = state.layer();
  if (!layer?.pixels) return null;
  const base = await source.of(layer.pixels);
  const parts = await contributions(state, source);
  const concentration = scaled(state, layer, base, parts);
  return { values: await shown(state, layer, base, concentration, source), parts, concentration };
}

async function contributions(state: State, source: Pixels): Promise<Field["parts"]> {
  const drawn = state.contributions().filter((layer) => layer.pixels !== null);
  return Promise.all(
    drawn.map(async (layer) => ({
      group: layer.group as string,
      factor: state.factor(layer.group as string),
      values: await source.of(layer.pixels as string),
    })),
  );
}

function scaled(state: State, layer: Layer, base: Float32Array, parts: Field["parts"]) {
  if (!state.scaled()) return base;
  if (layer.group !== null) {
    const factor = state.factor(layer.group);
    return base.map((value) => factor * value);
  }
  const values = new Float32Array(base.length);
  for (let at = 0; at < base.length; at++) {
    const total = base[at];
    let value = total;
    for (const part of parts) value += (part.factor - 1) * part.values[at];
    values[at] = Math.abs(value) < ROUNDING * Math.abs(total) ? 0 : value;
  }
  return values;
}

async function shown(
  state: State,
  layer: Layer,
  base: Float32Array,
  concentration: Float32Array,
  source: Pixels,
): Promise<Float32Array> {
  if (state.view === "concentration") return concentration;
  const from = state.view === "other" ? await source.of(layer.other_pixels as string) : base;
  return concentration.map((value, at) => value - from[at]);
}

/** Mean and highest of the values that exist. */
export function meanAndHighest(values: Float32Array): { mean: number; highest: number } {
  let sum = 0;
  let count = 0;
  let highest = -Infinity;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
    if (value > highest) highest = value;
  }
  return count === 0 ? { mean: NaN, highest: NaN } : { mean: sum / count, highest };
}
