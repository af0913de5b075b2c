import { expect, test } from "vitest";
import { hint, nearest, shortened } from "../src/scenario/nearest.ts";
import { floatText, generalText, groupedText, wholeText } from "../src/scenario/numbers.ts";
import { lineOf, positions } from "../src/scenario/positions.ts";
import { tables } from "../src/scenario/toml.ts";

// Python's repr, format g and format .0f of the same numbers.
test.each([
  [1, "1.0"],
  [-0, "-0.0"],
  [0.1, "0.1"],
  [1e-9, "1e-09"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1e15, "1000000000000000.0"],
  [1e16, "1e+16"],
  [1.5e22, "1.5e+22"],
  [5e-324, "5e-324"],
  [NaN, "nan"],
  [-Infinity, "-inf"],
])("a float reads back as itself: %d", (number, text) => expect(floatText(number)).toBe(text));

test.each([
  [10, "10"],
  [0.3, "0.3"],
  [1 / 3, "0.333333"],
  [999999.5, "1e+06"],
  [100000.5, "100000"],
  [100001.5, "100002"],
  [1234567.5, "1.23457e+06"],
  [1e-7, "1e-07"],
  [0.00012345678, "0.000123457"],
  [Infinity, "inf"],
  [-2.5, "-2.5"],
])("six digits at most: %d", (number, text) => expect(generalText(number)).toBe(text));

test("halves go to the even number, and thousands are told apart", () => {
  expect([0.5, 1.5, 2.5, 3.2, 1e22].map(wholeText)).toEqual(["0", "2", "2", "3", "10000000000000000000000"]);
  expect([1000, 1e6, 12, 0.25].map(groupedText)).toEqual(["1_000", "1_000_000", "12", "0.25"]);
});

test("the nearest name is offered, or all of them", () => {
  expect(nearest("severty", ["form", "severity", "recovery"])).toBe("severity");
  expect(nearest("ab", ["abd", "abc"])).toBe("abd");
  expect(hint("zzz", ["one", "two"])).toBe("; allowed: one, two");
  expect(hint("one".repeat(30), ["one"])).toBe("; allowed: one");
  expect(hint("x", [])).toBe("");
});

test("text is cut by characters and shows nothing unprintable", () => {
  expect(shortened("a\u001bb", 9)).toBe("a\uFFFDb");
  expect(shortened("😀😀😀", 2)).toBe("😀…");
});

test("every path has the line of the statement that first names it", () => {
  const listed = '[[l]]\nx = """\n[no]\n"""\n[[l]]\nx = 2\n';
  const found = positions(`a = [\n 1,\n]\n[t.u]\r\nb.c = { d = [{ e = 1 }] }\n${listed}`);
  expect(lineOf(found, ["a", 0])).toBe(1);
  expect(lineOf(found, ["t"])).toBe(4);
  expect(lineOf(found, ["t", "u", "b", "c", "d", 0, "e"])).toBe(5);
  expect(lineOf(found, ["l", 1, "x"])).toBe(11);
  expect(lineOf(found, ["l", 0, "missing"])).toBe(6);
  expect(lineOf(found, ["no"])).toBeUndefined();
});

test.each(["a = { b = 1,\n c = 2 }", "a = { b = 1, }", 'a = "\\e[2J"', 'a = "\\\\\\x41"'])(
  "what Python's TOML does not have is refused: %s",
  (text) => expect(tables(text, "f")).toHaveProperty("line"),
);

test.each([
  'a = "\\\\e"',
  "a = '\\e'",
  "a = [ 1,\n 2, ]",
  'a = { b = "}\\" ," } # {',
  'a = """x\n{"""\nb = {}',
  "'{' = 1",
])("what looks like it is read: %s", (text) => expect(tables(text, "f")).toHaveProperty("data"));
