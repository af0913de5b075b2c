import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Handed, Why } from "../src/contract.ts";
import {
  changesInWords, fateSentences, gapSentence, INSTRUMENTS, METRIC_TEXTS, PARAMETERS, percent, plain, REACTIONS,
  SAFEGUARDS, SCENES, scheduleText, twinSentence, valueText, VALUES, whySentences,
} from "../src/text/en.ts";
import { METRICS, rowsOf, SCENES as PLAYED } from "../src/worlds/index.ts";

const handed = JSON.parse(readFileSync(new URL("handed.json", import.meta.url), "utf8")) as Handed;

interface Node {
  $ref?: string;
  properties?: Record<string, Node>;
  anyOf?: Node[];
  oneOf?: Node[];
  items?: Node;
  const?: unknown;
}
const schema = handed.schema as unknown as Node & { $defs: Record<string, Node> };

function followed(node: Node): Node {
  return node.$ref ? followed(schema.$defs[node.$ref.split("/").at(-1)!]) : node;
}

/** Every parameter below a path of the schema: a schedule and a choice of kinds are one parameter, a list opens up. */
function parameters(node: Node, path: string): string[] {
  const { properties, items } = followed(node);
  if (items) return [path, ...parameters(items, path)];
  if (!properties || "at" in properties) return [path];
  return Object.entries(properties).flatMap(([name, inner]) => parameters(inner, `${path}.${name}`));
}

describe("words for everything that can be changed", () => {
  const found = ["regime", "reactions"].flatMap((part) => parameters(schema.properties![part], part));

  test.each(found)("%s has a label and a sentence", (path) => {
    expect(PARAMETERS[path].label).toMatch(/^[A-Z’]/);
    expect(PARAMETERS[path].sentence).toMatch(/^[A-Z].{8,}\.$/);
  });

  test("nothing is named that a scenario does not have", () => {
    expect(Object.keys(PARAMETERS).filter((path) => !found.includes(path))).toEqual([]);
  });

  test("every instrument, reaction and safeguard has a row with words, and every parameter a dial", () => {
    const table = handed.library[0].table;
    const rows = rowsOf(table);
    const words = { regime: INSTRUMENTS, people: REACTIONS, safeguards: SAFEGUARDS };
    for (const { group, id } of rows) expect(words[group][id].sentence).toMatch(/\.$/);
    const known = { regime: Object.keys(table.regime), safeguards: Object.keys(table.safeguards) };
    expect(rows.filter(({ group }) => group === "regime").map(({ id }) => id)).toEqual(known.regime);
    expect(rows.filter(({ group }) => group === "safeguards").map(({ id }) => id)).toEqual(known.safeguards);
    const dialled = new Set(rows.flatMap(({ dials }) => dials.map(({ path }) => path)));
    const reached = (path: string) => dialled.has(path) || path.startsWith("regime.sanctions.tiers");
    expect(found.filter((path) => !reached(path))).toEqual([]);
  });

  test("every value to choose from has words", () => {
    const values = rowsOf(handed.library[0].table).flatMap(({ dials }) => dials.flatMap(({ options }) => [...options]));
    expect(values.map(String).filter((value) => !(value in VALUES))).toEqual([]);
  });

  test("every metric is an outcome", () => {
    for (const name of Object.values(METRICS)) expect(handed.outcomes).toHaveProperty(name);
    expect(Object.keys(METRIC_TEXTS)).toEqual(Object.keys(METRICS));
  });
});

describe("the story", () => {
  test("has seven scenes of at most forty words, what to try included", () => {
    expect(SCENES).toHaveLength(7);
    expect(PLAYED).toHaveLength(7);
    for (const { text, try: attempt } of SCENES) {
      expect(`${text} ${attempt}`.split(/\s+/).length).toBeLessThanOrEqual(40);
    }
  });

  test("uses plain words", () => {
    const told = SCENES.map(({ title, text, try: attempt }) => `${title} ${text} ${attempt}`).join(" ").toLowerCase();
    const jargon = ["parameter", "regime", "agent", "network", "enrol", "tolerance", "severity", "sanction", "node"];
    expect(jargon.filter((word) => told.includes(word))).toEqual([]);
  });
});

describe("numbers in words", () => {
  test("below ten without the leading zero, shares in per cent", () => {
    expect([0.62, 1.4, -0.05, 0, -0.001].map(plain)).toEqual([".62", "1.40", "−.05", ".00", ".00"]);
    expect([percent(0.55), percent(1), percent(0.005)]).toEqual(["55 %", "100 %", "0.5 %"]);
  });

  test("schedules as they are said", () => {
    const at = [0, 52];
    expect(scheduleText({ at, value: [0.3, 1], between: "step" }, "share")).toBe("30 % for 52 weeks, then all");
    expect(scheduleText({ at, value: [0.3, 0.9], between: "linear" }, "share")).toBe("from 30 % to 90 %, week 0 to 52");
    expect(valueText(26, "weeks")).toBe("26 weeks");
  });

  test("the gap says what changed, how much, and which way", () => {
    expect(gapSentence("speech", 0.11, "friends’ penalty off")).toBe(
      "With friends’ penalty off, 11 in 100 more of what people want to say is said.",
    );
    expect(gapSentence("chill", -0.11, "informers")).toContain("11 in 100 less of what people want to say stays");
    expect(gapSentence("ties", 0, "informers")).toContain("just as many");
    expect(gapSentence("speech", 0, null)).toContain("same");
    expect(changesInWords(["a", "b", "c", "d"])).toBe("your 4 changes");
  });
});

const WHY: Why = {
  desire: 0.62, voice: 0.2, line: 0.2, chanceSeen: 0.55, chanceAnyway: 0.1, cost: 0.48,
  parts: { score: 0.27, friends: 0.21, shame: 0, reproach: 0, sanctions: 0 },
  worth: 0.4, risk: 0.5, boldness: 1, boldnessInCompany: 1, friends: 10, friendsLoud: 0, friendsPunished: 0,
  enrolled: true, score: 0.8, muted: false, proportional: false, choice: "lawful", seen: true, punished: false,
  wronglyPunished: false, sharedLoss: 0, sanctions: [{ domain: "bank", rounds: 3 }],
};

describe("why", () => {
  test("says her numbers in sentences, and no part that is nothing", () => {
    const told = whySentences(WHY).join(" ");
    expect(told).toContain("She would like to say .62");
    expect(told).toContain("the chance of being seen is 55 %");
    expect(told).toContain("It would cost her .48, of which .21 is her friends’ loss.");
    expect(told).toContain("Her nerve is worth .40");
    expect(told).toContain("So she says only what is allowed.");
    expect(told).not.toContain("shame");
  });

  test("counts friends by name", () => {
    const seen = (friendsLoud: number, friendsPunished: number) =>
      whySentences({ ...WHY, friendsLoud, friendsPunished }).join(" ");
    expect(seen(0, 1)).toContain("Last week 1 friend was punished.");
    expect(seen(0, 2)).toContain("Last week 2 friends were punished.");
    expect(seen(1, 2)).toContain("Last week 1 friend spoke up and 2 were punished.");
    expect(seen(0, 0)).not.toContain("Last week");
  });

  test("blames silence on mistakes only where something is allowed, and on the platform never", () => {
    const silent = { ...WHY, choice: "nothing", voice: 0, muted: true } as const;
    const feared = whySentences({ ...silent, line: 0.2 }).join(" ");
    expect(feared).toContain("Even what is allowed can be punished by mistake");
    expect(feared).toContain("So she says nothing at all.");
    const forbidden = whySentences({ ...silent, line: 0 }).join(" ");
    expect(forbidden).toContain("As far as she knows, nothing is allowed.");
    expect(forbidden).not.toContain("by mistake");
    expect(forbidden).toContain("Her nerve is worth");
  });

  test("says which weighs more where two numbers look the same", () => {
    const told = (worth: number, risk: number) => whySentences({ ...WHY, worth, risk }).join(" ");
    expect(told(0.204, 0.2)).toContain("worth .20; the risk weighs hardly less.");
    expect(told(0.2, 0.204)).toContain("worth .20; the risk weighs hardly more.");
    expect(told(0.2, 0.2)).toContain("worth .20; the risk weighs .20.");
  });

  test("says what happened to her and what her twin did", () => {
    expect(fateSentences(WHY, VALUES)).toEqual([
      "She was seen, and left alone.", "She is shut out of the bank account for 3 more weeks.",
    ]);
    const wronged = { ...WHY, punished: true, wronglyPunished: true };
    expect(fateSentences(wronged, VALUES)[0]).toContain("all she said was allowed");
    expect(twinSentence(0.2, 0.62, "right")).toBe("On the right, her twin says more: .62.");
    expect(twinSentence(0.2, 0.201, "left")).toContain("the same");
  });
});
