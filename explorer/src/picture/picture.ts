/** The picture of a society on a canvas: warm is voice, cold is silence. */

import type { Playing } from "../contract";
import { css, PAINT, scoreScale, voiceScale, STEPS, type Theme } from "./colour";
import { Glow } from "./glow";
import { Brush, Happenings, LASTS } from "./happenings";
import type { Layout } from "./layout";
import { pixel, stamp, type Pixels } from "./raster";
import { Shades, type ColourBy } from "./shades";
import { Stage } from "./stage";
import { Ties } from "./ties";

export interface PictureOptions {
  theme: Theme;
  /** What a disc's colour shows (default "voice"). */
  colourBy?: ColourBy;
  /** No motion: happenings stand still as marks and colours change at once (default false). */
  reducedMotion?: boolean;
}

/** More device pixels than these to a CSS pixel cannot be told apart and cost time. */
const FINEST = 2;

/**
 * Draws one society; `draw` is to be called in every animation frame and does work only where something changed.
 *
 * The fields may be set at any time and show from the next `draw` on.
 */
export class Picture {
  theme: Theme;
  colourBy: ColourBy;
  reducedMotion: boolean;
  /** The person pointed at here or in the twin society, with a ring around her and her ties in view. */
  marked: number | null = null;

  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #playing: Playing | null = null;
  #layout: Layout | null = null;
  #stage: Stage | null = null;
  #ties: Ties | null = null;
  #glow: Glow | null = null;
  #ground: Pixels | null = null;
  #shown: Pixels | null = null;
  #image: ImageData | null = null;
  #shades = new Shades(0);
  #rimmed = new Uint8Array(0);
  #happenings: Happenings | null = null;
  /** When the round's happenings began; null until the next frame says what time it is. */
  #happenedSince: number | null = -Infinity;
  /** What the canvas shows, besides people's colours. */
  #painted = "";
  #peopleStale = true;
  /** Theme and meaning of the scale below: as pixels, and as bytes for red, green and blue. */
  #theme: Theme | null = null;
  #colouredBy: ColourBy | null = null;
  #scale = new Uint32Array(STEPS + 1);
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(canvas: HTMLCanvasElement, options: PictureOptions) {
    this.#canvas = canvas;
    // Pixels are written by hand in every frame: a copy in the main memory is the quickest for that.
    this.#context = canvas.getContext("2d", { alpha: false, willReadFrequently: true })!;
    this.theme = options.theme;
    this.colourBy = options.colourBy ?? "voice";
    this.reducedMotion = options.reducedMotion ?? false;
  }

  /** Shows a society, laid out by `layOut` of the same network; colours ease if the same people were shown before. */
  show(playing: Playing, layout: Layout): void {
    const same = layout === this.#layout && playing.people === this.#shades.now.length;
    this.#playing = playing;
    this.#happenings = null;
    if (!same) {
      this.#layout = layout;
      this.#shades = new Shades(playing.people);
      this.#rimmed = new Uint8Array(playing.people);
      this.#stage = null;
      this.resize();
    } else if (this.#ties?.update(playing.cut)) this.#paintGround();
    this.#takeUp(same);
  }

  /** A round has been played: takes up its voices, scores and happenings. */
  played(): void {
    if (this.#playing === null) return;
    if (this.#ties?.update(this.#playing.cut)) this.#paintGround();
    this.#happenings = new Happenings(this.#playing);
    this.#happenedSince = null;
    this.#takeUp(true);
  }

  /** Fits the picture to its canvas' size on the page; to be called whenever that has changed. */
  resize(): void {
    const ratio = Math.min(FINEST, globalThis.devicePixelRatio || 1);
    const width = Math.round(this.#canvas.clientWidth * ratio);
    const height = Math.round(this.#canvas.clientHeight * ratio);
    if (this.#layout === null || this.#playing === null || width < 2 || height < 2) return;
    const { width: before, height: high, ratio: fine } = this.#stage ?? { width: 0, height: 0, ratio: 0 };
    if (width === before && height === high && ratio === fine) return;
    [this.#canvas.width, this.#canvas.height] = [width, height];
    this.#stage = new Stage(this.#layout, width, height, ratio);
    this.#ties = new Ties(this.#stage, this.#playing.online, this.#playing.cut);
    this.#glow = new Glow(this.#stage, document.createElement("canvas"));
    this.#image = new ImageData(width, height);
    this.#shown = { width, height, data: new Uint32Array(this.#image.data.buffer) };
    this.#ground = { width, height, data: new Uint32Array(width * height) };
    this.#painted = "";
  }

  /** Draws the picture as it is at a time in milliseconds; returns whether something still moves. */
  draw(now: number): boolean {
    if (this.#stage === null || this.#playing === null) return false;
    this.#happenedSince ??= now;
    this.#lookAround();
    if (this.#shades.move(now, this.reducedMotion)) this.#peopleStale = true;
    const happening = this.#happenings !== null && !this.reducedMotion && now - this.#happenedSince < LASTS;
    const look = `${this.theme} ${this.colourBy} ${this.reducedMotion} ${this.marked} ${happening}`;
    if (this.#peopleStale) this.#paintPeople();
    else if (look === this.#painted && !happening) return false;
    this.#painted = look;
    this.#compose(now - this.#happenedSince, happening);
    return !this.#shades.settled || happening;
  }

  /** The person at a point of the window, or null; finds the nearest disc within a few pixels. */
  personAt(clientX: number, clientY: number): number | null {
    if (this.#stage === null) return null;
    const { left, top } = this.#canvas.getBoundingClientRect();
    return this.#stage.personAt((clientX - left) * this.#stage.ratio, (clientY - top) * this.#stage.ratio);
  }

  /** Where a person's disc is, in CSS pixels from the canvas' upper left corner. */
  placeOf(person: number): { x: number; y: number } {
    const { x, y, ratio } = this.#stage ?? { x: [0], y: [0], ratio: 1 };
    return { x: (x[person] ?? 0) / ratio, y: (y[person] ?? 0) / ratio };
  }

  /** A copy of the picture as it stands, for keeping. */
  snapshot(): HTMLCanvasElement {
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [this.#canvas.width, this.#canvas.height];
    copy.getContext("2d")!.drawImage(this.#canvas, 0, 0);
    return copy;
  }

  /** Sets out for the colours and rims of the society's present round. */
  #takeUp(ease: boolean): void {
    this.#shades.takeUp(this.#playing!, this.colourBy, ease);
    this.#rimmed.set(this.#playing!.frozen);
    this.#peopleStale = true;
  }

  /** Takes up a new theme or a new meaning of colour. */
  #lookAround(): void {
    if (this.#painted !== "" && this.theme === this.#theme && this.colourBy === this.#colouredBy) return;
    if (this.#colouredBy !== null && this.colourBy !== this.#colouredBy) this.#takeUp(false);
    [this.#theme, this.#colouredBy] = [this.theme, this.colourBy];
    this.#bytes = this.colourBy === "voice" ? voiceScale(this.theme) : scoreScale(this.theme);
    const bytes = this.#bytes;
    this.#scale = this.#scale.map((_, k) => pixel(bytes[3 * k], bytes[3 * k + 1], bytes[3 * k + 2]));
    this.#paintGround();
  }

  #paintGround(): void {
    if (this.#ground !== null) this.#ties?.paint(this.#ground, this.theme);
    this.#peopleStale = true;
  }

  #paintPeople(): void {
    const [pixels, stage, scale, shown] = [this.#shown!, this.#stage!, this.#scale, this.#shades.now];
    const { x, y, disc, rim } = stage;
    const frost = pixel(...PAINT[this.theme].frost);
    pixels.data.set(this.#ground!.data);
    for (let i = 0; i < shown.length; i++) {
      const [column, row] = [Math.floor(x[i]), Math.floor(y[i])];
      stamp(pixels, disc[i], column, row, scale[Math.round(STEPS * shown[i])]);
      if (this.#rimmed[i] === 1) stamp(pixels, rim[i], column, row, frost);
    }
    if (this.colourBy === "voice") this.#glow!.gather(shown, this.#bytes, this.theme);
    this.#peopleStale = false;
  }

  #compose(elapsed: number, happening: boolean): void {
    const [context, stage] = [this.#context, this.#stage!];
    context.putImageData(this.#image!, 0, 0);
    if (this.colourBy === "voice") this.#glow!.draw(context, this.theme);
    if (happening) this.#happenings!.draw(context, stage, this.theme, elapsed);
    else if (this.reducedMotion) this.#happenings?.drawStill(context, stage, this.theme);
    if (this.marked !== null && this.marked < this.#playing!.people) this.#mark(this.marked);
  }

  /** Her ties, a fine ring around each friend and a clear one around her. */
  #mark(person: number): void {
    const { online, cut } = this.#playing!;
    const { ground, ink } = PAINT[this.theme];
    const ties: [number, number][] = [];
    for (let k = online.offsets[person]; k < online.offsets[person + 1]; k++) {
      if (cut[k] === 0) ties.push([person, online.friends[k]]);
    }
    const ratio = this.#stage!.ratio;
    const brush = new Brush(this.#context, this.#stage!);
    brush.colour = css(ground);
    brush.rings([person], 3 * ratio, 0.9, 5);
    brush.colour = css(ink);
    brush.ways(ties, 0, 1, ties.length > 60 ? 0.35 : 0.55, 0.9);
    brush.rings(ties.map(([, friend]) => friend), 1 * ratio, 0.7, 0.9);
    const [red, green, blue] = this.#bytes.subarray(3 * Math.round(STEPS * this.#shades.now[person]));
    brush.disc(person, css([red, green, blue]));
    brush.rings([person], 3 * ratio, 1, 1.8);
  }
}
