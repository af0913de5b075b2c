/** Where everybody is on the colour scale, and how she gets from one round's place to the next's. */

import type { Playing } from "../contract";

/** What a disc's colour shows. */
export type ColourBy = "voice" | "score";

/** How long colours take from one round's to the next's, in milliseconds. */
const EASING = 200;

/** Places on the colour scale, in [0, 1], for each person. */
export class Shades {
  /** Those of the moment. */
  readonly now: Float32Array;
  readonly #from: Float32Array;
  readonly #to: Float32Array;
  /** When they began to change; null until the next frame says what time it is. */
  #since: number | null = -Infinity;
  #settled = true;

  constructor(people: number) {
    this.now = new Float32Array(people).fill(1);
    this.#from = this.now.slice();
    this.#to = this.now.slice();
  }

  /** Sets out for the society's present round, or jumps there. */
  takeUp(playing: Playing, by: ColourBy, ease: boolean): void {
    this.#from.set(this.now);
    for (let i = 0; i < this.now.length; i++) this.#to[i] = shareShown(playing, i, by);
    this.#since = ease ? null : -Infinity;
    this.#settled = false;
  }

  /** Moves to where they are at a time in milliseconds; returns whether they moved. */
  move(time: number, atOnce: boolean): boolean {
    if (this.#settled) return false;
    this.#since ??= time;
    const at = atOnce ? 1 : Math.min(1, Math.max(0, (time - this.#since) / EASING));
    const smooth = at * at * (3 - 2 * at);
    const { now } = this;
    for (let i = 0; i < now.length; i++) now[i] = this.#from[i] + (this.#to[i] - this.#from[i]) * smooth;
    this.#settled = at === 1;
    return true;
  }

  /** Whether everybody is where she should be. */
  get settled(): boolean {
    return this.#settled;
  }
}

/** What share of the colour scale somebody is at: of what she would like to say, what she says; or her score. */
export function shareShown(playing: Playing, i: number, by: ColourBy): number {
  if (by === "score") return Math.min(1, Math.max(0, playing.score[i]));
  // Before the first round, and with nothing to say, nothing is held back.
  if (playing.round === 0 || playing.desire[i] <= 0) return 1;
  return Math.min(1, Math.max(0, playing.voice[i] / playing.desire[i]));
}
