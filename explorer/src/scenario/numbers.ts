/** Numbers as text, the way Python writes them. */

/** The shortest text that reads back as the number, always with a point or an exponent (Python's `repr` of a float). */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return unending(value);
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return padded(value.toExponential());
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Six significant digits, no zeros at the end (Python's format `g`). */
export function generalText(value: number): string {
  if (!Number.isFinite(value)) return unending(value);
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits, power] = sixDigits(value).split("e") as [string, string];
  const places = 5 - Number(power);
  if (places < 0 || places > 9) return padded(`${withoutZeros(digits)}e${power}`);
  return withoutZeros(Number(`${digits}e${power}`).toFixed(places));
}

/** The nearest whole number, halves to the even one (Python's format `.0f`). */
export function wholeText(value: number): string {
  const below = Math.floor(value);
  const half = value - below;
  return BigInt(half > 0.5 || (half === 0.5 && below % 2 !== 0) ? below + 1 : below).toString();
}

/** Digits in groups of three: 1_000_000. */
export function groupedText(value: number): string {
  return Number.isInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, "_") : generalText(value);
}

function unending(value: number): string {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

/** Script rounds halves up and Python to the even digit; a half is exact in binary, so sixty digits show it. */
function sixDigits(value: number): string {
  const half = /^(-?\d\.\d{4}[02468])50*(e.*)$/.exec(value.toExponential(60));
  return half ? half[1]! + half[2]! : value.toExponential(5);
}

function withoutZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

function padded(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}
