/** What the program puts into the page. */

export type Language = "nl" | "en";

/** A text in both languages. */
export interface Both {
  nl: string;
  en: string;
}

/** Classes of values: one colour more than there are limits. */
export interface Classes {
  limits: number[];
  colours: string[];
}

/** A limit that a layer can be put to. */
export interface Threshold {
  id: string;
  /** In the unit of the layer. */
  value: number;
  name: Both;
  /** Share of the cells that lie above it (0 to 1). */
  share_above: number;
}

/** Figures over all cells of a raster, not over the pixels of the map. */
export interface Summary {
  cells: number;
  mean: number;
  median: number;
  percentile_98: number;
  max: number;
  max_at: [number, number];
  /** Share of the cells in each class. */
  class_shares: number[];
}

/** One raster of the run. */
export interface Layer {
  name: string;
  pollutant: string;
  statistic: string;
  group: string | null;
  unit: string;
  /** Whether it holds what the scenario's sources do not emit. */
  background: boolean;
  classes: Classes;
  /** Of changes by the sliders. */
  differences: Classes;
  /** Of the difference with the other run. */
  other_differences: Classes | null;
  thresholds: Threshold[];
  summary: Summary | null;
  /** Ids of the script elements that hold the pixels, of this run and of the other. */
  pixels: string | null;
  other_pixels: string | null;
}

/** Where the pixels of the map lie. */
export interface Frame {
  epsg: number;
  west: number;
  north: number;
  /** Side of a pixel (m). */
  pixel: number;
  columns: number;
  rows: number;
  /** Side of a cell of the raster (m). */
  cell: number;
  /** Cells along a side of a pixel. */
  cells_per_pixel: number;
}

/** A file that was read or written. */
export interface FileRecord {
  path: string;
  role?: string;
  bytes: number;
  sha256: string;
}

/** `run.json`. */
export interface Record {
  title: string;
  run_id: string;
  program: { name: string; version: string; git_commit: string | null };
  command: string[];
  inputs: FileRecord[];
  settings: unknown;
  solver: {
    rung: string;
    tolerance: number;
    measured: null | {
      compared_with: string;
      sample: number;
      percentile_50: number;
      percentile_95: number;
      percentile_99: number;
      worst: number;
    };
  };
  hours: { ordinary: number; calm: number; variable: number; missing: number };
  warnings: { rule: string; message: string; count?: number }[];
  times: { started: string; finished: string; seconds: number; threads: number };
  outputs: FileRecord[];
}

/** The receptor table. */
export interface Receptors {
  ids: string[];
  x: number[];
  y: number[];
  /** A column for each quantity, by its name. */
  columns: { [name: string]: (number | null)[] };
}

/** What pollutants are called. */
export type Pollutants = { [name: string]: { name: Both; short: string } };

/** All but the pixels. */
export interface Report {
  language: Language;
  record: Record;
  other: Record | null;
  /** What the rules of warnings mean. */
  meanings: { [rule: string]: Both };
  pollutants: Pollutants;
  frame: Frame | null;
  layers: Layer[];
  receptors: Receptors;
}
