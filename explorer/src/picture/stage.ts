/** A layout on a canvas of a certain size: where everybody is in device pixels, and who is near a point. */

import type { Layout } from "./layout";
import { Masks, type Mask } from "./masks";
import { Grid } from "./settling";

/** Mean radius of discs in CSS pixels: no larger where people are few, no smaller where they are many. */
const LARGEST_MEAN = 5.2;
const SMALLEST_MEAN = 1.25;
/** How far from a disc's edge a pointer still finds it, in CSS pixels. */
const REACH = 9;

/** People placed on a canvas; all lengths are device pixels, `ratio` of them to a CSS pixel. */
export class Stage {
  readonly layout: Layout;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly r: Float32Array;
  readonly centreX: Float32Array;
  readonly centreY: Float32Array;
  readonly disc: Mask[] = [];
  readonly rim: Mask[] = [];
  readonly #grid: Grid;

  constructor(layout: Layout, width: number, height: number, ratio: number) {
    this.layout = layout;
    [this.width, this.height, this.ratio] = [width, height, ratio];
    const across = Math.min(width, height * layout.aspect);
    const down = across / layout.aspect;
    const [left, top] = [(width - across) / 2, (height - down) / 2];
    this.x = layout.x.map((each) => left + each * across);
    this.y = layout.y.map((each) => top + each * down);
    this.centreX = layout.centreX.map((each) => left + each * across);
    this.centreY = layout.centreY.map((each) => top + each * down);
    const mean = (layout.radius.reduce((sum, each) => sum + each, 0) / layout.radius.length) * across;
    const shown = Math.min(LARGEST_MEAN * ratio, Math.max(SMALLEST_MEAN * ratio, mean)) / mean;
    this.r = layout.radius.map((each) => each * across * shown);
    this.#grid = new Grid(width, height, Math.max(8, Math.sqrt((width * height) / this.x.length)), this.x.length);
    this.#grid.fill(this.x, this.y);
    this.#cutMasks();
  }

  /** The person whose disc is nearest to a point on the canvas; null if the point is beyond reach of any. */
  personAt(x: number, y: number): number | null {
    const { cell, columns, rows, start, who } = this.#grid;
    let nearest: number | null = null;
    let least = REACH * this.ratio;
    const reach = Math.ceil((least + this.#widest) / cell);
    const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
    const right = Math.min(columns - 1, column + reach);
    for (let line = Math.max(0, row - reach); line <= Math.min(rows - 1, row + reach); line++) {
      const from = start[line * columns + Math.max(0, Math.min(columns - 1, column - reach))];
      const to = right < 0 ? from : start[line * columns + right + 1];
      for (let k = from; k < to; k++) {
        const person = who[k];
        const distance = Math.hypot(this.x[person] - x, this.y[person] - y) - this.r[person];
        if (distance < least) [nearest, least] = [person, distance];
      }
    }
    return nearest;
  }

  get #widest(): number {
    return this.r.reduce((most, each) => Math.max(most, each), 0);
  }

  #cutMasks(): void {
    const masks = new Masks();
    // Wide enough to be seen on the smallest, and fine beside the largest.
    const breadth = (r: number) => Math.min(1.1, Math.max(0.6, r / this.ratio / 4)) * this.ratio;
    for (let i = 0; i < this.x.length; i++) {
      this.disc.push(masks.disc(this.r[i], this.x[i], this.y[i]));
      this.rim.push(masks.rim(this.r[i] + 0.2 * this.ratio, breadth(this.r[i]), this.x[i], this.y[i]));
    }
  }
}
