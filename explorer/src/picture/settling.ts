/** Where people go within their communities, and how crowds that are too tight make room. */

const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

/** Discs in the plane, each in a group. */
export interface Discs {
  x: Float64Array;
  y: Float64Array;
  r: Float64Array;
  group: Uint16Array;
}

/** Places in the unit disc: an angle, and how far out. */
export interface Seats {
  angle: Float64Array;
  out: Float64Array;
}

/** A number in [0, 1) for each whole number, without any pattern to be seen in them. */
export function scattered(i: number): number {
  let bits = Math.imul(i + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Places in the unit disc for members with the given radii, in that order from the middle outward, evenly filled.
 *
 * Ring by ring, each turned so that everybody is on the side she would like to face: `turn` is her angle. Within a
 * ring everybody gets an angle's width by her disc's area, and depths are scattered, so that no rows appear.
 */
export function seats(radii: ArrayLike<number>, turn: ArrayLike<number>): Seats {
  const n = radii.length;
  const seats = { angle: new Float64Array(n), out: new Float64Array(n) };
  const area = Float64Array.from(radii, (each) => each * each);
  const whole = area.reduce((sum, each) => sum + each, 0);
  let covered = 0;
  for (let from = 0; from < n; ) {
    // One in the very middle; then rings of two or three discs' breadth.
    const to = n === 1 || from > 0 ? Math.min(n, from + Math.ceil(4 + 3 * Math.sqrt(from))) : 1;
    const ring = inTurn(from, to, turn);
    const ringArea = ring.members.reduce((sum, k) => sum + area[k], 0);
    let along = 0;
    ring.members.forEach((k, place) => {
      seats.angle[k] = ring.middle - Math.PI + (2 * Math.PI * (along + area[k] / 2)) / ringArea;
      along += area[k];
      const depth = (place * GOLDEN_SECTION + 0.5 * scattered(k)) % 1;
      seats.out[k] = n === 1 ? 0 : Math.sqrt((covered + depth * ringArea) / whole);
    });
    covered += ringArea;
    from = to;
  }
  return seats;
}

/** Members `from` .. `to` - 1 around the circle, starting opposite the angle they turn to on average; that angle. */
function inTurn(from: number, to: number, turn: ArrayLike<number>): { members: number[]; middle: number } {
  const members = Array.from({ length: to - from }, (_, k) => from + k);
  const across = members.reduce((sum, k) => sum + Math.cos(turn[k]), 0);
  const down = members.reduce((sum, k) => sum + Math.sin(turn[k]), 0);
  const middle = Math.atan2(down, across);
  const off = (k: number) => Math.atan2(Math.sin(turn[k] - middle), Math.cos(turn[k] - middle));
  return { members: members.sort((a, b) => off(a) - off(b) || a - b), middle };
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
