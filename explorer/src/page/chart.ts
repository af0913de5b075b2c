import { Chart } from "../charts/index.ts";
import { METRIC_TEXTS, TABLES, told } from "../text/en.ts";
import { METRICS, type Explorer, type Metric } from "../worlds/index.ts";
import { button, element, freshId, setText, Tabs } from "./dom.ts";
import type { Look } from "./look.ts";
import { sideTitle } from "./stage.ts";
import { unitOf } from "./transport.ts";
import { gapInWords } from "./words.ts";

/** How long the sentence about the gap has to stand still before it is read out, in milliseconds. */
const QUIET = 900;

/** One chart of both societies, the choice of what it shows, and the gap in one sentence. */
export class GapChart {
  readonly host: HTMLElement;
  readonly #explorer: Explorer;
  readonly #chart: Chart;
  readonly #tabs: Tabs<Metric>;
  readonly #panel: HTMLElement;
  readonly #axis = element("p", { class: "axis" });
  readonly #sentence = element("p", { class: "gap" });
  readonly #spoken = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  #drawn = "";
  #toSay = 0;

  constructor(explorer: Explorer, look: Look, openTable: () => void) {
    this.#explorer = explorer;
    const id = freshId();
    const metrics = Object.keys(METRICS) as Metric[];
    const names = metrics.map((name): [Metric, string] => [name, METRIC_TEXTS[name].tab]);
    this.#tabs = new Tabs(TABLES.chart, names, (metric) => explorer.choose({ metric }), id);
    this.#panel = element("div", { id, role: "tabpanel", class: "chart-panel" });
    const table = button(TABLES.open, openTable, { class: "plain" });
    const head = element("div", { class: "chart-head" }, this.#tabs.list, this.#axis, table);
    this.host = element("section", { class: "gap-chart", "aria-label": TABLES.chart });
    this.host.append(this.#sentence, this.#spoken, head, this.#panel);
    const roundNumber = (round: number) => `${unitOf(explorer)} ${round.toLocaleString("en-GB")}`;
    this.#chart = new Chart(this.#panel, { label: TABLES.chart, roundNumber });
    this.#chart.onPoint = (round) => explorer.point(round);
    this.#panel.addEventListener("click", () => explorer.pointed !== null && explorer.goTo(explorer.pointed));
    this.#panel.addEventListener("pointerleave", () => explorer.point(null));
    const dress = () => (this.#chart.theme = look.theme);
    look.listen(dress);
    dress();
  }

  /** The drawn chart, for keeping. */
  get canvas(): HTMLCanvasElement | null {
    return this.#panel.querySelector("canvas");
  }

  /** The same numbers as a table. */
  table(): HTMLTableElement {
    return this.#chart.table();
  }

  /** Draws what has been played since; does nothing where nothing was. */
  update(): void {
    const { choice, twins, moment } = this.#explorer;
    const { metric } = choice;
    this.#panel.setAttribute("aria-labelledby", this.#tabs.show(metric));
    setText(this.#axis, METRIC_TEXTS[metric].axis);
    const sentence = gapInWords(this.#explorer);
    setText(this.#sentence, sentence);
    this.#sayLater(sentence);
    const drawn = `${metric} ${twins.left.played} ${twins.right.played} ${choice.right.length}`;
    if (drawn !== this.#drawn || twins.right.played < twins.left.played) this.#draw(metric);
    this.#drawn = drawn;
    this.#chart.point(moment === 0 ? null : moment);
  }

  #draw(metric: Metric): void {
    const { twins } = this.#explorer;
    const [left, right] = [twins.left, twins.right].map(({ history }) => history[METRICS[metric]] ?? []);
    const length = Math.min(left.length, right.length);
    this.#chart.set({
      left: left.slice(0, length),
      right: right.slice(0, length),
      leftLabel: sideTitle(this.#explorer, "left"),
      rightLabel: sideTitle(this.#explorer, "right"),
      format: (value) => (METRIC_TEXTS[metric].share ? `${(100 * value).toFixed(1)} %` : value.toFixed(2)),
      warm: WARM[metric],
      // The society shown at a point has played that many rounds.
      rounds: Array.from({ length }, (_, round) => round + 1),
      last: Math.max(2, this.#explorer.rounds),
      ...(metric === "speech" ? { range: WHOLE } : {}),
    });
  }

  /** Says the sentence aloud when it has stood for a while: once for a change, not in every round. */
  #sayLater(sentence: string): void {
    clearTimeout(this.#toSay);
    if (sentence === this.#spoken.textContent) return;
    this.#toSay = window.setTimeout(() => setText(this.#spoken, sentence), QUIET);
  }

  /** What the chart is about, for a heading over its table. */
  get heading(): string {
    return `${METRIC_TEXTS[this.#explorer.choice.metric].axis} (${unitOf(this.#explorer).toLowerCase()})`;
  }
}

/** Speech is drawn against everything that people would like to say. */
const WHOLE: [number, number] = [0, 1.03];

const WARM: Record<Metric, "more" | "less" | "neither"> = {
  speech: "more", chill: "less", bystander: "less", score: "neither", ties: "neither",
};

/** The big number of one side at the moment shown, and its words. */
export function bigNumber(explorer: Explorer, side: "left" | "right"): [string, string] {
  const { metric } = explorer.choice;
  const course = explorer.twins[side];
  const round = Math.min(explorer.moment, course.played);
  if (round === 0) return ["–", METRIC_TEXTS[metric].told];
  return told(metric, course.history[METRICS[metric]][round - 1]);
}
