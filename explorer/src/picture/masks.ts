/** Antialiased discs and rims as small squares of coverage, made once for each radius and place within a pixel. */

/** Coverage of the pixels of a square, 0 to 255, row by row; its upper left pixel lies `reach` from the centre's. */
export interface Mask {
  side: number;
  reach: number;
  cover: Uint8Array;
}

/** Places within a pixel at which masks are made, along each axis. */
export const PHASES = 4;
/** Steps of a pixel in which radii are rounded. */
const FINENESS = 8;
const STRIPS = 16;

/** The coverage of a rim between two radii (a disc, if the inner one is 0) centred at a place within a pixel. */
export function coverage(inner: number, outer: number, atX: number, atY: number): Mask {
  const reach = Math.ceil(outer + 0.5);
  const side = 2 * reach + 1;
  const cover = new Uint8Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [fromX, fromY] = [column - reach - atX, row - reach - atY];
      const covered = within(outer, fromX, fromY) - within(inner, fromX, fromY);
      cover[row * side + column] = Math.round(255 * covered);
    }
  }
  return { side, reach, cover };
}

/** The share of a pixel that lies in a disc around (0, 0), summed over thin strips of it, each measured exactly. */
function within(radius: number, left: number, top: number): number {
  let covered = 0;
  for (let strip = 0; strip < STRIPS; strip++) {
    const y = top + (strip + 0.5) / STRIPS;
    const half = Math.sqrt(Math.max(0, radius * radius - y * y));
    covered += Math.max(0, Math.min(half, left + 1) - Math.max(-half, left));
  }
  return covered / STRIPS;
}

/** Masks for discs and rims by radius and by place within the pixel, each made when it is first needed. */
export class Masks {
  readonly #made = new Map<number, Mask>();

  /** A disc of this radius whose centre lies at x, y; only their fractions matter. */
  disc(radius: number, x: number, y: number): Mask {
    return this.#mask(0, Math.max(1, Math.round(radius * FINENESS)), x, y);
  }

  /** A rim of this width around a disc of this radius. */
  rim(radius: number, width: number, x: number, y: number): Mask {
    const inner = Math.round(radius * FINENESS);
    return this.#mask(inner, inner + Math.max(1, Math.round(width * FINENESS)), x, y);
  }

  #mask(inner: number, outer: number, x: number, y: number): Mask {
    const column = Math.floor((x - Math.floor(x)) * PHASES);
    const row = Math.floor((y - Math.floor(y)) * PHASES);
    const key = ((inner * 4096 + outer) * PHASES + column) * PHASES + row;
    let mask = this.#made.get(key);
    if (mask === undefined) {
      const [atX, atY] = [(column + 0.5) / PHASES, (row + 0.5) / PHASES];
      this.#made.set(key, (mask = coverage(inner / FINENESS, outer / FINENESS, atX, atY)));
    }
    return mask;
  }
}
