/** Pixels by hand: with ten thousand people this is many times faster than asking a canvas for every disc. */

import type { Mask } from "./masks";

/** A picture's pixels, each a 32-bit number whose bytes are red, green, blue and opacity, as in an ImageData. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint32Array;
}

/** An opaque pixel of this colour. */
export function pixel(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/**
 * Covers opaque pixels with a colour as far as a mask covers them, the mask's centre in pixel (column, row).
 *
 * What lies outside the picture is left out.
 */
export function stamp(pixels: Pixels, mask: Mask, column: number, row: number, colour: number): void {
  const { data, width, height } = pixels;
  const { side, reach, cover } = mask;
  const left = column - reach;
  const top = row - reach;
  const from = Math.max(0, -left);
  const to = Math.min(side, width - left);
  const last = Math.min(side, height - top);
  // Red and blue are blended in one multiplication, eight bits apart; weights run to 256.
  const redBlue = colour & 0xff00ff;
  const green = colour & 0x00ff00;
  for (let line = Math.max(0, -top); line < last; line++) {
    let at = (top + line) * width + left + from;
    for (let k = line * side + from; k < line * side + to; k++, at++) {
      const covered = cover[k];
      if (covered === 0) continue;
      if (covered === 255) {
        data[at] = colour;
        continue;
      }
      const weight = covered + (covered >> 7);
      const below = data[at];
      const rest = 256 - weight;
      const mixedRedBlue = ((Math.imul(redBlue, weight) + Math.imul(below & 0xff00ff, rest)) >>> 8) & 0xff00ff;
      const mixedGreen = ((Math.imul(green, weight) + Math.imul(below & 0x00ff00, rest)) >>> 8) & 0x00ff00;
      data[at] = 0xff000000 | mixedRedBlue | mixedGreen;
    }
  }
}
