import type { Change } from "../contract.ts";
import { withChange, type Metric } from "./choice.ts";
import type { Group } from "./instruments.ts";

export interface Scene {
  left: Change[];
  right: Change[];
  metric: Metric;
  /** The group of controls in which there is something to try. */
  group: Group;
  /** Rounds that the scene plays. */
  rounds: number;
}

/** The library scenario that the story is told with. */
export const STORY_PRESET = "sesame-credit";
const MANDATORY_FROM = 40;
const VOLUNTEERS = 0.4;
const ROUNDS = 104;

const changes = (values: Record<string, unknown>): Change[] =>
  Object.entries(values).map(([path, value]) => ({ path, value }));

const FREE = changes({
  title: "The story",
  rounds: ROUNDS,
  "society.offline": "same",
  "society.traits.care": { distribution: "constant", value: 0.8 },
  "regime.observation.surveillance": 0,
  "regime.observation.cooperation": 0,
  "regime.observation.misreading": 0,
  "regime.scoring.severity": 0,
  "regime.association.weight": 0,
  "regime.publicity.audience": 0,
  "regime.enrolment.share": 0,
  "regime.enrolment.volunteers": VOLUNTEERS,
  "regime.sanctions.tiers": [],
  "reactions.reproach": 0,
  "reactions.shunning": 0,
});

/** What each scene changes, one after the other; a scene's left society is the right one of the scene before. */
const STEPS: { changes: Change[]; metric: Metric; group?: Group }[] = [
  { metric: "speech", changes: [] },
  {
    metric: "speech",
    changes: changes({
      "regime.observation.surveillance": 0.2,
      "regime.observation.cooperation": 1,
      "regime.observation.misreading": 0.02,
      "regime.scoring.severity": 0.6,
      "regime.enrolment.share": VOLUNTEERS,
    }),
  },
  { metric: "speech", group: "safeguards", changes: changes({ "regime.association.weight": 0.4 }) },
  {
    metric: "ties",
    changes: changes({ "regime.publicity.audience": 1, "reactions.reproach": 0.2, "reactions.shunning": 0.03 }),
  },
  {
    metric: "speech",
    changes: changes({
      "regime.enrolment.share": { at: [0, MANDATORY_FROM], value: [VOLUNTEERS, 1], between: "step" },
    }),
  },
  {
    metric: "speech",
    changes: changes({
      "regime.informers.share": 0.05,
      "regime.informers.duty": 0.5,
      "regime.informers.report_chance": 0.3,
      "regime.sanctions.tiers": [
        { domain: "travel", threshold: 0.5, rounds: 13, burden: 1 },
        { domain: "bank", threshold: 0.2, rounds: 26, burden: 4 },
      ],
    }),
  },
  {
    metric: "speech",
    group: "safeguards",
    changes: changes({
      "safeguards.no_guilt_by_association": 1,
      "safeguards.secret_scores": 1,
      "safeguards.siloed_identity": 1,
      "safeguards.no_informers": 1,
    }),
  },
];

/** The seven scenes: each keeps what came before on the left and makes one change on the right. */
export const SCENES: readonly Scene[] = STEPS.map(({ changes: right, metric, group = "regime" }, scene) => ({
  left: STEPS.slice(0, scene).flatMap((step) => step.changes).reduce(withChange, FREE),
  right,
  metric,
  group,
  rounds: ROUNDS,
}));
