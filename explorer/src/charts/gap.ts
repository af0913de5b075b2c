/** A stretch of rounds in which one line stays above the other. */
export interface Piece {
  /** Whether the second line is the higher one. */
  rises: boolean;
  /** Round, first line and second line at each corner; the lines meet where a stretch begins or ends by crossing. */
  corners: [round: number, first: number, second: number][];
}

/**
 * The area between two lines, cut where they cross; stretches on which they lie on each other are in none.
 *
 * Lines are straight between rounds, so crossings follow exactly. A value that is not a number ends a stretch.
 */
export function gapPieces(rounds: number[], first: number[], second: number[]): Piece[] {
  const pieces: Piece[] = [];
  let open: Piece | null = null;
  for (let at = 0; at + 1 < rounds.length; at++) {
    const [before, after] = [second[at]! - first[at]!, second[at + 1]! - first[at + 1]!];
    const start: Piece["corners"][0] = [rounds[at]!, first[at]!, second[at]!];
    const end: Piece["corners"][0] = [rounds[at + 1]!, first[at + 1]!, second[at + 1]!];
    if (Number.isNaN(before) || Number.isNaN(after)) open = null;
    else if (before * after < 0) {
      const met = meeting(start, end, before / (before - after));
      (open ?? begin(pieces, before > 0, start)).corners.push(met);
      open = begin(pieces, after > 0, met);
      open.corners.push(end);
    } else if (before !== 0 || after !== 0) {
      open = open && open.rises === (before + after > 0) ? open : begin(pieces, before + after > 0, start);
      open.corners.push(end);
    } else open = null;
  }
  return pieces;
}

function begin(pieces: Piece[], rises: boolean, corner: Piece["corners"][0]): Piece {
  const piece: Piece = { rises, corners: [corner] };
  pieces.push(piece);
  return piece;
}

function meeting(start: Piece["corners"][0], end: Piece["corners"][0], share: number): Piece["corners"][0] {
  const level = start[1] + share * (end[1] - start[1]);
  return [start[0] + share * (end[0] - start[0]), level, level];
}
