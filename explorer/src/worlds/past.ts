import { Mark, type Network, type Playing } from "../contract.ts";

/** Bits of a kept state. */
const ENROLLED = 1;
const SANCTIONED = 2;
const FROZEN = 4;
const SHARED = 8;

/** Bytes that one society's past may take; beyond, only every second, third … round is kept. */
const ROOM = 96e6;
const BYTES_PER_PERSON = 5;
const SCORE_STEPS = 1000;
const NEVER = 2 ** 32 - 1;

interface Kept {
  /** Voice as a share of desire, in 255ths. */
  voice: Uint8Array;
  score: Int16Array;
  mark: Uint8Array;
  state: Uint8Array;
}

/** What a picture needs of rounds left behind, a few bytes for each person and round. */
export class Past {
  readonly #live: Playing;
  readonly #kept: Kept[] = [];
  readonly #stride: number;
  readonly #cutIn: Uint32Array;
  readonly #moment: Moment;

  constructor(live: Playing, rounds: number) {
    this.#live = live;
    this.#stride = Math.max(1, Math.ceil((rounds * live.people * BYTES_PER_PERSON) / ROOM));
    this.#cutIn = new Uint32Array(live.online.friends.length).fill(NEVER);
    this.#moment = new Moment(live);
    this.keep();
  }

  /** Keeps the live society as it is now. */
  keep(): void {
    for (const entry of this.#live.newlyCut) this.#cutIn[entry] = this.#live.round;
    if (this.#live.round % this.#stride === 0) this.#kept.push(packed(this.#live));
  }

  /** The society after so many rounds, or the nearest kept before; the object is used again by the next call. */
  at(round: number): Playing {
    const index = Math.min(Math.floor(round / this.#stride), this.#kept.length - 1);
    this.#moment.become(this.#kept[index], index * this.#stride, this.#cutIn);
    return this.#moment;
  }
}

function packed(live: Playing): Kept {
  const people = live.people;
  const kept = {
    voice: new Uint8Array(people),
    score: new Int16Array(people),
    mark: live.mark.slice(),
    state: new Uint8Array(people),
  };
  for (let i = 0; i < people; i++) {
    const desire = live.desire[i];
    kept.voice[i] = desire > 0 ? Math.round((255 * live.voice[i]) / desire) : 255;
    kept.score[i] = Math.round(Math.max(-32, Math.min(32, live.score[i])) * SCORE_STEPS);
    kept.state[i] =
      (live.enrolled[i] ? ENROLLED : 0) |
      (live.sanctioned[i] ? SANCTIONED : 0) |
      (live.frozen[i] ? FROZEN : 0) |
      (live.shared[i] > 0 ? SHARED : 0);
  }
  return kept;
}

/** A society as it was in some round, to picture precision. */
class Moment implements Playing {
  readonly people: number;
  readonly online: Network;
  readonly desire: Playing["desire"];
  readonly voice: Float32Array;
  readonly score: Float32Array;
  /** Only whether anything was lost: 1 or 0. */
  readonly loss: Float32Array;
  readonly shared: Float32Array;
  readonly mark: Uint8Array;
  readonly enrolled: Uint8Array;
  readonly sanctioned: Uint8Array;
  readonly frozen: Uint8Array;
  readonly cut: Uint8Array;
  newlyCut: number[] = [];
  round = 0;

  constructor({ people, online, desire }: Playing) {
    this.people = people;
    this.online = online;
    this.desire = desire;
    [this.voice, this.score, this.loss, this.shared] = [0, 0, 0, 0].map(() => new Float32Array(people));
    [this.mark, this.enrolled, this.sanctioned, this.frozen] = [0, 0, 0, 0].map(() => new Uint8Array(people));
    this.cut = new Uint8Array(online.friends.length);
  }

  become(kept: Kept, round: number, cutIn: Uint32Array): void {
    this.round = round;
    this.mark.set(kept.mark);
    for (let i = 0; i < this.people; i++) {
      const state = kept.state[i];
      this.voice[i] = (this.desire[i] * kept.voice[i]) / 255;
      this.score[i] = kept.score[i] / SCORE_STEPS;
      this.loss[i] = kept.mark[i] & (Mark.PUNISHED | Mark.MISREAD | Mark.DENOUNCED) ? 1 : 0;
      this.shared[i] = state & SHARED ? 1 : 0;
      this.enrolled[i] = state & ENROLLED ? 1 : 0;
      this.sanctioned[i] = state & SANCTIONED ? 1 : 0;
      this.frozen[i] = state & FROZEN ? 1 : 0;
    }
    this.#cutTies(cutIn);
  }

  #cutTies(cutIn: Uint32Array): void {
    this.newlyCut = [];
    for (let entry = 0; entry < cutIn.length; entry++) {
      this.cut[entry] = cutIn[entry] <= this.round ? 1 : 0;
      if (cutIn[entry] === this.round) this.newlyCut.push(entry);
    }
  }
}
