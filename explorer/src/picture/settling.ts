/** Where people go within their communities, and how crowds that are too tight make room. */

const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Discs in the plane, each in a group. */
export interface Discs {
  x: Float64Array;
  y: Float64Array;
  r: Float64Array;
  group: Uint16Array;
}

/**
 * Seats in the unit disc for members with the given radii, in that order from the middle outward.
 *
 * A sunflower's arrangement in which larger discs take more of the area.
 */
export function seats(radii: ArrayLike<number>): { x: Float64Array; y: Float64Array } {
  const n = radii.length;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  let whole = 0;
  for (let k = 0; k < n; k++) whole += radii[k] * radii[k];
  let taken = 0;
  for (let k = 0; k < n; k++) {
    const area = radii[k] * radii[k];
    const out = n === 1 ? 0 : Math.sqrt((taken + area / 2) / whole);
    taken += area;
    x[k] = out * Math.cos(k * GOLDEN);
    y[k] = out * Math.sin(k * GOLDEN);
  }
  return { x, y };
}

/** Hands out seats ring by ring so that everybody sits on the side she turns to; `turn` is an angle for each member. */
export function turned(seat: { x: Float64Array; y: Float64Array }, turn: ArrayLike<number>): Uint32Array {
  const n = turn.length;
  const given = new Uint32Array(n);
  for (let from = 0; from < n; ) {
    const to = Math.min(n, from + Math.max(6, Math.ceil(2.5 * Math.sqrt(n + from))));
    const ring = Array.from({ length: to - from }, (_, k) => from + k);
    const angle = (k: number) => Math.atan2(seat.y[k], seat.x[k]);
    const places = [...ring].sort((a, b) => angle(a) - angle(b));
    ring.sort((a, b) => turn[a] - turn[b] || a - b);
    ring.forEach((member, k) => (given[member] = places[k]));
    from = to;
  }
  return given;
}

/**
 * Pushes discs apart until they keep their distance, within [0, width] x [0, height].
 *
 * Two discs keep `spacing` times the sum of their radii, and `gap` more between groups.
 */
export function makeRoom(discs: Discs, box: { width: number; height: number }, spacing: number, gap: number): void {
  const { x, y, r } = discs;
  const widest = r.reduce((most, each) => Math.max(most, each), 0);
  const cell = Math.max(2 * widest * spacing + gap, 1e-6);
  const grid = new Grid(box.width, box.height, cell, x.length);
  for (let round = 0; round < 36; round++) {
    grid.fill(x, y);
    spread(discs, grid, spacing, gap, 0.42);
    for (let i = 0; i < x.length; i++) {
      x[i] = Math.min(box.width - r[i], Math.max(r[i], x[i]));
      y[i] = Math.min(box.height - r[i], Math.max(r[i], y[i]));
    }
  }
}

/** People by square cell, for looking up who is near. */
export class Grid {
  readonly columns: number;
  readonly rows: number;
  /** Who is in cell c: `who[start[c] .. start[c + 1]]`. */
  readonly start: Uint32Array;
  readonly who: Uint32Array;
  readonly cell: number;

  constructor(width: number, height: number, cell: number, people: number) {
    this.cell = cell;
    this.columns = Math.max(1, Math.ceil(width / cell));
    this.rows = Math.max(1, Math.ceil(height / cell));
    this.start = new Uint32Array(this.columns * this.rows + 1);
    this.who = new Uint32Array(people);
  }

  column(x: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor(x / this.cell)));
  }

  row(y: number): number {
    return Math.min(this.rows - 1, Math.max(0, Math.floor(y / this.cell)));
  }

  /** Puts everybody into her cell, in order within a cell. */
  fill(x: ArrayLike<number>, y: ArrayLike<number>): void {
    this.start.fill(0);
    for (let i = 0; i < x.length; i++) this.start[this.row(y[i]) * this.columns + this.column(x[i])]++;
    let sum = 0;
    for (let c = 0; c < this.start.length; c++) this.start[c] = sum += this.start[c];
    for (let i = x.length - 1; i >= 0; i--) {
      this.who[--this.start[this.row(y[i]) * this.columns + this.column(x[i])]] = i;
    }
  }
}

function spread({ x, y, r, group }: Discs, grid: Grid, spacing: number, gap: number, strength: number): void {
  for (let i = 0; i < x.length; i++) {
    const left = Math.max(0, grid.column(x[i]) - 1);
    const right = Math.min(grid.columns - 1, left + 2);
    const below = Math.min(grid.rows - 1, grid.row(y[i]) + 1);
    for (let row = Math.max(0, grid.row(y[i]) - 1); row <= below; row++) {
      const end = grid.start[row * grid.columns + right + 1];
      for (let k = grid.start[row * grid.columns + left]; k < end; k++) {
        const j = grid.who[k];
        if (j >= i) continue;
        const dx = x[j] - x[i];
        const dy = y[j] - y[i];
        const least = (r[i] + r[j]) * spacing + (group[i] === group[j] ? 0 : gap);
        const squared = dx * dx + dy * dy;
        if (squared >= least * least) continue;
        const apart = Math.sqrt(squared) || 1e-9;
        const over = (strength * (least - apart)) / apart;
        const share = (r[j] * r[j]) / (r[i] * r[i] + r[j] * r[j]);
        x[i] -= dx * over * share;
        y[i] -= dy * over * share;
        x[j] += dx * over * (1 - share);
        y[j] += dy * over * (1 - share);
      }
    }
  }
}
