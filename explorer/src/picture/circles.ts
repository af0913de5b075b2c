/** Where communities go: circles that do not overlap, strongly tied ones near each other, in a given rectangle. */

const ROUNDS = 400;
/** Area of the rectangle that circles of area 1 in all are pressed into at last, if they are many. */
const TIGHTEST = 1.25;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Circles in the plane around (0, 0). */
export interface Circles {
  x: Float64Array;
  y: Float64Array;
  r: Float64Array;
}

/**
 * Places circles of the given radii, whose areas add up to 1; `tied[a * n + b]` is how strongly a and b are tied,
 * from 0 to 1, and `aspect` the rectangle's width over its height.
 *
 * Ties pull, overlap pushes, and a rectangle closes in. Overlap is forgiven at first, so that circles can pass each
 * other, and hardly at the end.
 */
export function placeCircles(r: Float64Array, tied: Float64Array, aspect: number, gap: number): Circles {
  const n = r.length;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  let covered = 0;
  for (let i = 0; i < n; i++) {
    const far = Math.sqrt(covered + (i > 0 ? (r[i] * r[i]) / 2 : 0)) * 1.2;
    x[i] = far * Math.cos(i * GOLDEN) * Math.sqrt(aspect);
    y[i] = (far * Math.sin(i * GOLDEN)) / Math.sqrt(aspect);
    covered += r[i] * r[i];
  }
  const circles = { x, y, r };
  // A few circles cannot be packed as tightly as many.
  const tightest = TIGHTEST + 0.5 / n;
  for (let round = 0; round < ROUNDS; round++) {
    const heat = 1 - round / ROUNDS;
    drift(circles, aspect, 0.02 * heat);
    if (heat > 0.15) pull(circles, tied, gap, 0.25 * heat);
    push(circles, gap, 0.1 + 0.4 * (1 - heat));
    fence(circles, aspect, tightest + 0.6 * heat);
  }
  for (let round = 0; round < 60; round++) {
    push(circles, gap, 0.5);
    fence(circles, aspect, tightest);
  }
  return circles;
}

/** Keeps circles within a rectangle of the given area around (0, 0). */
function fence({ x, y, r }: Circles, aspect: number, area: number): void {
  const across = Math.sqrt(area * aspect) / 2;
  const down = across / aspect;
  for (let i = 0; i < r.length; i++) {
    const [right, bottom] = [Math.max(0, across - r[i]), Math.max(0, down - r[i])];
    x[i] = Math.min(right, Math.max(-right, x[i]));
    y[i] = Math.min(bottom, Math.max(-bottom, y[i]));
  }
}

function drift({ x, y }: Circles, aspect: number, strength: number): void {
  for (let i = 0; i < x.length; i++) {
    x[i] -= (x[i] * strength) / aspect;
    y[i] -= y[i] * strength * aspect;
  }
}

function pull({ x, y, r }: Circles, tied: Float64Array, gap: number, strength: number): void {
  const n = r.length;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const force = tied[a * n + b] * strength;
      if (force === 0) continue;
      const dx = x[b] - x[a];
      const dy = y[b] - y[a];
      const apart = Math.hypot(dx, dy) || 1e-9;
      const over = (force * Math.max(0, apart - r[a] - r[b] - gap)) / apart;
      const share = (r[b] * r[b]) / (r[a] * r[a] + r[b] * r[b]);
      x[a] += dx * over * share;
      y[a] += dy * over * share;
      x[b] -= dx * over * (1 - share);
      y[b] -= dy * over * (1 - share);
    }
  }
}

function push({ x, y, r }: Circles, gap: number, strength: number): void {
  const n = r.length;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const dx = x[b] - x[a];
      const dy = y[b] - y[a];
      const least = r[a] + r[b] + gap;
      const squared = dx * dx + dy * dy;
      if (squared >= least * least) continue;
      const apart = Math.sqrt(squared) || 1e-9;
      const over = (2 * strength * (least - apart)) / apart;
      const share = (r[b] * r[b]) / (r[a] * r[a] + r[b] * r[b]);
      x[a] -= dx * over * share;
      y[a] -= dy * over * share;
      x[b] += dx * over * (1 - share);
      y[b] += dy * over * (1 - share);
    }
  }
}
