import { layOut, Picture, type Layout } from "../picture/index.ts";
import type { Network, Playing } from "../contract.ts";
import { STAGE } from "../text/en.ts";
import type { Explorer, Side } from "../worlds/index.ts";
import { button, element, setAttribute, setText } from "./dom.ts";
import { bigNumber } from "./chart.ts";
import type { Look } from "./look.ts";
import { nextPerson } from "./moving.ts";

export const SIDES: readonly Side[] = ["left", "right"];

/** How far a canvas' shape may be from its layout's before people are placed anew. */
const BENT = 0.12;

interface Seat {
  side: Side;
  host: HTMLElement;
  canvas: HTMLCanvasElement;
  picture: Picture;
  title: HTMLElement;
  number: HTMLElement;
  told: HTMLElement;
  working: HTMLElement;
  shown: Playing | null;
  round: number;
}

/** What a side is called: as it is or was before, with the change, or simply the twin. */
export function sideTitle(explorer: Explorer, side: Side): string {
  const { scene } = explorer.choice;
  if (scene !== null && scene > 0) return side === "left" ? STAGE.before : STAGE.change;
  if (side === "left") return STAGE.left;
  return explorer.choice.right.length > 0 ? STAGE.right : STAGE.rightSame;
}

/** The two pictures with their headings; pointing at a person marks her and her twin. */
export class Societies {
  readonly host = element("div", { class: "societies" });
  /** Whoever is pointed at or asked, and where. */
  person: { side: Side; index: number; kept: boolean } | null = null;
  /** Called when another person, or nobody, is pointed at. */
  onPerson: () => void = () => {};
  readonly #explorer: Explorer;
  readonly #look: Look;
  readonly #seats: Seat[];
  readonly #twinSwitch: HTMLButtonElement[];
  #layout: Layout | null = null;
  #laidOut: Network | null = null;
  #narrowSide: Side = "right";
  #refit = 0;

  constructor(explorer: Explorer, look: Look) {
    this.#explorer = explorer;
    this.#look = look;
    this.#seats = SIDES.map((side) => this.#makeSeat(side));
    this.#twinSwitch = SIDES.map((side) => button("", () => this.#turnTo(side)));
    const switchHost = element("div", { class: "twin-switch", role: "group", "aria-label": STAGE.twinSwitch });
    switchHost.append(...this.#twinSwitch);
    this.host.append(switchHost, ...this.#seats.map(({ host }) => host));
    this.#turnTo("right");
    look.listen(() => this.#dress());
    this.#dress();
    new ResizeObserver(() => this.#fitSoon()).observe(this.host);
  }

  #makeSeat(side: Side): Seat {
    const canvas = element("canvas", { tabindex: 0, role: "application", "aria-roledescription": STAGE.role });
    const [title, number, told] = [element("h2"), element("strong"), element("span")];
    const working = element("p", { class: "working", hidden: true }, STAGE.working);
    const head = element("div", { class: "society-head" }, title, element("p", { class: "big" }, number, " ", told));
    const frame = element("div", { class: "frame" }, canvas, working);
    const host = element("section", { class: `society ${side}` }, head, frame);
    const picture = new Picture(canvas, { theme: this.#look.theme });
    canvas.addEventListener("pointermove", (event) => event.pointerType !== "touch" && this.#point(side, event));
    canvas.addEventListener("pointerleave", () => this.person?.kept === false && this.mark(null));
    canvas.addEventListener("click", (event) => this.#keep(side, event));
    canvas.addEventListener("keydown", (event) => this.#move(side, event));
    return { side, host, canvas, picture, title, number, told, working, shown: null, round: -1 };
  }

  // People -------------------------------------------------------------------------------------------------------

  #point(side: Side, event: PointerEvent): void {
    if (this.person?.kept) return;
    const index = this.#seat(side).picture.personAt(event.clientX, event.clientY);
    if (index !== (this.person?.index ?? null)) this.mark(index === null ? null : { side, index, kept: false });
  }

  #keep(side: Side, event: MouseEvent): void {
    const index = this.#seat(side).picture.personAt(event.clientX, event.clientY);
    this.mark(index === null ? null : { side, index, kept: true });
  }

  #move(side: Side, event: KeyboardEvent): void {
    const { picture } = this.#seat(side);
    const { people } = this.#explorer.view(side);
    const start = this.person?.index ?? null;
    if (event.key === "Enter" && start !== null) this.mark({ side, index: start, kept: true });
    else if (event.key.startsWith("Arrow") && !event.altKey) {
      const index = nextPerson(start, event.key, people, (person) => picture.placeOf(person));
      this.mark({ side, index, kept: true });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Marks a person and her twin, or nobody. */
  mark(person: { side: Side; index: number; kept: boolean } | null): void {
    this.person = person;
    for (const { picture } of this.#seats) picture.marked = person?.index ?? null;
    if (person && this.#look.narrow) this.#turnTo(person.side);
    this.onPerson();
  }

  /** Somebody who holds something back, in the right society if there is such a one; else anybody. */
  someone(): { side: Side; index: number; kept: boolean } {
    const side: Side = this.#look.narrow ? this.#narrowSide : "right";
    const { people, voice, desire } = this.#explorer.view(side);
    const from = Math.floor(Math.random() * people);
    for (let step = 0; step < people; step++) {
      const index = (from + step) % people;
      if (desire[index] - voice[index] > 0.02) return { side, index, kept: true };
    }
    return { side, index: from, kept: true };
  }

  /** Where a person stands, in CSS pixels from the societies' upper left corner. */
  placeOf(side: Side, person: number): { x: number; y: number } {
    const { picture, canvas } = this.#seat(side);
    const [frame, own] = [canvas.getBoundingClientRect(), this.host.getBoundingClientRect()];
    const { x, y } = picture.placeOf(person);
    return { x: x + frame.left - own.left, y: y + frame.top - own.top };
  }

  #seat(side: Side): Seat {
    return this.#seats[SIDES.indexOf(side)];
  }

  // What is drawn ------------------------------------------------------------------------------------------------

  /** Takes up what the state shows now. */
  update(): void {
    for (const seat of this.#seats) {
      this.#head(seat);
      this.#show(seat);
    }
  }

  #head({ side, title, number, told, working, canvas }: Seat): void {
    const [big, words] = bigNumber(this.#explorer, side);
    setText(title, sideTitle(this.#explorer, side));
    setText(number, big);
    setText(told, words);
    const behind = this.#explorer.twins[side].played < this.#explorer.moment;
    if (working.hidden === behind) working.hidden = !behind;
    setAttribute(canvas, "aria-label", STAGE.pictureLabel(STAGE.side[side], `${big} ${words}. ${STAGE.pictureHelp}`));
    setText(this.#twinSwitch[SIDES.indexOf(side)], `${sideTitle(this.#explorer, side)} ${big}`);
  }

  #show(seat: Seat): void {
    const playing = this.#explorer.view(seat.side);
    const layout = this.#layoutFor(seat, playing.online);
    if (layout === null) return;
    seat.picture.colourBy = this.#explorer.choice.colourBy;
    const onwards = seat.shown === playing && playing.round > seat.round;
    if (onwards && playing.round - seat.round <= 8) seat.picture.played();
    else if (seat.shown !== playing || playing.round !== seat.round) seat.picture.show(playing, layout);
    [seat.shown, seat.round] = [playing, playing.round];
  }

  /** The layout of the people shown; both societies share it as long as they share their friends. */
  #layoutFor({ canvas }: Seat, online: Network): Layout | null {
    if (this.#layout && (online === this.#laidOut || alike(online, this.#laidOut))) return this.#layout;
    if (canvas.clientWidth < 2) return null;
    this.#layout = layOut(online, canvas.clientWidth / Math.max(1, canvas.clientHeight));
    this.#laidOut = online;
    return this.#layout;
  }

  /** Draws both pictures; returns whether something still moves. */
  draw(now: number): boolean {
    let moving = false;
    for (const { picture, canvas } of this.#seats) if (canvas.clientWidth > 0) moving = picture.draw(now) || moving;
    return moving;
  }

  /** Copies of both pictures, for keeping. */
  snapshots(): HTMLCanvasElement[] {
    return this.#seats.map(({ picture }) => picture.snapshot());
  }

  #turnTo(side: Side): void {
    this.#narrowSide = side;
    this.host.dataset.side = side;
    this.#twinSwitch.forEach((each, index) => setAttribute(each, "aria-pressed", String(SIDES[index] === side)));
    this.#fitSoon();
  }

  #dress(): void {
    for (const { picture } of this.#seats) {
      picture.theme = this.#look.theme;
      picture.reducedMotion = this.#look.still;
    }
  }

  #fitSoon(): void {
    cancelAnimationFrame(this.#refit);
    this.#refit = requestAnimationFrame(() => this.#fit());
  }

  /** Fits pictures to their canvases, placing people anew where the shape has changed much. */
  #fit(): void {
    const { canvas } = this.#seats.find((seat) => seat.canvas.clientWidth > 0) ?? this.#seats[0];
    const aspect = canvas.clientWidth / Math.max(1, canvas.clientHeight);
    if (this.#layout && aspect > 0 && Math.abs(Math.log(aspect / this.#layout.aspect)) > BENT) {
      this.#layout = null;
      for (const seat of this.#seats) seat.shown = null;
    }
    for (const { picture } of this.#seats) picture.resize();
    this.update();
  }
}

function alike(a: Network, b: Network | null): boolean {
  if (b === null || a.people !== b.people || a.friends.length !== b.friends.length) return false;
  return a.friends.every((friend, index) => friend === b.friends[index]);
}
