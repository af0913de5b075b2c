import { SCENES as TEXTS, STORY } from "../text/en.ts";
import { SCENES, type Explorer, type Group } from "../worlds/index.ts";
import { button, element, freshId, setAttribute, setText } from "./dom.ts";
import type { Look } from "./look.ts";

/** The panel that tells the story, scene by scene, and hands over when it is done. */
export class Storyteller {
  readonly host: HTMLElement;
  readonly #explorer: Explorer;
  readonly #look: Look;
  readonly #show: (group: Group) => void;
  readonly #step = element("p", { class: "scene-step" });
  readonly #heading: HTMLElement;
  readonly #text = element("p", { class: "scene-text" });
  readonly #try = element("p", { class: "scene-try" });
  readonly #back: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  #told: number | null = null;

  constructor(explorer: Explorer, look: Look, show: (group: Group) => void) {
    this.#explorer = explorer;
    this.#look = look;
    this.#show = show;
    const id = freshId();
    this.#heading = element("h2", { id, tabindex: -1 });
    this.#back = button(STORY.back, () => this.tell(explorer.choice.scene! - 1));
    this.#next = button("", () => this.#onwards(), { class: "next" });
    const leave = button(STORY.leave, () => explorer.tell(null), { class: "plain" });
    const ways = element("div", { class: "scene-ways" }, this.#back, this.#next, leave);
    this.host = element("section", { class: "story", "aria-labelledby": id });
    const caution = element("p", { class: "hint" }, STORY.caution);
    this.host.append(this.#step, this.#heading, this.#text, this.#try, ways, caution);
  }

  /** Tells a scene from its beginning; it plays by itself unless the visitor wants things to stand still. */
  tell(scene: number): void {
    this.#explorer.play(false);
    this.#explorer.tell(scene);
    if (this.#look.still) this.#explorer.goTo(SCENES[scene].rounds);
    else this.#explorer.play(true);
    this.#heading.focus({ preventScroll: true });
  }

  #onwards(): void {
    const { scene } = this.#explorer.choice;
    if (scene! + 1 < SCENES.length) this.tell(scene! + 1);
    else this.#explorer.tell(null);
  }

  /** Shows the scene at hand, or nothing where the story has been left. */
  update(): void {
    const { scene } = this.#explorer.choice;
    this.host.hidden = scene === null;
    if (scene === null || scene === this.#told) return;
    const { title, text, try: attempt } = TEXTS[scene];
    setText(this.#step, STORY.step(scene + 1, SCENES.length));
    setText(this.#heading, title);
    setText(this.#text, text);
    this.#try.replaceChildren(element("strong", {}, STORY.tryThis), ` ${attempt}`);
    setAttribute(this.#back, "disabled", scene === 0);
    setText(this.#next, scene + 1 < SCENES.length ? STORY.next : STORY.finish);
    this.#show(SCENES[scene].group);
    this.#told = scene;
  }
}
