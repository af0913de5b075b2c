/** What takes the focus by the Tab key. */
const FOCUSABLE = ":is(a[href], button, input, select, [tabindex]):not(:disabled, [tabindex='-1'])";

/** Keeps the focus near its place where what held it is hidden, disabled or taken away: without it, keys are lost. */
export class Focus {
  /** What had the focus last, and everything around it, from the inside out. */
  #path: Element[] = [];

  constructor() {
    addEventListener("focusin", ({ target }) => {
      this.#path = [];
      for (let at = target as Element | null; at !== null; at = at.parentElement) this.#path.push(at);
    });
  }

  /** Gives a lost focus to the first thing that can take it around where it was; call it once a frame. */
  keep(): void {
    const [last] = this.#path;
    if (last === undefined || document.activeElement !== document.body || takes(last)) return;
    for (const around of this.#path.filter((each) => each.isConnected)) {
      const next = [...around.querySelectorAll<HTMLElement>(FOCUSABLE)].find(takes);
      if (next) return next.focus({ preventScroll: true });
    }
  }
}

function takes(element: Element): boolean {
  return element.isConnected && !element.matches(":disabled") && element.checkVisibility();
}
