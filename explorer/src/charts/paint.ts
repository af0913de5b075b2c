import type uPlot from "uplot";
import { type ChartData, type Interval, roundsOf } from "./data.ts";
import { gapPieces } from "./gap.ts";
import type { Palette } from "./palette.ts";

/** Paint what lies under the lines: the gap between them, warm where more is said, and the intervals. */
export function paintUnder(plot: uPlot, data: ChartData, palette: Palette): void {
  const pen = plot.ctx;
  pen.save();
  pen.beginPath();
  pen.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
  pen.clip();
  const rounds = roundsOf(data);
  for (const piece of gapPieces(rounds, data.left, data.right)) {
    pen.fillStyle = gapColour(piece.rises, data.warm ?? "more", palette);
    pen.globalAlpha = 0.42;
    const [xs, first, second] = [0, 1, 2].map((part) => piece.corners.map((corner) => corner[part]!));
    fillBetween(plot, xs!, first!, second!);
  }
  for (const band of [data.leftBand, data.rightBand]) if (band) paintBand(plot, rounds, band, palette);
  pen.restore();
}

function gapColour(rises: boolean, warm: NonNullable<ChartData["warm"]>, palette: Palette): string {
  if (warm === "neither") return palette.line;
  return rises === (warm === "more") ? palette.ember : palette.ice;
}

function paintBand(plot: uPlot, rounds: number[], band: Interval, palette: Palette): void {
  plot.ctx.fillStyle = palette.ink;
  plot.ctx.globalAlpha = 0.16;
  fillBetween(plot, rounds, band.low, band.high);
}

function fillBetween(plot: uPlot, xs: number[], low: number[], high: number[]): void {
  const pen = plot.ctx;
  pen.beginPath();
  for (let at = 0; at < xs.length; at++) pen.lineTo(plot.valToPos(xs[at]!, "x", true), plot.valToPos(low[at]!, "y", true));
  for (let at = xs.length - 1; at >= 0; at--) {
    pen.lineTo(plot.valToPos(xs[at]!, "x", true), plot.valToPos(high[at]!, "y", true));
  }
  pen.fill();
}
