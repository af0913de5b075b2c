/**
 * Warm is voice, cold is silence: one scale from ice through sand to ember, even in lightness.
 *
 * Computed in OKLCH and OKLab. Source: Ottosson (2020), "A perceptual color space for image processing".
 */

/** The ground that things are drawn on: paper, or a deep blue-black. */
export type Theme = "light" | "dark";

/** Red, green and blue, each from 0 to 255. */
export type Colour = [number, number, number];

type Lch = readonly [lightness: number, chroma: number, hue: number];

const ICE: Record<Theme, Lch> = { light: [0.64, 0.1, 238], dark: [0.76, 0.092, 236] };
const SAND: Record<Theme, Lch> = { light: [0.645, 0.072, 78], dark: [0.77, 0.046, 88] };
const EMBER: Record<Theme, Lch> = { light: [0.645, 0.158, 52], dark: [0.765, 0.152, 56] };

/** Colours besides the scale's own: the ground, writing, ties, frost on an account, and a penalty on its way. */
export const PAINT: Record<Theme, Record<"ground" | "ink" | "tie" | "frost" | "chill", Colour>> = {
  light: {
    ground: [251, 247, 239],
    ink: oklch([0.27, 0.025, 265]),
    tie: oklch([0.42, 0.03, 75]),
    frost: oklch([0.56, 0.1, 240]),
    chill: oklch([0.4, 0.1, 250]),
  },
  dark: {
    ground: oklch([0.165, 0.022, 262]),
    ink: oklch([0.95, 0.012, 90]),
    tie: oklch([0.72, 0.035, 250]),
    frost: oklch([0.88, 0.06, 232]),
    chill: oklch([0.94, 0.035, 228]),
  },
};

/** Steps of the scale in `voiceScale` and `scoreScale`, less one. */
export const STEPS = 255;

/** The colour of somebody who says this share of what she would like to say, in [0, 1]. */
export function voiceColour(share: number, theme: Theme): Colour {
  const at = Math.min(1, Math.max(0, share));
  const [from, to] = at < 0.5 ? [ICE[theme], SAND[theme]] : [SAND[theme], EMBER[theme]];
  return oklab(between(lab(from), lab(to), at < 0.5 ? at * 2 : at * 2 - 1));
}

/** The colour of a score: lightness only; 1 is nearest the ground, and 0 (or below) stands out most. */
export function scoreColour(score: number, theme: Theme): Colour {
  const at = Math.min(1, Math.max(0, score));
  const [low, full] = theme === "light" ? [0.2, 0.66] : [0.98, 0.47];
  return oklch([low + (full - low) * at, 0.014, 80]);
}

/** The voice scale in `STEPS` + 1 even steps, red, green and blue one after the other. */
export function voiceScale(theme: Theme): Uint8Array {
  return scale((at) => voiceColour(at, theme));
}

/** The score scale in `STEPS` + 1 even steps. */
export function scoreScale(theme: Theme): Uint8Array {
  return scale((at) => scoreColour(at, theme));
}

/** A CSS gradient of the voice scale, from nothing said to all of it, for legends and fills. */
export function voiceGradient(theme: Theme, direction = "to right"): string {
  return gradient(direction, (at) => voiceColour(at, theme));
}

/** A CSS gradient of the score scale, from 0 to 1. */
export function scoreGradient(theme: Theme, direction = "to right"): string {
  return gradient(direction, (at) => scoreColour(at, theme));
}

/** A colour in CSS, opaque or with the given opacity. */
export function css([red, green, blue]: Colour, opacity = 1): string {
  return `rgb(${red} ${green} ${blue} / ${opacity})`;
}

function scale(colour: (at: number) => Colour): Uint8Array {
  return Uint8Array.from({ length: 3 * (STEPS + 1) }, (_, k) => colour(Math.floor(k / 3) / STEPS)[k % 3]);
}

function gradient(direction: string, colour: (at: number) => Colour): string {
  const stops = Array.from({ length: 11 }, (_, k) => css(colour(k / 10)));
  return `linear-gradient(${direction}, ${stops.join(", ")})`;
}

function between(a: Lch, b: Lch, at: number): Lch {
  return [a[0] + (b[0] - a[0]) * at, a[1] + (b[1] - a[1]) * at, a[2] + (b[2] - a[2]) * at];
}

function lab([lightness, chroma, hue]: Lch): Lch {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

function oklch(colour: Lch): Colour {
  return oklab(lab(colour));
}

function oklab([lightness, a, b]: Lch): Colour {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function encoded(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, value)));
}
