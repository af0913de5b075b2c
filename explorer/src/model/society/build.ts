/** The society: people with their traits, and the two layers of ties between them. */

import type { Network, NetworkTable, SocietyTable } from "../../contract.ts";
import { Channel } from "../random.ts";
import { generate } from "./generators/index.ts";
import { randomOrder, type Stream } from "./generators/sampling.ts";
import { renumbered } from "./network.ts";
import { drawPeople, type Traits } from "./traits.ts";

/** People and the ties between them; person i has the i-th entry of every trait and the i-th row of each layer. */
export interface Society {
  size: number;
  traits: Traits;
  online: Network;
  /** null without gatherings; the very same object as `online` where the two layers are one. */
  offline: Network | null;
  oneLayer: boolean;
}

/** The index of the draws that number people offline; no generator reaches it. */
const SHUFFLE = 2 ** 32 - 1;

/** Whether a society can be drawn here: no layer of it is read from a file. */
export function isDrawable({ online, offline }: SocietyTable): boolean {
  return ![online, offline].some((layer) => typeof layer === "object" && layer.generator === "file");
}

/**
 * Draws the people and both layers, the same as in Python to the last bit.
 *
 * A drawn offline layer is laid over the people in a random order of its own, so that somebody's place in one layer
 * says nothing about the other. Throws an Error with a sentence if a layer comes from a file, or if no such network of
 * that many people exists.
 */
export function buildSociety(table: SocietyTable, seed: number, replicate = 0): Society {
  const { population: size, traits, offline } = table;
  const stream = (channel: number): Stream => ({ seed, replicate, channel });
  const online = layer("online", table.online, size, stream(Channel.ONLINE));
  return {
    size,
    traits: drawPeople(traits, size, seed, replicate),
    online,
    offline: offline === "same" ? online : offline ? apart(offline, size, stream(Channel.OFFLINE)) : null,
    oneLayer: offline === "same",
  };
}

function apart(table: NetworkTable, people: number, stream: Stream): Network {
  return renumbered(layer("offline", table, people, stream), randomOrder(people, stream, SHUFFLE));
}

function layer(name: string, table: NetworkTable, people: number, stream: Stream): Network {
  if (table.generator === "file") {
    throw new Error(`society.${name} comes from a file of ties, and this page cannot read one.`);
  }
  try {
    return generate(table, people, stream);
  } catch (mistake) {
    throw new Error(`society.${name}: ${(mistake as Error).message}`);
  }
}
