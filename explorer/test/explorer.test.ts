import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Handed, Playing } from "../src/contract.ts";
import { buildSociety, policyOf, Simulation } from "../src/model/index.ts";
import {
  csvText, Explorer, fragmentOf, METRICS, Presets, readFragment, SCENES, type Choice,
} from "../src/worlds/index.ts";

const handed = JSON.parse(readFileSync(new URL("handed.json", import.meta.url), "utf8")) as Handed;
const presets = new Presets(handed);
const LATER = Infinity;

function opened(choice: Partial<Choice> = {}, people = 300): Explorer {
  return new Explorer(handed, { people, ...choice }, people);
}

function playTo(explorer: Explorer, round: number): void {
  explorer.goTo(round);
  while (explorer.behind) explorer.work(0, LATER);
}

/** Everything a picture shows of a society, to the precision in which the past is kept. */
function seen({ people, round, voice, desire, mark, enrolled, frozen, sanctioned, cut, score }: Playing) {
  const said = (i: number) => (desire[i] > 0 ? Math.round((255 * voice[i]) / desire[i]) : 255);
  const share = Array.from({ length: people }, (_, i) => said(i));
  const points = Array.from(score, (each) => Math.round(each * 1000));
  const states = [mark, enrolled, frozen, sanctioned].map((each) => [...each]);
  return { round, share, points, states, cut: [...cut] };
}

describe("two societies", () => {
  test("of the same people share them, and differ only by what was changed", () => {
    const explorer = opened();
    expect(explorer.sharesPeople).toBe(true);
    playTo(explorer, 60);
    expect(explorer.twins.right.history).toEqual(explorer.twins.left.history);
    explorer.set([{ path: "regime.association.weight", value: 0 }]);
    expect(explorer.sharesPeople).toBe(true);
    playTo(explorer, 60);
    expect(explorer.twins.gap("speech", 60)).toBeGreaterThan(0);
    explorer.undoAll();
    playTo(explorer, 60);
    expect(explorer.twins.gap("speech", 60)).toBe(0);
  });

  test("of other people do not share them", () => {
    const explorer = opened();
    explorer.set([{ path: "society.traits.care", value: { distribution: "constant", value: 0.9 } }]);
    expect(explorer.sharesPeople).toBe(false);
  });

  test("count a change from the first round: the replay equals a run that had it from the start", () => {
    const explorer = opened();
    playTo(explorer, 40);
    const before = explorer.twins.left;
    explorer.set([{ path: "regime.scoring.severity", value: 0.9 }]);
    expect(explorer.twins.left).toBe(before);
    playTo(explorer, 40);
    const table = explorer.table("right");
    const straight = new Simulation(buildSociety(table.society, table.seed), policyOf(table), table.seed);
    const voiceShare: number[] = [];
    for (let round = 0; round < 40; round++) {
      straight.step();
      voiceShare.push(straight.outcomes().voice_share);
    }
    expect(explorer.twins.right.history.voice_share).toEqual(voiceShare);
    expect(explorer.view("right").voice).toEqual(straight.voice);
  });

  test("replay in slices, and at least one round in each", () => {
    const explorer = opened();
    playTo(explorer, 5);
    explorer.set([{ path: "regime.scoring.severity", value: 0.9 }]);
    let slices = 0;
    for (; explorer.behind; slices++) explorer.work(0, 0);
    expect(slices).toBe(5);
    expect(explorer.twins.right.played).toBe(5);
  });

  test("show an earlier round as it was, ties that were cut since included", () => {
    const explorer = opened({ right: [{ path: "reactions.ostracism", value: 0.05 }] });
    const lived: ReturnType<typeof seen>[] = [];
    for (let round = 1; round <= 30; round++) {
      playTo(explorer, round);
      lived.push(seen(explorer.view("right")));
    }
    expect(lived.at(-1)!.cut).toContain(1);
    for (const round of [30, 1, 17, 29]) {
      explorer.point(round);
      expect(seen(explorer.view("right"))).toEqual(lived[round - 1]);
    }
    explorer.point(null);
    expect(explorer.moment).toBe(30);
  });

  test("say why, also in a round left behind", () => {
    const explorer = opened();
    const table = explorer.table("left");
    const straight = new Simulation(buildSociety(table.society, table.seed), policyOf(table), table.seed);
    for (let round = 0; round < 12; round++) straight.step();
    playTo(explorer, 30);
    expect(explorer.why("left", 7, LATER)!.voice).toBe(explorer.view("left").voice[7]);
    explorer.point(12);
    expect(explorer.why("left", 7, LATER)).toEqual(straight.why(7));
    expect(explorer.why("left", 7, -1)).toEqual(straight.why(7));
    explorer.point(3);
    expect(explorer.why("left", 7, -1)).toBeNull();
  });
});

describe("choices", () => {
  test("a value the left society has as well is no change", () => {
    const explorer = opened();
    explorer.set([{ path: "regime.association.weight", value: 0 }]);
    expect(explorer.choice.right).toHaveLength(1);
    explorer.set([{ path: "regime.association.weight", value: 0.25 }]);
    expect(explorer.choice.right).toEqual([]);
  });

  test("changes can be undone one by one, or become the society to compare with", () => {
    const explorer = opened();
    explorer.set([{ path: "regime.association.weight", value: 0 }, { path: "safeguards.due_process", value: 1 }]);
    explorer.undo(["regime.association"]);
    expect(explorer.choice.right.map(({ path }) => path)).toEqual(["safeguards.due_process"]);
    explorer.adopt();
    expect(explorer.choice.right).toEqual([]);
    expect(explorer.table("left").safeguards.due_process).toBe(1);
    expect(explorer.table("right")).toEqual(explorer.table("left"));
  });

  test("what cannot be is told and changes nothing", () => {
    const explorer = opened();
    const before = explorer.choice;
    expect(explorer.set([{ path: "regime.association.weight", value: 7 }])).toBe(false);
    expect(explorer.complaints[0]).toContain("regime.association.weight");
    expect(explorer.choice).toBe(before);
  });

  test.each(handed.library)("every row of $name can be switched off and on again", ({ name, table }) => {
    const explorer = opened({ preset: name }, 100);
    for (const row of explorer.rows) {
      if (row.active(table)) {
        expect(explorer.set(row.off(table))).toBe(true);
        expect(row.active(explorer.table("right"))).toBe(false);
        explorer.undo(row.paths);
        expect(row.active(explorer.table("right"))).toBe(true);
      } else if (explorer.set(row.on(table))) {
        expect(row.active(explorer.table("right"))).toBe(true);
        explorer.undo(row.paths);
      }
      expect(explorer.choice.right).toEqual([]);
    }
  });

  test("a scene's left society is what the scene before ended with", () => {
    for (let scene = 1; scene < SCENES.length; scene++) {
      const [before, after] = [opened({ ...SCENES[scene - 1] }, 50), opened({ ...SCENES[scene] }, 50)];
      expect(after.table("left")).toEqual(before.table("right"));
    }
  });

  test("a table that is not in the library becomes changes of the nearest that is", () => {
    const table = structuredClone(presets.get("informers")!);
    table.regime.scoring.severity = 0.77;
    table.title = "My own";
    const explorer = opened();
    expect(explorer.openTable(table, 400)).toBe(true);
    expect(explorer.choice.preset).toBe("informers");
    expect(explorer.choice.left).toHaveLength(2);
    expect(explorer.table("left")).toEqual({ ...table, society: { ...table.society, population: 400 } });
  });
});

describe("societies too large for a browser", () => {
  const complete = { generator: "complete" };
  const dense = { generator: "erdos-renyi", mean_degree: 9_000 };

  test.each([
    ["online", complete, 10_000, "about 49,995,000 ties"], ["online", dense, 10_000, "about 45,000,000 ties"],
    ["offline", complete, 10_000, "about 49,995,000 ties"], ["online", complete, 100_000_000, "ties"],
  ])("are refused in a file by a sentence: %s %o among %i people", (layer, network, population, told) => {
    const table = structuredClone(presets.get("sesame-credit")!);
    Object.assign(table.society, { population, [layer]: network });
    const explorer = opened();
    const before = explorer.choice;
    expect(explorer.openTable(table, 2_000)).toBe(false);
    expect(explorer.complaints.join()).toContain(told);
    expect(explorer.choice).toBe(before);
  });

  test.each(["l", "c"])("are left out of a link: %s", (side) => {
    const text = `n=10000&${side}=society.online:${JSON.stringify(complete)}`;
    const explorer = new Explorer(handed, readFragment(text, presets).choice, 300);
    expect(explorer.complaints.join()).toContain("ties");
    expect([...explorer.choice.left, ...explorer.choice.right]).toEqual([]);
  });

  test("are no society of a whole that a link sets at once", () => {
    const { choice, complaints } = readFragment('c=society:{"population":100000000}', presets);
    expect(choice.right).toEqual([]);
    expect(complaints).toHaveLength(1);
  });

  test("are not those without ties", () => {
    const explorer = opened();
    const network = { generator: "empty" };
    expect(explorer.choose({ people: 10_000, left: [{ path: "society.online", value: network }] })).toBe(true);
  });
});

describe("the fragment", () => {
  const choice: Choice = {
    preset: "sesame-credit",
    left: [{ path: "title", value: "Ein <b>Titel</b> & mehr; 100%" }],
    right: [
      { path: "regime.association.weight", value: 0 },
      { path: "regime.association.sharing", value: "shared" },
      { path: "regime.sanctions.linked_identity", value: false },
      { path: "regime.enrolment.share", value: { at: [0, 52], value: [0.3, 1], between: "linear" } },
      { path: "regime.sanctions.tiers", value: [{ domain: "bank", threshold: -0.2, rounds: 26, burden: 1e-7 }] },
    ],
    seed: 3, people: 2000, round: 60, metric: "chill", colourBy: "score", scene: null,
  };

  test("leads back to where it came from", () => {
    const { choice: read, complaints } = readFragment(`#${fragmentOf(choice)}`, presets);
    expect(complaints).toEqual([]);
    expect(read).toEqual({ ...choice, scene: undefined });
  });

  test("is short and readable", () => {
    const plain = { metric: "speech", colourBy: "voice" } as const;
    const short: Choice = { ...choice, ...plain, left: [], right: choice.right.slice(0, 1) };
    expect(fragmentOf(short)).toBe("s=sesame-credit&c=regime.association.weight:0&seed=3&n=2000&r=60");
  });

  test("counts a value that is set twice as one change, the last", () => {
    const text = "c=regime.association.weight:0&c=regime.association.weight:0.5";
    expect(readFragment(text, presets).choice.right).toEqual([{ path: "regime.association.weight", value: 0.5 }]);
  });

  const scenes = SCENES.map((scene, index) => [index, scene] as const);

  test.each(scenes)("tells scene %i by its number alone", (index, scene) => {
    const told = { ...choice, left: scene.left, right: scene.right, metric: scene.metric, scene: index };
    const text = fragmentOf(told);
    expect(text).not.toContain("c=");
    expect(readFragment(text, presets).choice).toMatchObject({ left: scene.left, right: scene.right, scene: index });
    const undone = readFragment(fragmentOf({ ...told, right: [] }), presets).choice;
    expect(undone.right).toEqual([]);
  });

  test.each([
    ["s=__proto__"], ["s=no-such-scenario"], ["c=__proto__.polluted:1"], ["c=regime.__proto__.polluted:1"],
    ["c=constructor.prototype.polluted:1"], ["c=regime.association.weight:%E0%A4%A"], ["c=x"], ["c=:1"], ["seed=-1"],
    ["n=1000000000"], ["n=NaN"], ["r=1e99"], ["scene=99"], ['c=regime.association.weight:{"a"'],
    ["c=javascript:alert(1)"],
    [`c=${"a".repeat(30_000)}`], ["c=regime.enrolment.share:a@0;b@1"],
  ])("says what it cannot read and takes nothing from it: %s", (text) => {
    const { choice: read, complaints } = readFragment(text, presets);
    expect(complaints.length).toBeGreaterThan(0);
    expect(Object.values(read).flat()).toEqual([]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test.each([
    ["c=regime.association.weight:5"], ["c=regime.nonsense.weight:1"], ["c=society.population:3000000"],
    ["c=society.online:{%22generator%22:%22file%22,%22path%22:%22/etc/passwd%22}"], ["c=rounds:-4"],
    ["c=regime.authority.mode:adaptive&c=regime.scoring.severity:0.1@0;0.5@9"], ["c=title:%22a%0Ab%22"],
    ["l=society.online.mean_degree:998&n=10"],
  ])("is checked by the scenario's own rules: %s", (text) => {
    const { choice: read, complaints } = readFragment(`s=sesame-credit&${text}`, presets);
    const explorer = new Explorer(handed, read, 50);
    expect([...complaints, ...explorer.complaints].length).toBeGreaterThan(0);
    expect(explorer.table("left").society.population).toBeLessThanOrEqual(10_000);
  });
});

test("the numbers to take away hold every outcome of both societies, one row a round, and nobody by herself", () => {
  const explorer = opened({ right: [{ path: "regime.association.weight", value: 0 }] }, 50);
  playTo(explorer, 6);
  const { left, right } = explorer.twins;
  const [header, ...rows] = csvText(left, right, handed.outcomes).trim().split("\n");
  const names = header.split(",");
  expect(names).toHaveLength(1 + 3 * Object.keys(handed.outcomes).length);
  expect(header).toContain("voice_share left [share of desired dissent]");
  expect(rows).toHaveLength(6);
  const last = rows[5].split(",").map(Number);
  const at = names.indexOf("chill difference [share of desired dissent]");
  expect(last[0]).toBe(5);
  expect(last[at]).toBe(right.history[METRICS.chill][5] - left.history[METRICS.chill][5]);
});
