/** The page: its parts put together, and the beat that plays and draws. */

import type { Handed } from "../contract.ts";
import { showResult } from "../results/index.ts";
import { FRAGMENT, HEADER, PAGE, STAGE, TABLES } from "../text/en.ts";
import {
  fragmentOf, Explorer, METRICS, Presets, readFragment, SCENES, type Choice, type Metric,
} from "../worlds/index.ts";
import { copyText, showText, takeDrops } from "./assumptions.ts";
import { Card } from "./card.ts";
import { GapChart } from "./chart.ts";
import { Controls } from "./controls.ts";
import { button, element, openDialog } from "./dom.ts";
import { Focus } from "./focus.ts";
import { makeHeader, newPeople } from "./header.ts";
import { listenToKeys, showKeys } from "./keys.ts";
import { showSaving } from "./keeping.ts";
import { Look } from "./look.ts";
import { Societies } from "./stage.ts";
import { Storyteller } from "./storyteller.ts";
import { showChartTable, showPictureTable } from "./tables.ts";
import { makeLegend, makeTransport } from "./transport.ts";

const PEOPLE = { wide: 2_000, narrow: 1_000 };
/** Milliseconds of each frame that may go into playing rounds; the rest is for drawing. */
const BUDGET = 9;
/** The same while rounds are caught up with, when being there soon matters more than a smooth way. */
const HURRY = 26;
/** Milliseconds without another moment shown until the one shown goes into the address. */
const SETTLED = 400;

/** Shows a stored result if there is one, else the two societies. */
export function openPage(handed: Handed, host: HTMLElement): void {
  const look = new Look();
  const { result } = handed;
  if (result === null) return void new Page(handed, host, look);
  const open = () => {
    host.replaceChildren();
    host.classList.remove("result-host");
    new Page(handed, host, look);
  };
  const main = element("main", { class: "result-page" });
  const theme = button(HEADER.theme, () => look.turn(), { class: "plain" });
  const name = element("p", { class: "word-mark" }, PAGE.name);
  const top = element("header", {}, name, element("span", { class: "spring" }), theme);
  host.replaceChildren(top, main);
  host.classList.add("result-host");
  look.listen(showResult(main, result, handed.outcomes, result.loaded || handed.start === null ? null : open));
}

/** The explorer on the page. */
class Page {
  readonly #explorer: Explorer;
  readonly #look: Look;
  readonly #people: number;
  readonly #societies: Societies;
  readonly #chart: GapChart;
  readonly #card: Card;
  readonly #controls: Controls;
  readonly #story: Storyteller;
  readonly #header: ReturnType<typeof makeHeader>;
  readonly #transport: ReturnType<typeof makeTransport>;
  readonly #legend: ReturnType<typeof makeLegend>;
  readonly #focus = new Focus();
  #stale = true;
  #before = 0;
  #addressed = "";
  #toAddress = 0;

  constructor(handed: Handed, host: HTMLElement, look: Look) {
    this.#look = look;
    this.#people = look.narrow ? PEOPLE.narrow : PEOPLE.wide;
    const { choice, complaints } = firstChoice(handed, this.#people);
    const explorer = new Explorer(handed, choice, this.#people);
    this.#explorer = explorer;
    this.#societies = new Societies(explorer, look);
    this.#chart = new GapChart(explorer, look, () => showChartTable(this.#chart));
    this.#card = new Card(explorer, this.#societies);
    this.#controls = new Controls(explorer);
    this.#story = new Storyteller(explorer, look, (group) => this.#controls.show(group));
    this.#transport = makeTransport(explorer);
    this.#legend = makeLegend(explorer);
    this.#header = makeHeader(explorer, look, {
      story: () => this.#story.tell(0),
      share: () => this.#share(),
      save: () => showSaving(explorer, this.#societies, this.#chart),
      text: () => showText(explorer, this.#people),
      keys: showKeys,
    });
    this.#compose(host);
    this.#listen();
    this.#begin([...complaints, ...explorer.complaints]);
    explorer.complaints = [];
  }

  #compose(host: HTMLElement): void {
    const under = element("div", { class: "under" },
      this.#legend.host,
      element("span", { class: "spring" }),
      button(STAGE.ask, () => this.#ask()),
      button(TABLES.open, () => showPictureTable(this.#explorer), {
        class: "plain", "aria-label": `${TABLES.open}: ${TABLES.picture}`,
      }),
    );
    const stage = element("div", { class: "stage", id: "stage" }, this.#societies.host, under);
    this.#societies.host.append(this.#card.host);
    stage.append(this.#transport.host, this.#chart.host);
    const sheet = element("div", { class: "sheet", id: "sheet" }, this.#story.host, this.#controls.host);
    const open = button(HEADER.controls, () => this.#turnSheet(), { class: "sheet-switch", "aria-controls": "sheet" });
    const notice = element("footer", {}, open,
      element("p", {}, PAGE.notice),
      button(HEADER.text, () => showText(this.#explorer, this.#people), { class: "link" }),
      element("p", { class: "version" }, `${PAGE.name} ${this.#explorer.handed.version}`),
    );
    host.replaceChildren(
      element("a", { class: "skip", href: "#stage" }, PAGE.skip),
      this.#header.host,
      element("main", {}, stage, sheet),
      notice,
    );
    host.querySelector(".skip")!.addEventListener("click", (event) => {
      event.preventDefault();
      host.querySelector("canvas")!.focus();
    });
  }

  #listen(): void {
    const explorer = this.#explorer;
    explorer.listen((event) => {
      this.#stale = true;
      if (event === "choice" || event === "playing") this.#address();
      else if (event === "moment") this.#addressSoon();
    });
    this.#look.listen(() => (this.#stale = true));
    this.#societies.onPerson = () => this.#card.update();
    takeDrops(explorer, this.#people);
    listenToKeys(this.#shortcuts());
    addEventListener("hashchange", () => this.#readdress());
  }

  #shortcuts(): Record<string, () => void> {
    const explorer = this.#explorer;
    const metrics = Object.keys(METRICS) as Metric[];
    const last = () => explorer.choice.right.at(-1);
    return {
      " ": () => explorer.play(),
      arrowright: () => explorer.goTo(explorer.choice.round + 1),
      arrowleft: () => explorer.goTo(explorer.choice.round - 1),
      home: () => explorer.goTo(0),
      end: () => explorer.goTo(explorer.twins.played),
      c: () => explorer.choose({ colourBy: explorer.choice.colourBy === "voice" ? "score" : "voice" }),
      n: () => newPeople(explorer),
      w: () => this.#ask(),
      u: () => last() && explorer.undo([last()!.path]),
      t: () => showText(explorer, this.#people),
      d: () => this.#look.turn(),
      "?": showKeys,
      escape: () => this.#societies.mark(null),
      ...Object.fromEntries(metrics.map((metric, at) => [String(at + 1), () => void explorer.choose({ metric })])),
    };
  }

  #begin(complaints: string[]): void {
    const { scene, round } = this.#explorer.choice;
    if (scene !== null && round === 0) {
      if (this.#look.still) this.#explorer.goTo(SCENES[scene].rounds);
      else this.#explorer.play(true);
    }
    if (complaints.length > 0) complain(complaints);
    requestAnimationFrame((now) => this.#beat(now));
  }

  /** One frame: rounds that are due, then what is to be seen of them. */
  #beat(now: number): void {
    const seconds = Math.min(0.25, (now - this.#before) / 1000);
    this.#before = now;
    this.#explorer.work(seconds, performance.now() + (this.#explorer.behind ? HURRY : BUDGET));
    if (this.#stale || this.#card.waiting) this.#update();
    this.#societies.draw(now);
    this.#focus.keep();
    requestAnimationFrame((next) => this.#beat(next));
  }

  #update(): void {
    this.#stale = false;
    document.body.classList.toggle("told", this.#explorer.choice.scene !== null);
    this.#header.update();
    this.#societies.update();
    this.#transport.update();
    this.#legend.update();
    this.#chart.update();
    this.#controls.update();
    this.#story.update();
    this.#card.update();
  }

  #ask(): void {
    this.#societies.mark(this.#societies.someone());
  }

  #turnSheet(): void {
    const open = document.body.classList.toggle("sheet-open");
    document.querySelector(".sheet-switch")!.setAttribute("aria-expanded", String(open));
  }

  #share(): void {
    this.#address();
    void copyText(location.href, document.querySelector<HTMLElement>(".share")!, HEADER.shared, HEADER.shareFailed);
  }

  /** Writes the moment into the address once it stands still. */
  #addressSoon(): void {
    clearTimeout(this.#toAddress);
    this.#toAddress = window.setTimeout(() => this.#address(), SETTLED);
  }

  /** Writes the state into the address, where a link can be copied from. */
  #address(): void {
    this.#addressed = `#${fragmentOf(this.#explorer.choice)}`;
    try {
      history.replaceState(null, "", this.#addressed);
    } catch {
      // Some browsers allow no changes of a file's address in quick succession; the next one will be written.
    }
  }

  /** Follows a link to another state that was opened on the same page. */
  #readdress(): void {
    if (location.hash === this.#addressed || location.hash === "") return;
    const { choice, complaints } = readFragment(location.hash, this.#explorer.presets);
    const begin: Partial<Choice> = { left: [], right: [], scene: null, round: 0, ...choice };
    const taken = this.#explorer.choose(begin);
    const told = [...complaints, ...(taken ? [] : this.#explorer.complaints)];
    if (told.length > 0) complain(told);
  }
}

/** Says what of a link could not be followed. */
function complain(lines: string[]): void {
  const list = element("ul", { class: "lines" }, ...lines.slice(0, 8).map((line) => element("li", {}, line)));
  openDialog(PAGE.name, HEADER.close, element("p", {}, FRAGMENT.refused), list);
}

/** What the address asks for, else the scenario that was handed over, else the story. */
function firstChoice(handed: Handed, people: number): { choice: Partial<Choice>; complaints: string[] } {
  const presets = new Presets(handed);
  if (location.hash.length > 1) return readFragment(location.hash, presets);
  if (handed.start === null) return { choice: { ...SCENES[0], scene: 0 }, complaints: [] };
  const { table } = handed.start;
  const choice = { ...presets.nearest(table), seed: table.seed, people: Math.min(people, table.society.population) };
  return { choice, complaints: [] };
}
