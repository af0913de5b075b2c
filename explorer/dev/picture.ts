/**
 * Shows pictures of societies dumped from Python, to look at and to time; no part of the page.
 *
 * `globalThis.dumped` is set before: { people, offsets, friends, desire, frames, twin }, arrays in base64.
 */

import { layOut, type Layout } from "../src/picture/layout";
import { Picture } from "../src/picture/picture";
import type { Network, Playing } from "../src/contract";
import { PAINT, css, type Theme } from "../src/picture/colour";

interface Frame {
  round: number;
  voice: string;
  score: string;
  loss: string;
  shared: string;
  mark: string;
  enrolled: string;
  frozen: string;
  cut: string;
  newly: string;
}

interface Dump {
  people: number;
  offsets: string;
  friends: string;
  desire: string;
  frames: Frame[];
  twin: Frame[];
}

const bytes = (text: string) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const floats = (text: string) => new Float32Array(bytes(text).buffer);
const words = (text: string) => new Uint32Array(bytes(text).buffer);

/** A society that can be set to any of its dumped rounds. */
class Dumped {
  readonly playing: Playing;

  constructor(dump: Dump, network: Network) {
    const zeros = () => new Float32Array(dump.people);
    const none = () => new Uint8Array(dump.people);
    this.playing = {
      people: dump.people,
      round: 0,
      online: network,
      desire: floats(dump.desire),
      voice: zeros(),
      score: zeros().fill(1),
      loss: zeros(),
      shared: zeros(),
      mark: none(),
      enrolled: none(),
      sanctioned: none(),
      frozen: none(),
      cut: new Uint8Array(network.friends.length),
      newlyCut: [],
    };
  }

  set(frame: Frame): void {
    const { voice, score, loss, shared, mark, enrolled, frozen, cut } = this.playing;
    voice.set(floats(frame.voice));
    score.set(floats(frame.score));
    loss.set(floats(frame.loss));
    shared.set(floats(frame.shared));
    mark.set(bytes(frame.mark));
    enrolled.set(bytes(frame.enrolled));
    frozen.set(bytes(frame.frozen));
    cut.set(bytes(frame.cut));
    Object.assign(this.playing, { round: frame.round, newlyCut: [...words(frame.newly)] });
  }
}

/** Puts one society, or the two twins, on the page and hands them out for looking at and timing. */
function open(dump: Dump, theme: Theme, width: number, height: number, reducedMotion: boolean, twins: boolean) {
  document.body.replaceChildren();
  const background = css(PAINT[theme].ground);
  Object.assign(document.body.style, { margin: "16px", display: "flex", gap: "16px", background });
  const network = { people: dump.people, offsets: words(dump.offsets), friends: words(dump.friends) };
  const before = performance.now();
  const layout: Layout = layOut(network, width / height);
  const laidOut = performance.now() - before;
  const shown = (twins ? [dump.frames, dump.twin] : [dump.frames]).map((frames) => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    document.body.append(canvas);
    const society = new Dumped(dump, network);
    const picture = new Picture(canvas, { theme, reducedMotion });
    const start = performance.now();
    picture.show(society.playing, layout);
    picture.draw(0);
    return { frames, society, picture, opened: performance.now() - start };
  });
  return { shown, layout, laidOut };
}

Object.assign(globalThis, { openPictures: open });
