/**
 * Who belongs together: communities of a network, found by moving people to where their friends are.
 *
 * Greedy modularity in levels, in a fixed order, so the same network always gives the same communities.
 * Source: Blondel, Guillaume, Lambiotte & Lefebvre (2008), J. Stat. Mech. P10008.
 */

import type { Network } from "../contract";
import { scattered } from "./settling";

/** A partition of people: `of[i]` is person i's community, numbered from the largest (0) down. */
export interface Communities {
  of: Uint16Array;
  count: number;
  size: Uint32Array;
}

/** More than these would be confetti: the smallest are joined to those they are tied to most. */
const MOST = 96;

interface Weighted {
  nodes: number;
  offsets: Uint32Array;
  targets: Uint32Array;
  weights: Float64Array;
  /** Sum of a node's weights, ties within it counted from both ends. */
  strength: Float64Array;
}

/** The communities of a network; people without any friend make one crowd of their own. */
export function findCommunities(network: Network): Communities {
  const people = network.people;
  const alone = 0xffffffff;
  let labels: Uint32Array = Uint32Array.from({ length: people }, (_, i) => i);
  let graph = unweighted(network);
  for (let level = 0; level < 20; level++) {
    const moved = settle(graph);
    const count = renumber(moved);
    for (let i = 0; i < people; i++) labels[i] = moved[labels[i]];
    if (count === graph.nodes) break;
    graph = coarser(graph, moved, count);
  }
  for (let i = 0; i < people; i++) if (network.offsets[i] === network.offsets[i + 1]) labels[i] = alone;
  labels = joined(labels, graph, alone, Math.max(3, people / 300));
  return bySize(labels);
}

function unweighted(network: Network): Weighted {
  const strength = new Float64Array(network.people);
  for (let i = 0; i < network.people; i++) strength[i] = network.offsets[i + 1] - network.offsets[i];
  const weights = new Float64Array(network.friends.length).fill(1);
  return { nodes: network.people, offsets: network.offsets, targets: network.friends, weights, strength };
}

/** Moves every node to the neighbouring community that raises modularity most, until hardly anybody moves. */
function settle(graph: Weighted): Uint32Array {
  const { nodes, offsets, targets, weights, strength } = graph;
  const label = Uint32Array.from({ length: nodes }, (_, i) => i);
  const inside = strength.slice();
  const tied = new Float64Array(nodes);
  const near = new Uint32Array(nodes);
  const whole = strength.reduce((sum, each) => sum + each, 0) || 1;
  // In an order without a pattern: along a ring, one community would swallow its neighbours one by one.
  const turn = Float64Array.from(label, scattered);
  const order = label.slice().sort((a, b) => turn[a] - turn[b]);
  for (let pass = 0; pass < 12; pass++) {
    let moves = 0;
    for (const i of order) {
      let found = 0;
      const own = label[i];
      for (let k = offsets[i]; k < offsets[i + 1]; k++) {
        if (targets[k] === i) continue;
        const there = label[targets[k]];
        if (tied[there] === 0) near[found++] = there;
        tied[there] += weights[k];
      }
      inside[own] -= strength[i];
      let best = own;
      let most = tied[own] - (inside[own] * strength[i]) / whole + 1e-9;
      for (let k = 0; k < found; k++) {
        const gain = tied[near[k]] - (inside[near[k]] * strength[i]) / whole;
        if (gain > most) [best, most] = [near[k], gain];
      }
      for (let k = 0; k < found; k++) tied[near[k]] = 0;
      inside[best] += strength[i];
      label[i] = best;
      if (best !== own) moves++;
    }
    if (moves <= nodes / 500) break;
  }
  return label;
}

/** Numbers labels from 0 in the order in which they first appear; returns how many there are. */
function renumber(labels: Uint32Array): number {
  const names = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) {
    let name = names.get(labels[i]);
    if (name === undefined) names.set(labels[i], (name = names.size));
    labels[i] = name;
  }
  return names.size;
}

/** The network between communities: one node for each, weights added up. */
function coarser(graph: Weighted, label: Uint32Array, count: number): Weighted {
  const members: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < graph.nodes; i++) members[label[i]].push(i);
  const offsets = new Uint32Array(count + 1);
  const targets: number[] = [];
  const weights: number[] = [];
  const strength = new Float64Array(count);
  const tied = new Float64Array(count);
  for (let c = 0; c < count; c++) {
    const near: number[] = [];
    for (const i of members[c]) {
      strength[c] += graph.strength[i];
      for (let k = graph.offsets[i]; k < graph.offsets[i + 1]; k++) {
        const there = label[graph.targets[k]];
        if (tied[there] === 0) near.push(there);
        tied[there] += graph.weights[k];
      }
    }
    for (const there of near) {
      targets.push(there);
      weights.push(tied[there]);
      tied[there] = 0;
    }
    offsets[c + 1] = targets.length;
  }
  const typed = { targets: Uint32Array.from(targets), weights: Float64Array.from(weights) };
  return { nodes: count, offsets, ...typed, strength };
}

/** Joins communities below `least` people, and the smallest of too many, to those they are tied to most. */
function joined(labels: Uint32Array, graph: Weighted, alone: number, least: number): Uint32Array {
  const size = new Float64Array(graph.nodes);
  for (const label of labels) if (label !== alone) size[label]++;
  const into = Uint32Array.from({ length: graph.nodes }, (_, i) => i);
  const home = (c: number): number => (c === alone || into[c] === c ? c : home(into[c]));
  const rising = [...into].filter((c) => size[c] > 0).sort((a, b) => size[a] - size[b] || a - b);
  let left = rising.length;
  for (const c of rising) {
    const people = size[c];
    if (people >= least && left <= MOST) break;
    const next = mostTied(graph, c, into, home);
    if (next === null && people >= least) continue;
    into[c] = next ?? alone;
    if (next !== null) size[next] += people;
    left--;
  }
  return labels.map(home);
}

function mostTied(graph: Weighted, c: number, into: Uint32Array, home: (c: number) => number): number | null {
  const tied = new Map<number, number>();
  for (let member = 0; member < graph.nodes; member++) {
    if (member !== c && home(into[member]) !== c) continue;
    for (let k = graph.offsets[member]; k < graph.offsets[member + 1]; k++) {
      const there = home(graph.targets[k]);
      if (there !== c) tied.set(there, (tied.get(there) ?? 0) + graph.weights[k]);
    }
  }
  let best: number | null = null;
  for (const [there, weight] of tied) if (best === null || weight > tied.get(best)!) best = there;
  return best;
}

function bySize(labels: Uint32Array): Communities {
  const count = renumber(labels);
  const sizes = new Uint32Array(count);
  for (const label of labels) sizes[label]++;
  const order = Array.from({ length: count }, (_, c) => c).sort((a, b) => sizes[b] - sizes[a] || a - b);
  const name = new Uint16Array(count);
  order.forEach((c, place) => (name[c] = place));
  return { of: Uint16Array.from(labels, (label) => name[label]), count, size: sizes.map((_, i) => sizes[order[i]]) };
}
