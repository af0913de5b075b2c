import { fateSentences, HEADER, STAGE, standing, twinSentence, VALUES, whySentences } from "../text/en.ts";
import type { Explorer } from "../worlds/index.ts";
import { button, element, freshId, setText } from "./dom.ts";
import type { Societies } from "./stage.ts";

/** Milliseconds that working out one person's reasons may take from a frame. */
const PATIENCE = 10;
const GAP = 14;

/** The card that says in sentences why one person spoke or fell silent. */
export class Card {
  readonly host: HTMLElement;
  readonly #explorer: Explorer;
  readonly #societies: Societies;
  readonly #heading: HTMLElement;
  readonly #body = element("div");
  /** Whether her reasons are still being worked out. */
  waiting = false;

  constructor(explorer: Explorer, societies: Societies) {
    this.#explorer = explorer;
    this.#societies = societies;
    const id = freshId();
    this.#heading = element("h3", { id });
    const close = button("×", () => societies.mark(null), { class: "plain close", "aria-label": HEADER.close });
    this.host = element("aside", { class: "card", hidden: true, "aria-labelledby": id });
    this.host.append(element("div", { class: "dialog-head" }, this.#heading, close), this.#body);
  }

  /** Says what is known about the person pointed at, at the moment shown. */
  update(): void {
    const { person } = this.#societies;
    this.host.hidden = person === null;
    this.waiting = false;
    if (person === null) return;
    setText(this.#heading, STAGE.person);
    this.host.classList.toggle("kept", person.kept);
    // Only a card that stays is read out, or every movement of the pointer would be.
    this.host.setAttribute("aria-live", person.kept ? "polite" : "off");
    const told = this.#told(person);
    const text = told.join("\n");
    if (this.#body.dataset.told !== text) {
      this.#body.dataset.told = text;
      this.#body.replaceChildren(...told.map((sentence) => element("p", {}, sentence)));
    }
    this.#place(person);
  }

  #told({ side, index }: { side: "left" | "right"; index: number }): string[] {
    const explorer = this.#explorer;
    if (explorer.moment === 0) return [STAGE.silent];
    const why = explorer.why(side, index, performance.now() + PATIENCE);
    if (why === null) {
      this.waiting = true;
      return [STAGE.earlier];
    }
    const other = side === "left" ? "right" : "left";
    const known = explorer.twins[other].played >= explorer.moment;
    const twin = known ? [twinSentence(why.voice, explorer.view(other).voice[index], other)] : [];
    return [whySentences(why).join(" "), ...fateSentences(why, VALUES), standing(why), ...twin];
  }

  /** Beside the person, on the side where there is room. */
  #place({ side, index }: { side: "left" | "right"; index: number }): void {
    const { x, y } = this.#societies.placeOf(side, index);
    const { clientWidth, clientHeight } = this.#societies.host;
    const { offsetWidth, offsetHeight } = this.host;
    const left = x + GAP + offsetWidth <= clientWidth ? x + GAP : x - GAP - offsetWidth;
    const top = Math.max(0, Math.min(y - offsetHeight / 3, clientHeight - offsetHeight));
    this.host.style.setProperty("--left", `${Math.round(Math.max(0, left))}px`);
    this.host.style.setProperty("--top", `${Math.round(top)}px`);
  }
}
