/** What a round brought, shown for a moment: who was seen, whose friends pay for her, which ties end. */

import { Mark, type Playing } from "../contract";
import { css, PAINT, type Theme } from "./colour";
import { Course } from "./ties";
import type { Stage } from "./stage";

/** How long everything is over, in milliseconds. */
export const LASTS = 620;
/** How many of each kind are shown of one round; the rest is in the charts. */
const MOST = { rings: 36, culprits: 9, pulses: 110, cuts: 40 };
/** Of one person's friends, how many are shown to pay for her. */
const MOST_FRIENDS = 48;
/** The share of the time that a pulse is under way, and its length as a share of its tie. */
const UNDER_WAY = 0.66;
const TAIL = 0.34;

type Tie = readonly [from: number, to: number];

/** The happenings of one round. */
export class Happenings {
  readonly seen: readonly number[];
  readonly pulses: readonly Tie[];
  /** Those at the far ends of the pulses. */
  readonly paying: readonly number[];
  readonly cuts: readonly Tie[];

  constructor(playing: Playing) {
    this.seen = seenOf(playing);
    this.pulses = pulsesOf(playing);
    this.paying = [...new Set(this.pulses.map(([, to]) => to))];
    this.cuts = cutsOf(playing);
  }

  /** Whether there is nothing to show. */
  get none(): boolean {
    return this.seen.length + this.pulses.length + this.cuts.length === 0;
  }

  /** Draws them `elapsed` milliseconds after the round was played. */
  draw(context: CanvasRenderingContext2D, stage: Stage, theme: Theme, elapsed: number): void {
    const at = Math.min(1, Math.max(0, elapsed / LASTS));
    const fading = 1 - at ** 2;
    const brush = new Brush(context, stage);
    brush.colour = css(PAINT[theme].ink);
    brush.rings(this.seen, (1.5 + 3.5 * (1 - (1 - at) ** 3)) * stage.ratio, 0.65 * fading);
    brush.ways(this.cuts, 0, 1, 0.5 * (1 - at), 1);
    brush.colour = css(PAINT[theme].chill);
    const under = Math.min(1, at / UNDER_WAY);
    const head = 1 - (1 - under) ** 1.5;
    const strength = at < UNDER_WAY ? 1 : (1 - at) / (1 - UNDER_WAY);
    // A comet: the way it has come, its tail and its head.
    brush.ways(this.pulses, 0, head, 0.16 * strength, 0.8);
    brush.ways(this.pulses, Math.max(0, head - TAIL), head, 0.34 * strength, 1.1);
    brush.ways(this.pulses, Math.max(0, head - TAIL / 3), head, 0.85 * strength, 1.5);
    if (under === 1) brush.rings(this.paying, (0.8 + 2 * (1 - strength)) * stage.ratio, 0.8 * strength, 1.2);
  }

  /** Draws them as marks that stand still, for those who want no motion. */
  drawStill(context: CanvasRenderingContext2D, stage: Stage, theme: Theme): void {
    const brush = new Brush(context, stage);
    brush.colour = css(PAINT[theme].ink);
    brush.rings(this.seen, 2 * stage.ratio, 0.5);
    context.setLineDash([2 * stage.ratio, 3 * stage.ratio]);
    brush.ways(this.cuts, 0, 1, 0.45, 1);
    context.setLineDash([]);
    brush.colour = css(PAINT[theme].chill);
    brush.ways(this.pulses, 0, 1, 0.3, 0.8);
    brush.ways(this.pulses, 0.75, 1, 0.5, 1.3);
    brush.rings(this.paying, 1 * stage.ratio, 0.7, 1.1);
  }
}

/** Strokes on a stage; each call is one path, so that hundreds of them cost little. */
export class Brush {
  readonly #context: CanvasRenderingContext2D;
  readonly #stage: Stage;
  readonly #course: Course;

  constructor(context: CanvasRenderingContext2D, stage: Stage) {
    this.#context = context;
    this.#stage = stage;
    this.#course = new Course(stage);
    context.lineCap = "round";
  }

  /** The colour of the strokes that follow, in CSS. */
  set colour(colour: string) {
    this.#context.strokeStyle = colour;
  }

  /** Circles around people, `off` device pixels from their discs' edges, `width` CSS pixels broad. */
  rings(people: readonly number[], off: number, opacity: number, width = 1): void {
    const { x, y, r } = this.#stage;
    this.#context.beginPath();
    for (const i of people) {
      this.#context.moveTo(x[i] + r[i] + off, y[i]);
      this.#context.arc(x[i], y[i], r[i] + off, 0, 2 * Math.PI);
    }
    this.#stroke(opacity, width);
  }

  /** Her disc once more, over ties that run to its middle. */
  disc(person: number, colour: string): void {
    const { x, y, r } = this.#stage;
    this.#context.fillStyle = colour;
    this.#context.beginPath();
    this.#context.arc(x[person], y[person], r[person], 0, 2 * Math.PI);
    this.#context.fill();
  }

  /** The stretch of each tie from share `start` to share `end` of its way. */
  ways(ties: readonly Tie[], start: number, end: number, opacity: number, width: number): void {
    if (ties.length === 0 || opacity <= 0 || end <= start) return;
    this.#context.beginPath();
    for (const [from, to] of ties) {
      const length = (end - start) * this.#course.set(from, to);
      const steps = Math.min(16, Math.max(2, Math.ceil(length / (14 * this.#stage.ratio))));
      for (let step = 0; step <= steps; step++) {
        this.#course.to(start + ((end - start) * step) / steps);
        if (step === 0) this.#context.moveTo(this.#course.x, this.#course.y);
        else this.#context.lineTo(this.#course.x, this.#course.y);
      }
    }
    this.#stroke(opacity, width);
  }

  #stroke(opacity: number, width: number): void {
    this.#context.globalAlpha = opacity;
    this.#context.lineWidth = width * this.#stage.ratio;
    this.#context.stroke();
    this.#context.globalAlpha = 1;
  }
}

/** At most `most` of a list, evenly from all over it. */
function some<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, k) => list[Math.floor((k * list.length) / most)]);
}

const PENALISED = Mark.PUNISHED | Mark.MISREAD | Mark.DENOUNCED;

function seenOf({ people, mark }: Playing): readonly number[] {
  const penalised: number[] = [];
  const others: number[] = [];
  for (let i = 0; i < people; i++) {
    if ((mark[i] & PENALISED) !== 0) penalised.push(i);
    else if ((mark[i] & Mark.SEEN) !== 0) others.push(i);
  }
  const first = some(penalised, MOST.rings);
  return [...first, ...some(others, Math.min(MOST.rings - first.length, MOST.rings / 2))];
}

/** From some of the punished to each friend who lost score with her, until there are enough. */
function pulsesOf({ people, mark, loss, shared, enrolled, cut, newlyCut, online }: Playing): readonly Tie[] {
  const culprits: number[] = [];
  for (let i = 0; i < people; i++) if (loss[i] > 0 && (mark[i] & PENALISED) !== 0) culprits.push(i);
  const ended = new Set(newlyCut);
  const pulses: Tie[] = [];
  for (const from of some(culprits, MOST.culprits)) {
    const paying: Tie[] = [];
    for (let k = online.offsets[from]; k < online.offsets[from + 1]; k++) {
      const to = online.friends[k];
      // A tie cut in this round was still there when score was lost.
      if ((cut[k] === 0 || ended.has(k)) && enrolled[to] === 1 && shared[to] > 0) paying.push([from, to]);
    }
    pulses.push(...some(paying, MOST_FRIENDS));
    if (pulses.length >= MOST.pulses) break;
  }
  return pulses.slice(0, MOST.pulses);
}

function cutsOf({ people, online, newlyCut }: Playing): readonly Tie[] {
  const ties: Tie[] = [];
  let person = 0;
  for (const entry of [...newlyCut].sort((a, b) => a - b)) {
    while (person < people - 1 && online.offsets[person + 1] <= entry) person++;
    if (person < online.friends[entry]) ties.push([person, online.friends[entry]]);
  }
  return some(ties, MOST.cuts);
}
