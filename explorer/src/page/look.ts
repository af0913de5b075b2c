/** How the page looks just now: light or dark, wide or narrow, with motion or without. */

export type Theme = "light" | "dark";

const DARK = matchMedia("(prefers-color-scheme: dark)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
/** One society at a time below this width, and where the window is too low for everything at once. */
const NARROW = matchMedia("(max-width: 60rem), (max-height: 34rem)");

/** The look, with a visitor's own choice of theme before the system's. */
export class Look {
  #chosen: Theme | null = null;
  readonly #listeners: (() => void)[] = [];

  constructor() {
    for (const query of [DARK, STILL, NARROW]) query.addEventListener("change", () => this.#apply());
    this.#apply();
  }

  get theme(): Theme {
    return this.#chosen ?? (DARK.matches ? "dark" : "light");
  }

  get still(): boolean {
    return STILL.matches;
  }

  get narrow(): boolean {
    return NARROW.matches;
  }

  /** Changes from light to dark or back. */
  turn(): void {
    this.#chosen = this.theme === "dark" ? "light" : "dark";
    this.#apply();
  }

  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.theme;
    for (const listener of this.#listeners) listener();
  }
}
