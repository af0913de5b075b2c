/** The ends of an interval at each point of a line. */
export interface Interval {
  low: number[];
  high: number[];
}

/** Two lines over rounds. */
export interface ChartData {
  left: number[];
  right: number[];
  leftLabel: string;
  rightLabel: string;
  /** A value with its unit, as a reader sees it. */
  format: (value: number) => string;
  leftBand?: Interval;
  rightBand?: Interval;
  /** The round of each point, ascending; 0, 1, 2, ... if left out. */
  rounds?: number[];
  /** The last round that the axis reaches; that of the data if left out. */
  last?: number;
  /** The ends of the scale; from zero to a little beyond the data if left out. */
  range?: [number, number];
  /** Which side of the left line is warm, because more is said there: "more" if left out; "neither" fills in grey. */
  warm?: "more" | "less" | "neither";
}

/** The rounds of a chart's points. */
export function roundsOf(data: ChartData): number[] {
  return data.rounds ?? data.left.map((_, round) => round);
}
