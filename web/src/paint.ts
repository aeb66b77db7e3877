/** Values as colours. */

import type { Classes, Frame } from "./model";

/** Where a threshold is crossed; blue, which no class has. */
export const OUTLINE = "#0057d9";

/** The class of a value; one on a limit belongs above it. */
export function classOf(classes: Classes, value: number): number {
  let at = 0;
  while (at < classes.limits.length && classes.limits[at] <= value) at++;
  return at;
}

function rgba(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  // little-endian: alpha, blue, green, red
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Paints `values` on `canvas`, one pixel a value; see-through where there is none. */
export function paint(
  canvas: HTMLCanvasElement,
  frame: Frame,
  values: Float32Array,
  classes: Classes,
): void {
  canvas.width = frame.columns;
  canvas.height = frame.rows;
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(frame.columns, frame.rows);
  const words = new Uint32Array(image.data.buffer);
  const colours = classes.colours.map(rgba);
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    words[at] = Number.isNaN(value) ? 0 : colours[classOf(classes, value)];
  }
  context.putImageData(image, 0, 0);
}

/** Draws the border of the pixels above `threshold` in `context`, whose unit is one pixel. */
export function outline(
  context: CanvasRenderingContext2D,
  frame: Frame,
  values: Float32Array,
  threshold: number,
): void {
  const { columns, rows } = frame;
  const above = (column: number, row: number) =>
    column >= 0 && row >= 0 && column < columns && row < rows &&
    values[row * columns + column] > threshold;
  context.beginPath();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!above(column, row)) continue;
      if (!above(column - 1, row)) line(context, column, row, 0, 1);
      if (!above(column + 1, row)) line(context, column + 1, row, 0, 1);
      if (!above(column, row - 1)) line(context, column, row, 1, 0);
      if (!above(column, row + 1)) line(context, column, row + 1, 1, 0);
    }
  }
  context.stroke();
}

function line(context: CanvasRenderingContext2D, x: number, y: number, dx: number, dy: number) {
  context.moveTo(x, y);
  context.lineTo(x + dx, y + dy);
}
