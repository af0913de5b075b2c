/**
 * Ties, hair-thin and faint: how much ink lies on every pixel, added up tie by tie, so that cutting one takes its own
 * ink away again and nothing has to be drawn anew.
 */

import type { Network } from "../contract";
import { PAINT, type Colour, type Theme } from "./colour";
import { pixel, type Pixels } from "./raster";
import type { Stage } from "./stage";

/** How far a tie between communities is drawn toward their middles, so that ties with the same course run together. */
const BUNDLING = 0.55;
/** Opacity of ties where they lie thickest. */
const THICKEST: Record<Theme, number> = { light: 0.46, dark: 0.55 };
const TONES = 1024;
const FULL = 256;

/** Places along the tie from one person to another: writes x and y at share `t` of the way into `at`. */
export class Course {
  x = 0;
  y = 0;
  /** The four points of the Bezier curve. */
  readonly px = new Float64Array(4);
  readonly py = new Float64Array(4);
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Sets out from one person for another; returns the way's approximate length in device pixels. */
  set(from: number, to: number): number {
    const { x, y, centreX, centreY, layout } = this.#stage;
    const a = layout.community[from];
    const b = layout.community[to];
    const { px, py } = this;
    px[0] = x[from];
    py[0] = y[from];
    px[3] = x[to];
    py[3] = y[to];
    this.#bend(0, 1, a === b, centreX[a], centreY[a]);
    this.#bend(3, 2, a === b, centreX[b], centreY[b]);
    let around = 0;
    for (let k = 0; k < 3; k++) around += Math.sqrt((px[k + 1] - px[k]) ** 2 + (py[k + 1] - py[k]) ** 2);
    return (around + Math.sqrt((px[3] - px[0]) ** 2 + (py[3] - py[0]) ** 2)) / 2;
  }

  /** Sets the control point next to an end: toward the middle of her community, so far as that is no detour. */
  #bend(end: number, control: number, straight: boolean, middleX: number, middleY: number): void {
    const { px, py } = this;
    const dx = px[3 - end] - px[end];
    const dy = py[3 - end] - py[end];
    const mx = middleX - px[end];
    const my = middleY - py[end];
    const along = (dx * mx + dy * my) / (Math.sqrt((dx * dx + dy * dy) * (mx * mx + my * my)) || 1);
    const bend = straight ? 0 : BUNDLING * Math.max(0, along);
    const rest = (1 - bend / BUNDLING) / 3;
    px[control] = px[end] + bend * mx + rest * dx;
    py[control] = py[end] + bend * my + rest * dy;
  }

  /** Moves `x` and `y` to share t of the way. */
  to(t: number): void {
    const { px, py } = this;
    const s = 1 - t;
    const a = s * s * s;
    const b = 3 * s * s * t;
    const c = 3 * s * t * t;
    const d = t * t * t;
    this.x = a * px[0] + b * px[1] + c * px[2] + d * px[3];
    this.y = a * py[0] + b * py[1] + c * py[2] + d * py[3];
  }
}

/** The ink of all ties that stand, on the pixels of a stage. */
export class Ties {
  readonly #ink: Int32Array;
  readonly #clear: Uint8Array;
  readonly #drawn: Uint8Array;
  readonly #stage: Stage;
  readonly #network: Network;
  readonly #course: Course;
  /** Pixels from dot to dot along a tie: where ties are many they are a haze, and fewer dots make the same. */
  readonly #stride: number;
  /** Ink at which a pixel is well on the way to being thick; set by what is there at the start. */
  #plenty = FULL;

  constructor(stage: Stage, network: Network, cut: Uint8Array) {
    this.#stage = stage;
    this.#network = network;
    this.#course = new Course(stage);
    this.#ink = new Int32Array(stage.width * stage.height);
    this.#clear = clearance(stage);
    this.#drawn = new Uint8Array(network.friends.length);
    this.#stride = 1 + Math.min(1.5, network.friends.length / 50_000);
    this.update(cut);
    let whole = 0;
    for (const ink of this.#ink) whole += ink;
    this.#plenty = Math.max(1.1 * FULL, (3.2 * whole) / this.#ink.length);
  }

  /** Draws ties that stand and takes away those that were cut; returns whether any tie changed. */
  update(cut: Uint8Array): boolean {
    const { people, offsets, friends } = this.#network;
    let changed = false;
    for (let i = 0; i < people; i++) {
      for (let k = offsets[i]; k < offsets[i + 1]; k++) {
        const stands = cut[k] === 0 ? 1 : 0;
        if (friends[k] < i || this.#drawn[k] === stands) continue;
        this.#drawn[k] = stands;
        this.#lay(i, friends[k], stands === 1 ? 1 : -1);
        changed = true;
      }
    }
    return changed;
  }

  /** Paints ground and ties onto all of a picture. */
  paint(onto: Pixels, theme: Theme): void {
    const { ground, tie } = PAINT[theme];
    const tones = new Uint32Array(TONES);
    for (let k = 0; k < TONES; k++) {
      const opacity = THICKEST[theme] * (1 - Math.exp((-4 * k) / TONES));
      tones[k] = pixel(...(ground.map((each, c) => each + (tie[c] - each) * opacity) as Colour));
    }
    const scale = TONES / 4 / this.#plenty / 255;
    for (let at = 0; at < this.#ink.length; at++) {
      onto.data[at] = tones[Math.min(TONES - 1, this.#ink[at] * this.#clear[at] * scale) | 0];
    }
  }

  /** Adds a tie's ink, or takes it away (`sign` -1): a soft dot for each pixel of its course. */
  #lay(from: number, to: number, sign: number): void {
    const { width, height } = this.#stage;
    const course = this.#course;
    const ink = this.#ink;
    const length = course.set(from, to);
    const steps = Math.max(1, Math.ceil(length / this.#stride));
    // Long ties are many and cross everything: each gets less ink, though the longer still gets more in all.
    const weight = sign * FULL * (length / steps) * Math.min(1, Math.sqrt((0.1 * width) / length));
    for (let step = 0; step <= steps; step++) {
      course.to(step / steps);
      const column = Math.floor(course.x - 0.5);
      const row = Math.floor(course.y - 0.5);
      if (column < 0 || row < 0 || column >= width - 1 || row >= height - 1) continue;
      const right = course.x - 0.5 - column;
      const down = course.y - 0.5 - row;
      const at = row * width + column;
      ink[at] += (weight * (1 - right) * (1 - down)) | 0;
      ink[at + 1] += (weight * right * (1 - down)) | 0;
      ink[at + width] += (weight * (1 - right) * down) | 0;
      ink[at + width + 1] += (weight * right * down) | 0;
    }
  }
}

/** How much of the ties is to be seen at each pixel, 0 to 255: little close around a disc, so that it stands free. */
function clearance({ width, height, x, y, r, ratio }: Stage): Uint8Array {
  const clear = new Uint8Array(width * height).fill(255);
  for (let i = 0; i < x.length; i++) {
    const free = r[i] + Math.min(1.6 * ratio, 0.6 * r[i]);
    const bottom = Math.min(height - 1, Math.ceil(y[i] + free));
    const right = Math.min(width - 1, Math.ceil(x[i] + free));
    for (let row = Math.max(0, Math.floor(y[i] - free)); row <= bottom; row++) {
      for (let column = Math.max(0, Math.floor(x[i] - free)); column <= right; column++) {
        const edge = Math.sqrt((column + 0.5 - x[i]) ** 2 + (row + 0.5 - y[i]) ** 2) - r[i];
        const seen = 64 + (191 * Math.min(1, Math.max(0, edge))) / Math.max(1, free - r[i]);
        const at = row * width + column;
        if (edge < free - r[i]) clear[at] = Math.min(clear[at], seen);
      }
    }
  }
  return clear;
}
