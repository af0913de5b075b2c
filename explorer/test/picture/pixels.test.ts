import { describe, expect, test } from "vitest";
import { PAINT } from "../../src/picture/colour";
import { layOut } from "../../src/picture/layout";
import { coverage, Masks } from "../../src/picture/masks";
import { pixel, stamp, type Pixels } from "../../src/picture/raster";
import { Stage } from "../../src/picture/stage";
import { Course, Ties } from "../../src/picture/ties";
import { dice, holmeKim, networkOf } from "./networks";

const sum = (cover: Uint8Array) => cover.reduce((all, each) => all + each, 0) / 255;

describe("masks", () => {
  test("a disc's mask covers a disc's area", () => {
    for (const r of [0.8, 1, 1.25, 1.9, 2.5, 3.3, 5, 8.75, 16]) {
      for (const [x, y] of [[0.5, 0.5], [0.1, 0.9], [0.3, 0.6], [0, 0]]) {
        const area = Math.PI * r * r;
        expect(Math.abs(sum(coverage(0, r, x, y).cover) / area - 1)).toBeLessThan(0.02);
      }
    }
  });

  test("a rim's mask covers a ring's area and nothing in its middle", () => {
    for (const [inner, outer] of [[2, 3], [4.5, 5.25], [9, 10.5]]) {
      const { cover, side, reach } = coverage(inner, outer, 0.4, 0.7);
      const area = Math.PI * (outer * outer - inner * inner);
      expect(Math.abs(sum(cover) / area - 1)).toBeLessThan(0.03);
      expect(cover[reach * side + reach]).toBe(0);
    }
  });

  test("a mask's centre of mass lies where the disc's centre does", () => {
    const { cover, side, reach } = coverage(0, 3.2, 0.3, 0.8);
    const mean = (place: (k: number) => number) =>
      cover.reduce((all, each, k) => all + each * (place(k) - reach + 0.5), 0) / (255 * sum(cover));
    expect(mean((k) => k % side)).toBeCloseTo(0.3, 1);
    expect(mean((k) => Math.floor(k / side))).toBeCloseTo(0.8, 1);
  });

  test("masks are made once for a radius and a place within the pixel", () => {
    const masks = new Masks();
    expect(masks.disc(3, 10.3, 7.6)).toBe(masks.disc(3, 4.3, 2.6));
    expect(masks.disc(3, 10.3, 7.6)).not.toBe(masks.disc(3, 10.9, 7.6));
    expect(masks.rim(3, 1, 10.3, 7.6)).not.toBe(masks.disc(3, 10.3, 7.6));
  });
});

const blank = (width: number, height: number, colour: number): Pixels => ({
  width,
  height,
  data: new Uint32Array(width * height).fill(colour),
});
const channels = (at: number) => [at & 255, (at >> 8) & 255, (at >> 16) & 255, at >>> 24];

describe("stamping", () => {
  test("mixes each channel by coverage", () => {
    const random = dice(7);
    for (let turn = 0; turn < 300; turn++) {
      const byte = () => Math.floor(random() * 256);
      const [below, above] = [0, 1].map((): [number, number, number] => [byte(), byte(), byte()]);
      const covered = Math.floor(random() * 256);
      const pixels = blank(1, 1, pixel(...below));
      stamp(pixels, { side: 1, reach: 0, cover: Uint8Array.of(covered) }, 0, 0, pixel(...above));
      const mixed = channels(pixels.data[0]);
      for (let c = 0; c < 3; c++) {
        const exact = below[c] + ((above[c] - below[c]) * covered) / 255;
        expect(Math.abs(mixed[c] - exact)).toBeLessThanOrEqual(1.5);
      }
      expect(mixed[3]).toBe(255);
    }
  });

  test("touches nothing outside the mask, and leaves out what lies beyond the edge", () => {
    const [paper, paint] = [pixel(250, 250, 250), pixel(10, 20, 30)];
    const mask = coverage(0, 2, 0.5, 0.5);
    for (const [column, row] of [[0, 0], [9, 7], [4, 0], [0, 5], [-2, -2], [11, 9], [5, 4]]) {
      const pixels = blank(10, 8, paper);
      stamp(pixels, mask, column, row, paint);
      for (let at = 0; at < 80; at++) {
        const apart = Math.hypot((at % 10) - column, Math.floor(at / 10) - row);
        if (apart < 1.2) expect(pixels.data[at]).toBe(paint);
        if (apart > 2.8) expect(pixels.data[at]).toBe(paper);
      }
    }
  });
});

describe("the stage", () => {
  const stage = new Stage(layOut(holmeKim(700), 1.3), 640, 400, 1);

  test("keeps the layout's shape in the middle of a canvas of another", () => {
    expect(Math.min(...stage.x)).toBeGreaterThan(60);
    expect(Math.max(...stage.x)).toBeLessThan(580);
  });

  test("finds whoever's disc is nearest, as looking at everybody does", () => {
    const random = dice(3);
    for (let turn = 0; turn < 4000; turn++) {
      const [x, y] = [random() * 700 - 30, random() * 460 - 30];
      let nearest: number | null = null;
      let least = 9;
      stage.x.forEach((_, i) => {
        const apart = Math.hypot(stage.x[i] - x, stage.y[i] - y) - stage.r[i];
        if (apart < least) [nearest, least] = [i, apart];
      });
      expect(stage.personAt(x, y)).toBe(nearest);
    }
    for (let i = 0; i < 700; i++) expect(stage.personAt(stage.x[i], stage.y[i])).toBe(i);
  });

  test("finds nobody in the empty corner", () => {
    expect(stage.personAt(2, 2)).toBeNull();
    expect(stage.personAt(-500, 9000)).toBeNull();
  });

  test("shows few people no larger than they should be and many no smaller", () => {
    const mean = (people: number) => {
      const { r } = new Stage(layOut(holmeKim(people), 1.3), 520, 400, 1);
      return r.reduce((all, each) => all + each, 0) / people;
    };
    expect(mean(80)).toBeLessThan(5.3);
    expect(mean(5000)).toBeGreaterThan(1.2);
  });
});

describe("ties", () => {
  const network = holmeKim(300);
  const stage = new Stage(layOut(network, 1.3), 260, 200, 1);
  const painted = (ties: Ties) => {
    const pixels = blank(260, 200, 0);
    ties.paint(pixels, "light");
    return pixels.data;
  };

  test("cutting a tie takes its own ink away, and mending it brings it back", () => {
    const cut = new Uint8Array(network.friends.length);
    const ties = new Ties(stage, network, cut);
    const before = painted(ties);
    for (let k = 0; k < cut.length; k += 3) cut[k] = 1;
    expect(ties.update(cut)).toBe(true);
    expect(painted(ties)).not.toEqual(before);
    expect(ties.update(cut)).toBe(false);
    expect(ties.update(cut.fill(0))).toBe(true);
    expect(painted(ties)).toEqual(before);
  });

  test("with every tie cut there is only ground", () => {
    const cut = new Uint8Array(network.friends.length);
    const ties = new Ties(stage, network, cut);
    ties.update(cut.fill(1));
    expect(new Set(painted(ties))).toEqual(new Set([pixel(...PAINT.light.ground)]));
  });

  test("a tie is drawn on the course between its ends and nowhere else", () => {
    const pair = networkOf(40, [[3, 30]]);
    const place = new Stage(layOut(pair, 1.3), 260, 200, 1);
    const pixels = blank(260, 200, 0);
    new Ties(place, pair, new Uint8Array(2)).paint(pixels, "light");
    const ground = pixel(...PAINT.light.ground);
    const course = new Course(place);
    course.set(3, 30);
    const way = Array.from({ length: 200 }, (_, k) => {
      course.to(k / 199);
      return [course.x, course.y];
    });
    expect(way[0]).toEqual([place.x[3], place.y[3]]);
    expect(way[199]).toEqual([place.x[30], place.y[30]]);
    const inkedAt = [...pixels.data.keys()].filter((at) => pixels.data[at] !== ground);
    const inked = inkedAt.length;
    for (const at of inkedAt) {
      const [x, y] = [(at % 260) + 0.5, Math.floor(at / 260) + 0.5];
      expect(Math.min(...way.map(([wx, wy]) => Math.hypot(x - wx, y - wy)))).toBeLessThan(2);
    }
    expect(inked).toBeGreaterThan(Math.hypot(place.x[3] - place.x[30], place.y[3] - place.y[30]) * 0.4);
  });

  test("the way back is the way there", () => {
    const [there, back] = [new Course(stage), new Course(stage)];
    for (let k = 0; k < 200; k++) {
      const [a, b] = [k, (k * 7 + 31) % 300];
      expect(there.set(a, b)).toBeCloseTo(back.set(b, a), 3);
      there.to(0.3);
      back.to(0.7);
      expect(there.x).toBeCloseTo(back.x, 3);
      expect(there.y).toBeCloseTo(back.y, 3);
    }
  });
});
