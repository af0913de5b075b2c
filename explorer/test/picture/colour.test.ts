import { expect, test } from "vitest";
import {
  css,
  PAINT,
  scoreColour,
  scoreGradient,
  scoreScale,
  STEPS,
  voiceColour,
  voiceGradient,
  voiceScale,
  type Colour,
} from "../../src/picture/colour";

const THEMES = ["light", "dark"] as const;
const SHARES = Array.from({ length: 41 }, (_, k) => k / 40);

type Three = [number, number, number];

function linear(colour: Colour): Three {
  return colour.map((each) => {
    const value = each / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Three;
}

function times(matrix: number[][], [a, b, c]: Three): Three {
  return matrix.map((row) => row[0] * a + row[1] * b + row[2] * c) as Three;
}

/** Forward from linear sRGB (Ottosson 2020). */
function oklab(rgb: Three): Three {
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  ).map((each) => Math.cbrt(Math.max(0, each))) as Three;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    lms,
  );
}

/** Full dichromacy: Machado, Oliveira & Fernandes (2009), IEEE TVCG 15, 1291-1298, severity 1. */
const EYES: Record<string, number[][]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(colour: Colour, eye: string): Three {
  return oklab(times(EYES[eye], linear(colour)));
}

function apart(a: Three, b: Three): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function luminance(colour: Colour): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast as WCAG 2 defines it. */
function contrast(a: Colour, b: Colour): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test.each(THEMES)("voice is even in lightness (%s)", (theme) => {
  const lightness = SHARES.map((share) => oklab(linear(voiceColour(share, theme)))[0]);
  expect(Math.max(...lightness) - Math.min(...lightness)).toBeLessThan(0.015);
});

test.each(THEMES)("voice runs evenly from cold to warm, without a jump (%s)", (theme) => {
  const colours = SHARES.map((share) => oklab(linear(voiceColour(share, theme))));
  for (let k = 1; k < colours.length; k++) {
    expect(apart(colours[k - 1], colours[k])).toBeLessThan(0.015);
    // Towards red-yellow with every step.
    expect(colours[k][1] + colours[k][2]).toBeGreaterThan(colours[k - 1][1] + colours[k - 1][2]);
  }
});

test.each(THEMES)("ember, sand and ice stay apart for every eye (%s)", (theme) => {
  for (const eye of Object.keys(EYES)) {
    const [ice, sand, ember] = [0, 0.5, 1].map((share) => seen(voiceColour(share, theme), eye));
    expect(apart(ice, sand), `${eye}: ice and sand`).toBeGreaterThan(0.06);
    expect(apart(sand, ember), `${eye}: sand and ember`).toBeGreaterThan(0.06);
    expect(apart(ice, ember), `${eye}: ice and ember`).toBeGreaterThan(0.12);
  }
});

test.each(THEMES)("people stand out from the ground, whatever they say and score (%s)", (theme) => {
  for (const share of SHARES) {
    expect(contrast(voiceColour(share, theme), PAINT[theme].ground)).toBeGreaterThan(3);
    expect(contrast(scoreColour(share, theme), PAINT[theme].ground)).toBeGreaterThan(2.8);
  }
});

test.each(THEMES)("nobody is red: hues keep to the yellow side of orange, or to blue (%s)", (theme) => {
  for (const share of SHARES) {
    const [, a, b] = oklab(linear(voiceColour(share, theme)));
    // Red lies near 29 degrees in OKLab.
    if (a > 0.02) expect((Math.atan2(b, a) * 180) / Math.PI).toBeGreaterThan(45);
  }
});

test.each(THEMES)("score is told by lightness only (%s)", (theme) => {
  const colours = SHARES.map((score) => oklab(linear(scoreColour(score, theme))));
  const way = Math.sign(colours[40][0] - colours[0][0]);
  for (let k = 1; k < colours.length; k++) expect(way * (colours[k][0] - colours[k - 1][0])).toBeGreaterThan(0.005);
  for (const [, a, b] of colours) expect(Math.hypot(a, b)).toBeLessThan(0.03);
});

test("what lies beyond the scales has the colour of their ends", () => {
  for (const theme of THEMES) {
    expect(voiceColour(-1, theme)).toEqual(voiceColour(0, theme));
    expect(voiceColour(2, theme)).toEqual(voiceColour(1, theme));
    expect(scoreColour(-3, theme)).toEqual(scoreColour(0, theme));
  }
});

test("scales hold the colours step by step and gradients run along them", () => {
  for (const theme of THEMES) {
    expect([...voiceScale(theme).slice(-3)]).toEqual(voiceColour(1, theme));
    expect([...scoreScale(theme).slice(0, 3)]).toEqual(scoreColour(0, theme));
    expect(voiceScale(theme)).toHaveLength(3 * (STEPS + 1));
    const upwards = voiceGradient(theme, "to top");
    expect(upwards.startsWith(`linear-gradient(to top, ${css(voiceColour(0, theme))}`)).toBe(true);
    expect(scoreGradient(theme).endsWith(`${css(scoreColour(1, theme))})`)).toBe(true);
  }
});
