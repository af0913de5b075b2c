/**
 * Counter-based random numbers: every draw is a pure function of what it is for, and the same as in Python.
 *
 * Philox4x32-10 with key (seed, replicate) and counter (subject low, subject high, round, channel).
 * Source: Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11, section 3.3.
 */

/** What a draw is for; the numbers are those of `hushed.random.Channel`. */
export const Channel = {
  DESIRE: 0,
  BOLDNESS: 1,
  CARE: 2,
  SHAME: 3,
  PROPENSITY: 4,
  BELIEF: 5,
  PLATFORM: 6,
  RECRUITED: 7,
  DUTIFUL: 8,
  LINKED: 9,
  PROPORTIONALITY: 10,
  SEEN: 11,
  MISREAD: 12,
  DENOUNCED: 13,
  HEARD: 14,
  CUT: 15,
  AUTHORITY_LEVER: 16,
  AUTHORITY_MOVE: 17,
  ONLINE: 19,
  OFFLINE: 20,
  ENFORCER: 21,
} as const;

const A = 0xd2511f53 | 0;
const B = 0xcd9e8d57 | 0;
const STEP_A = 0x9e3779b9 | 0;
const STEP_B = 0xbb67ae85 | 0;
const UNIT = 2 ** -53;

/** The upper 32 bits of a product of two 32-bit numbers, as the signed number with those bits. */
function high(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  // Neither sum can pass 32 bits: (2 ** 16 - 1) ** 2 + 2 ** 16 - 1 is below 2 ** 32.
  const middle = Math.imul(a1, b0) + (Math.imul(a0, b0) >>> 16);
  const rest = Math.imul(a0, b1) + (middle & 0xffff);
  return (Math.imul(a1, b1) + (middle >>> 16) + (rest >>> 16)) | 0;
}

/** One number in [0, 1), a multiple of 2 ** -53; `low` and `top` are the lower and upper 32 bits of the subject. */
export function uniform(
  seed: number,
  replicate: number,
  round: number,
  low: number,
  top: number,
  channel: number,
): number {
  let c0 = low | 0;
  let c1 = top | 0;
  let c2 = round | 0;
  let c3 = channel | 0;
  let k0 = seed | 0;
  let k1 = replicate | 0;
  for (let i = 0; i < 10; i++) {
    const highA = high(A, c0);
    const highB = high(B, c2);
    const lowA = Math.imul(A, c0);
    const lowB = Math.imul(B, c2);
    c0 = highB ^ c1 ^ k0;
    c1 = lowB;
    c2 = highA ^ c3 ^ k1;
    c3 = lowA;
    k0 = (k0 + STEP_A) | 0;
    k1 = (k1 + STEP_B) | 0;
  }
  return ((c0 >>> 0) * 0x200000 + (c1 >>> 11)) * UNIT;
}
