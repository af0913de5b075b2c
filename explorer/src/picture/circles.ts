/** Where communities go: circles that do not overlap, strongly tied ones near each other, in a given rectangle. */

const ROUNDS = 400;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Circles in the plane around (0, 0). */
export interface Circles {
  x: Float64Array;
  y: Float64Array;
  r: Float64Array;
}

/**
 * Places circles of the given radii; `tied[a * n + b]` is how strongly a and b are tied, `aspect` width over height.
 *
 * Ties pull, overlap pushes and everything drifts to the middle, flatter where the rectangle is wide. Overlap is
 * forgiven at first, so that circles can pass each other, and hardly at the end.
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
  for (let round = 0; round < ROUNDS; round++) {
    const heat = 1 - round / ROUNDS;
    drift(circles, aspect, 0.006 + 0.02 * heat);
    if (heat > 0.15) pull(circles, tied, gap, 0.25 * heat);
    push(circles, gap, 0.1 + 0.4 * (1 - heat));
  }
  for (let round = 0; round < 60; round++) push(circles, gap, 0.5);
  return circles;
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
