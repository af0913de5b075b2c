import type { Figure } from "../contract.ts";

/** What is smaller comes of rounding, and is shown as zero. */
const NOTHING = 1e-8;

/** Whether values of a unit are shares or chances, shown in per cent. */
export function inPercent(unit: string): boolean {
  return unit.startsWith("share") || unit.startsWith("chance");
}

/** A value with as many digits as a reader can use; shares in per cent. */
export function shown(value: number, unit: string): string {
  return number(value, unit, digitsOf([value], unit, 0)) + (inPercent(unit) ? "\u00a0%" : "");
}

/** A mean and, with several replicates, how far its 95 % interval reaches to each side. */
export function withMargin(figure: Figure, unit: string): string {
  const digits = digitsOf([figure.mean, half(figure)], unit, 0);
  return number(figure.mean, unit, digits) + margin(figure, unit, digits) + (inPercent(unit) ? "\u00a0%" : "");
}

/** A difference with its sign and, where there are several replicates, its margin; that of shares in points. */
export function difference(figure: Figure, unit: string): string {
  const digits = digitsOf([figure.mean, half(figure)], unit, 1);
  const signed = number(figure.mean, unit, digits);
  const sign = figure.mean > 0 && Number(signed) !== 0 ? "+" : "";
  return `${sign}${signed}${margin(figure, unit, digits)}${inPercent(unit) ? "\u00a0pt" : ""}`;
}

/** A difference over rounds, without its interval. */
export function plainDifference(value: number, unit: string): string {
  return difference({ mean: value, low: value, high: value }, unit);
}

function half(figure: Figure): number {
  return (figure.high - figure.low) / 2;
}

function margin(figure: Figure, unit: string, digits: number): string {
  return figure.low === figure.high ? "" : ` ± ${number(half(figure), unit, digits)}`;
}

/** Digits behind the point: the usual ones or, where all would be shown as zero then, two of the largest. */
function digitsOf(values: number[], unit: string, more: number): number {
  const usual = (inPercent(unit) ? 1 : 3) + more;
  const largest = Math.max(...values.map((value) => Math.abs(scaled(value, unit))));
  return largest < NOTHING || largest >= 0.5 * 10 ** -usual ? usual : 1 - Math.floor(Math.log10(largest));
}

function scaled(value: number, unit: string): number {
  return inPercent(unit) ? 100 * value : value;
}

function number(value: number, unit: string, digits: number): string {
  const text = toEven(scaled(value, unit), digits).toFixed(digits);
  return text.replace("-", Number(text) === 0 ? "" : "−");
}

/** What lies exactly between two numbers of so many digits becomes the even one, as everywhere else in hushed. */
function toEven(value: number, digits: number): number {
  const power = 10 ** digits;
  return Math.abs(value * 2 ** (digits + 1)) % 2 === 1 ? (2 * Math.round((value * power) / 2)) / power : value;
}
