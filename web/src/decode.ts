/**
 * Pixels out of the page.
 *
 * Values are 16-bit codes, 0 for none and 32768 for nothing; the others lie on a logarithmic axis
 * on either side: |value| = FLOOR 2^((|code - 32768| - 1) / STEPS). Each code is stored as its
 * difference from left + above - above left, zigzag, in two planes (low bytes, high bytes), deflated
 * and in base64. `pluim_io::page` writes what this reads.
 */

const FLOOR = 1e-7;
const STEPS = 750;
const NOTHING = 32768;

/** Value of every code. */
const VALUES: Float32Array = (() => {
  const values = new Float32Array(65536);
  values[0] = NaN;
  for (let at = 1; at < NOTHING; at++) {
    const size = FLOOR * 2 ** ((at - 1) / STEPS);
    values[NOTHING + at] = size;
    values[NOTHING - at] = -size;
  }
  return values;
})();

/** Bytes of the element `id`, inflated. */
export async function inflate(id: string): Promise<Uint8Array> {
  const text = document.getElementById(id)?.textContent?.trim() ?? "";
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Values of the element `id`, row by row from the north; NaN where there is none. */
export async function pixels(id: string, columns: number, rows: number): Promise<Float32Array> {
  return unfold(await inflate(id), columns, rows);
}

/** Values from the two planes of differences. */
export function unfold(bytes: Uint8Array, columns: number, rows: number): Float32Array {
  const count = columns * rows;
  if (bytes.length !== 2 * count) {
    throw new Error(`pixels: ${bytes.length} bytes, ${2 * count} expected`);
  }
  const codes = new Uint16Array(count);
  const values = new Float32Array(count);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const left = column > 0 ? codes[at - 1] : 0;
      const above = row > 0 ? codes[at - columns] : 0;
      const corner = column > 0 && row > 0 ? codes[at - columns - 1] : 0;
      const zigzag = bytes[at] | (bytes[count + at] << 8);
      const difference = (zigzag >>> 1) ^ -(zigzag & 1);
      const code = (left + above - corner + difference) & 0xffff;
      codes[at] = code;
      values[at] = VALUES[code];
    }
  }
  return values;
}
