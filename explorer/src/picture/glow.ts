/** The light of those who speak: a soft warm haze over a society, coarse in itself and drawn smooth. */

import type { Theme } from "./colour";
import type { Stage } from "./stage";

/** CSS pixels to a cell of the haze. */
const CELL = 7;
/** Opacity of the haze where a whole island says all it thinks. */
const STRONGEST: Record<Theme, number> = { light: 0.3, dark: 0.46 };
/** How light falls together with what is under it. */
const BLEND: Record<Theme, GlobalCompositeOperation> = { light: "multiply", dark: "screen" };

/** A haze over one stage. */
export class Glow {
  readonly #stage: Stage;
  readonly #canvas: HTMLCanvasElement;
  readonly #image: ImageData;
  readonly #columns: number;
  readonly #rows: number;
  /** Red, green, blue and light of each cell. */
  #cells: Float32Array;
  #other: Float32Array;

  constructor(stage: Stage, canvas: HTMLCanvasElement) {
    this.#stage = stage;
    this.#columns = Math.ceil(stage.width / (CELL * stage.ratio)) + 2;
    this.#rows = Math.ceil(stage.height / (CELL * stage.ratio)) + 2;
    this.#canvas = canvas;
    [canvas.width, canvas.height] = [this.#columns, this.#rows];
    this.#image = new ImageData(this.#columns, this.#rows);
    this.#cells = new Float32Array(4 * this.#columns * this.#rows);
    this.#other = new Float32Array(this.#cells.length);
  }

  /** Gathers everybody's light: `shares` in [0, 1] says how much, `scale` of which colour. */
  gather(shares: Float32Array, scale: Uint8Array, theme: Theme): void {
    this.#cells.fill(0);
    this.#scatter(shares, scale);
    for (let pass = 0; pass < 2; pass++) this.#blur();
    const { data } = this.#image;
    const most = STRONGEST[theme] * 255;
    for (let at = 0; at < this.#cells.length; at += 4) {
      const light = this.#cells[at + 3];
      for (let c = 0; c < 3; c++) data[at + c] = light > 0 ? this.#cells[at + c] / light : 0;
      data[at + 3] = most * (1 - Math.exp(-3.2 * light));
    }
    this.#canvas.getContext("2d")!.putImageData(this.#image, 0, 0);
  }

  /** Lays the haze over what a canvas shows. */
  draw(context: CanvasRenderingContext2D, theme: Theme): void {
    const side = CELL * this.#stage.ratio;
    context.save();
    context.globalCompositeOperation = BLEND[theme];
    context.imageSmoothingEnabled = true;
    context.drawImage(this.#canvas, -side, -side, this.#columns * side, this.#rows * side);
    context.restore();
  }

  /** Each disc's light, in cells' areas, among the four cells around it. */
  #scatter(shares: Float32Array, scale: Uint8Array): void {
    const { x, y, r, ratio } = this.#stage;
    const side = CELL * ratio;
    for (let i = 0; i < x.length; i++) {
      // Only the outspoken shine: half-silent people hardly do.
      const light = (Math.PI * r[i] * r[i] * shares[i] ** 3) / (side * side);
      const tone = 3 * Math.round(255 * shares[i]);
      const [across, down] = [x[i] / side + 0.5, y[i] / side + 0.5];
      const [column, row] = [Math.floor(across), Math.floor(down)];
      for (let corner = 0; corner < 4; corner++) {
        const [right, below] = [corner & 1, corner >> 1];
        const share = Math.abs(1 - right - across + column) * Math.abs(1 - below - down + row) * light;
        const at = 4 * ((row + below) * this.#columns + column + right);
        for (let c = 0; c < 3; c++) this.#cells[at + c] += share * scale[tone + c];
        this.#cells[at + 3] += share;
      }
    }
  }

  #blur(): void {
    for (const step of [4, 4 * this.#columns]) {
      blurred(this.#cells, this.#other, step);
      [this.#cells, this.#other] = [this.#other, this.#cells];
    }
  }
}

/** Each value, and those one step before and after it, 1 : 2 : 1. */
function blurred(from: Float32Array, to: Float32Array, step: number): void {
  const last = from.length - step;
  for (let at = 0; at < from.length; at++) {
    const before = at >= step ? from[at - step] : 0;
    const after = at < last ? from[at + step] : 0;
    to[at] = (before + 2 * from[at] + after) / 4;
  }
}
