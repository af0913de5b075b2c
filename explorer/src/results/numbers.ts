import type { Figure } from "../contract.ts";

/** Whether values of a unit are shares or chances, shown in per cent. */
export function inPercent(unit: string): boolean {
  return unit.startsWith("share") || unit.startsWith("chance");
}

/** A value with as many digits as a reader can use; shares in per cent. */
export function shown(value: number, unit: string): string {
  return number(value, unit, 0) + (inPercent(unit) ? "\u00a0%" : "");
}

/** A mean and, with several replicates, how far its 95 % interval reaches to each side. */
export function withMargin(figure: Figure, unit: string): string {
  return number(figure.mean, unit, 0) + margin(figure, unit, 0) + (inPercent(unit) ? "\u00a0%" : "");
}

/** A difference with its sign and, where there are several replicates, its margin; that of shares in points. */
export function difference(figure: Figure, unit: string): string {
  const signed = number(figure.mean, unit, 1);
  const sign = figure.mean > 0 && Number(signed) !== 0 ? "+" : "";
  return `${sign}${signed}${margin(figure, unit, 1)}${inPercent(unit) ? "\u00a0pt" : ""}`;
}

/** A difference over rounds, without its interval. */
export function plainDifference(value: number, unit: string): string {
  return difference({ mean: value, low: value, high: value }, unit);
}

function margin(figure: Figure, unit: string, more: number): string {
  return figure.low === figure.high ? "" : ` ± ${number((figure.high - figure.low) / 2, unit, more)}`;
}

function number(value: number, unit: string, more: number): string {
  const [scaled, digits] = inPercent(unit) ? [100 * value, 1] : [value, 3];
  const text = scaled.toFixed(digits + more);
  return text.replace("-", Number(text) === 0 ? "" : "−");
}
