/** Draws inside generators: for a subject, which is a person or a tie, and an index in place of the round. */

import { uniform } from "../../random.ts";
import { numbers } from "../network.ts";

/** What all draws of one layer share. */
export interface Stream {
  seed: number;
  replicate: number;
  /** `Channel.ONLINE` or `Channel.OFFLINE`. */
  channel: number;
}

/** One number in [0, 1); the subject may be any whole number below 2 ** 53. */
export function draw(stream: Stream, subject: number, index: number): number {
  return uniform(stream.seed, stream.replicate, index, subject, Math.floor(subject / 2 ** 32), stream.channel);
}

/** A whole number from 0 to limit - 1. */
export function drawBelow(limit: number, stream: Stream, subject: number, index: number): number {
  return Math.floor(draw(stream, subject, index) * limit);
}

/** Whether `wanted` is one of items[start] to items[stop - 1]. */
export function among(items: Uint32Array, start: number, stop: number, wanted: number): boolean {
  for (let place = start; place < stop; place++) if (items[place] === wanted) return true;
  return false;
}

/** Puts an array in random order in place, every order equally likely (Fisher & Yates 1938; Durstenfeld 1964). */
export function shuffle(items: Uint32Array, stream: Stream, index: number): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = drawBelow(last + 1, stream, last, index);
    const item = items[last];
    items[last] = items[other];
    items[other] = item;
  }
}

/** The numbers 0 to people - 1 in random order. */
export function randomOrder(people: number, stream: Stream, index: number): Uint32Array {
  const order = numbers(people);
  shuffle(order, stream, index);
  return order;
}
