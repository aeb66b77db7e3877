/** What the reader has chosen. */

import type { Layer, Report } from "./model";

/** What the map shows of a layer. */
export type View = "concentration" | "sliders" | "other";

export class State {
  pollutant: string;
  statistic: string;
  group: string | null = null;
  view: View = "concentration";
  /** Factor on the emission of each source group; 1 where absent. */
  readonly factors = new Map<string, number>();
  /** Id of the threshold whose outline is drawn. */
  outline: string | null = null;
  receptorsShown = false;
  private readonly listeners: (() => void)[] = [];

  constructor(readonly report: Report) {
    const first = report.layers.find((layer) => layer.group === null) ?? report.layers[0];
    this.pollutant = first?.pollutant ?? "";
    this.statistic = first?.statistic ?? "";
  }

  /** Calls `listener` after every change. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Makes a change, keeps the choices possible, and tells the listeners. */
  change(what: (state: State) => void): void {
    what(this);
    this.settle();
    for (const listener of this.listeners) listener();
  }

  private settle(): void {
    if (!this.statistics().includes(this.statistic)) this.statistic = this.statistics()[0];
    if (this.group !== null && !this.groups().includes(this.group)) this.group = null;
    if (this.view === "other" && !this.layer()?.other_pixels) this.view = "concentration";
    if (this.view === "sliders" && this.groups().length === 0) this.view = "concentration";
    const known = this.layer()?.thresholds.some((it) => it.id === this.outline);
    if (!known) this.outline = null;
  }

  pollutants(): string[] {
    return [...new Set(this.report.layers.map((layer) => layer.pollutant))];
  }

  statistics(): string[] {
    const own = this.report.layers.filter((layer) => layer.pollutant === this.pollutant);
    return [...new Set(own.map((layer) => layer.statistic))];
  }

  /** The source groups that the chosen quantity is known for. */
  groups(): string[] {
    return this.contributions().map((layer) => layer.group as string);
  }

  contributions(): Layer[] {
    return this.report.layers.filter((layer) => this.fits(layer) && layer.group !== null);
  }

  total(): Layer | undefined {
    return this.report.layers.find((layer) => this.fits(layer) && layer.group === null);
  }

  layer(): Layer | undefined {
    return this.report.layers.find((layer) => this.fits(layer) && layer.group === this.group);
  }

  factor(group: string): number {
    return this.factors.get(group) ?? 1;
  }

  /** Whether any slider of the chosen quantity has been moved. */
  scaled(): boolean {
    return this.groups().some((group) => this.factor(group) !== 1);
  }

  private fits(layer: Layer): boolean {
    return layer.pollutant === this.pollutant && layer.statistic === this.statistic;
  }
}
