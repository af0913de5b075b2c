import { expect, test } from "vitest";
import { uniform } from "../src/model/random.ts";

// Published vectors of Philox4x32-10 (Salmon et al. 2011, Random123 kat_vectors), first two words.
test.each([
  [0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d],
  [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e],
  [0xa4093822, 0x299f31d0, 0x13198a2e, 0x243f6a88, 0x85a308d3, 0x03707344, 0xd16cfe09, 0x94fdcceb],
])("philox gives its published words %#", (seed, replicate, round, low, top, channel, w0, w1) => {
  const expected = Number(((BigInt(w0) << 32n) | BigInt(w1)) >> 11n) * 2 ** -53;
  expect(uniform(seed, replicate, round, low, top, channel)).toBe(expected);
});
