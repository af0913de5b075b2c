/** The state of the page: what was chosen, the two societies that follow from it, and the moment shown. */

import type { Change, Handed, Playing, ScenarioTable, Why } from "../contract.ts";
import { LARGEST_CROWD, same, withChange, withoutPath, type Choice, type Side } from "./choice.ts";
import { lookUp, rowsOf, type Row } from "./instruments.ts";
import { Presets } from "./presets.ts";
import { SCENES, STORY_PRESET } from "./scenes.ts";
import { Twins } from "./twins.ts";

/** What can happen to the state: other choices, other societies, another moment, playing or not. */
export type Event = "choice" | "twins" | "moment" | "playing" | "complaint";

const PLAY_SPEED = 8;

/** Everything the page shows, without the page. */
export class Explorer {
  readonly handed: Handed;
  readonly presets: Presets;
  choice: Choice;
  /** Whether rounds are played by themselves, and how many a second. */
  playing = false;
  speed = PLAY_SPEED;
  /** A moment pointed at for as long as it is, in rounds played; null for the moment chosen. */
  pointed: number | null = null;
  /** Sentences about a change that cannot be made. */
  complaints: string[] = [];
  #twins: Twins;
  #leftTable: ScenarioTable;
  #rightTable: ScenarioTable;
  #listeners: ((event: Event) => void)[] = [];
  #owed = 0;
  #rows: Row[];

  constructor(handed: Handed, choice: Partial<Choice>, people: number) {
    this.handed = handed;
    this.presets = new Presets(handed);
    this.choice = { ...firstChoice(this.presets, people), ...choice };
    const made = this.#tables(this.choice);
    const [left, right] = "lines" in made ? this.#recovered(made.lines, people) : [made.left, made.right];
    [this.#leftTable, this.#rightTable] = [left, right];
    this.#rows = rowsOf(left);
    this.choice.round = Math.min(this.choice.round, left.rounds);
    this.#twins = new Twins(left, right);
  }

  get twins(): Twins {
    return this.#twins;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** A society's scenario as it is played. */
  table(side: Side): ScenarioTable {
    return side === "left" ? this.#leftTable : this.#rightTable;
  }

  /** Rounds that the left scenario lasts; the right one is shown for as long. */
  get rounds(): number {
    return this.#leftTable.rounds;
  }

  /** The moment shown, in rounds played. */
  get moment(): number {
    return Math.min(this.pointed ?? this.choice.round, this.rounds);
  }

  /** Whether rounds up to the moment shown are still to be played. */
  get behind(): boolean {
    return this.#twins.played < this.choice.round;
  }

  /** A society at the moment shown, or as far as it has got. */
  view(side: Side): Playing {
    return this.#twins[side].at(this.moment);
  }

  /** Why a person said what she said at the moment shown; null before the first round and while worked out. */
  why(side: Side, person: number, deadline: number): Why | null {
    const course = this.#twins[side];
    return this.moment > course.played ? null : course.why(person, this.moment, deadline);
  }

  /** Whether both societies are the same people: what was changed acts on them and is not of them. */
  get sharesPeople(): boolean {
    return this.#twins.left.society === this.#twins.right.society;
  }

  listen(listener: (event: Event) => void): void {
    this.#listeners.push(listener);
  }

  #tell(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  // Choices ------------------------------------------------------------------------------------------------------

  /** Takes over other choices, rebuilds what depends on them, and says whether they can be made. */
  choose(change: Partial<Choice>): boolean {
    const next = { ...this.choice, ...change };
    const made = this.#tables(next);
    this.complaints = "lines" in made ? made.lines : [];
    this.#tell("complaint");
    if ("lines" in made) return false;
    next.round = Math.min(next.round, made.left.rounds);
    this.choice = next;
    this.#rebuild(made.left, made.right);
    this.#tell("choice");
    return true;
  }

  #rebuild(left: ScenarioTable, right: ScenarioTable): void {
    const otherLeft = !same(left, this.#leftTable);
    const otherRight = !same(right, this.#rightTable);
    if (!otherLeft && !otherRight) return;
    [this.#leftTable, this.#rightTable] = [left, right];
    if (otherLeft) {
      this.#rows = rowsOf(left);
      this.#twins = new Twins(left, right, this.#twins);
    } else this.#twins.change(right);
    this.pointed = null;
    this.#tell("twins");
  }

  #tables(choice: Choice): { left: ScenarioTable; right: ScenarioTable } | { lines: string[] } {
    const left = this.presets.left(choice);
    if ("lines" in left) return left;
    const right = this.presets.right(left.table, choice);
    return "lines" in right ? right : { left: left.table, right: right.table };
  }

  /** Tables of as much of a refused first choice as can be made; the rest is told. */
  #recovered(lines: string[], people: number): [ScenarioTable, ScenarioTable] {
    const { left, right, preset } = this.choice;
    this.complaints = lines;
    this.choice = { ...this.choice, left: [], right: [] };
    // As many people as were asked for, unless not even the library's scenario can be played with so few.
    if ("lines" in this.#tables(this.choice)) this.choice.people = Math.min(people, this.#own(preset));
    for (const [side, changes] of [["left", left], ["right", right]] as const) {
      for (const change of changes) {
        const more = { ...this.choice, [side]: [...this.choice[side], change] };
        if (!("lines" in this.#tables(more))) this.choice = more;
      }
    }
    const made = this.#tables(this.choice);
    if ("lines" in made) throw new Error(made.lines.join("\n"));
    return [made.left, made.right];
  }

  #own(preset: string): number {
    return this.presets.get(preset)!.society.population;
  }

  /** Opens a library scenario for both societies; the story, if it is on, is left. */
  open(preset: string): boolean {
    const table = this.presets.get(preset)!;
    const people = Math.min(this.choice.people, table.society.population);
    return this.choose({ preset, left: [], right: [], seed: table.seed, people, round: 0, scene: null });
  }

  /** Opens a table that came from a file: it becomes what it changes in the nearest library scenario. */
  openTable(table: ScenarioTable, people: number): boolean {
    const near = this.presets.nearest(table);
    const crowd = Math.min(people, table.society.population);
    const choice = { ...near, right: [], seed: table.seed, round: 0, scene: null };
    if (crowd === table.society.population) return this.choose({ ...choice, people: crowd });
    const most = Math.min(LARGEST_CROWD, table.society.population);
    return this.choose({ ...choice, people: crowd }) || this.choose({ ...choice, people: most });
  }

  /** Shows a scene of the story from its beginning, or leaves the story and keeps everything as it is. */
  tell(scene: number | null): void {
    if (scene === null) return void this.choose({ scene });
    const { left, right, metric } = SCENES[scene];
    const people = Math.min(this.choice.people, this.#own(STORY_PRESET));
    this.choose({ preset: STORY_PRESET, left, right, metric, scene, people, round: 0 });
  }

  // Changes of the right society ---------------------------------------------------------------------------------

  /** Sets values in the right society; a value that the left one has as well is no change. */
  set(changes: readonly Change[]): boolean {
    const right = changes.reduce<Change[]>(
      (made, change) =>
        same(lookUp(this.#leftTable, change.path), change.value)
          ? withoutPath(made, change.path)
          : withChange(made, change),
      this.choice.right,
    );
    return this.choose({ right });
  }

  /** Takes back every change at some paths or below them. */
  undo(paths: readonly string[]): void {
    this.choose({ right: paths.reduce<Change[]>(withoutPath, this.choice.right) });
  }

  undoAll(): void {
    this.choose({ right: [] });
  }

  /** Makes the right society the left one as well, so that further changes are compared with it. */
  adopt(): void {
    this.choose({ left: this.choice.right.reduce(withChange, this.choice.left), right: [] });
  }

  // Time ---------------------------------------------------------------------------------------------------------

  /** Goes to a moment; rounds not played yet are played by `work`. */
  goTo(round: number): void {
    this.choice.round = Math.max(0, Math.min(Math.round(round), this.rounds));
    this.pointed = null;
    this.#tell("moment");
  }

  /** Shows a moment that was played, for as long as it is pointed at. */
  point(round: number | null): void {
    const pointed = round === null ? null : Math.max(0, Math.min(Math.round(round), this.#twins.played));
    if (pointed === this.pointed) return;
    this.pointed = pointed;
    this.#tell("moment");
  }

  play(on = !this.playing): void {
    if (on && this.choice.round >= this.rounds) this.goTo(0);
    this.playing = on;
    this.#owed = 0;
    this.#tell("playing");
  }

  /** Lets `seconds` pass and plays until `deadline` (milliseconds of performance.now) at most. */
  work(seconds: number, deadline: number): void {
    const before = this.#twins.played;
    if (this.behind) this.#twins.work(this.choice.round, deadline);
    else if (this.playing && this.pointed === null) this.#playOn(seconds, deadline);
    else return;
    if (this.#twins.played !== before || this.playing) this.#tell("moment");
    if (this.playing && this.choice.round >= this.rounds) this.play(false);
  }

  #playOn(seconds: number, deadline: number): void {
    // After a pause in which the page was hidden, it does not rush to make up for it.
    this.#owed = Math.min(this.#owed + seconds * this.speed, Math.max(1, this.speed / 4));
    const due = Math.floor(this.#owed);
    if (due === 0) return;
    const target = Math.min(this.rounds, this.choice.round + due);
    this.#twins.work(target, deadline);
    const shown = Math.min(target, Math.max(this.choice.round, this.#twins.played));
    this.#owed -= due;
    this.choice.round = shown;
  }
}

function firstChoice(presets: Presets, people: number): Choice {
  const preset = presets.get(STORY_PRESET) ? STORY_PRESET : presets.names[0];
  const table = presets.get(preset)!;
  return {
    preset,
    left: [],
    right: [],
    seed: table.seed,
    people: Math.min(people, table.society.population),
    round: 0,
    metric: "speech",
    colourBy: "voice",
    scene: null,
  };
}
