/** Small functions over the document: everything the page shows is made of these. */

type Attributes = Record<string, string | number | boolean | null>;
export type Child = Node | string | null;

/** An element with attributes (null and false leave one out, true sets it empty) and children; text stays text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Sets, or with null and false takes away, one attribute, touching the document only where it changes. */
export function setAttribute(of: Element, name: string, value: string | number | boolean | null): void {
  if (value === null || value === false) return of.removeAttribute(name);
  const text = value === true ? "" : String(value);
  if (of.getAttribute(name) !== text) of.setAttribute(name, text);
}

/** Sets an element's text, touching the document only where it changes. */
export function setText(of: Element, text: string): void {
  if (of.textContent !== text) of.textContent = text;
}

/** A button that does something; `attributes` may give it a class, a title or a state. */
export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/** A list to choose from, with its label before it. */
export function chooser(
  label: string,
  choose: (value: string) => void,
  attributes: Attributes = {},
): { whole: HTMLLabelElement; select: HTMLSelectElement } {
  const select = element("select", attributes);
  select.addEventListener("change", () => choose(select.value));
  return { whole: element("label", { class: "field" }, element("span", {}, label), select), select };
}

/** Gives a list its options, [value, words], and the one chosen. */
export function setOptions(select: HTMLSelectElement, options: [string, string][], chosen: string): void {
  const known = options.map(([value, words]) => `${value}\n${words}`).join("\n");
  if (select.dataset.known !== known) {
    select.replaceChildren(...options.map(([value, words]) => element("option", { value }, words)));
    select.dataset.known = known;
  }
  select.value = chosen;
}

let ids = 0;

/** A name for an element that others refer to. */
export function freshId(): string {
  ids += 1;
  return `part-${ids}`;
}

/** A set of buttons of which one is chosen, for what the page shows; arrow keys move within it. */
export class Tabs<Name extends string> {
  readonly list: HTMLElement;
  readonly #buttons = new Map<Name, HTMLButtonElement>();

  constructor(label: string, names: [Name, string][], choose: (name: Name) => void, panel: string) {
    this.list = element("div", { class: "tabs", role: "tablist", "aria-label": label });
    for (const [name, words] of names) {
      const tab = button(words, () => choose(name), { role: "tab", "aria-controls": panel, id: freshId() });
      this.#buttons.set(name, tab);
      this.list.append(tab);
    }
    this.list.addEventListener("keydown", (event) => this.#move(event));
  }

  /** Shows which one is chosen; returns its button's id, by which its panel is named. */
  show(chosen: Name): string {
    for (const [name, tab] of this.#buttons) {
      setAttribute(tab, "aria-selected", String(name === chosen));
      setAttribute(tab, "tabindex", name === chosen ? 0 : -1);
    }
    return this.#buttons.get(chosen)!.id;
  }

  #move(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const tabs = [...this.#buttons.values()];
    const at = tabs.indexOf(document.activeElement as HTMLButtonElement);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    event.preventDefault();
    event.stopPropagation();
    next.focus();
    next.click();
  }
}

/** A window over the page with a heading and a button that closes it; it is taken away when closed. */
export function openDialog(heading: string, close: string, ...children: Child[]): HTMLDialogElement {
  document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
  const id = freshId();
  const made = element("dialog", { "aria-labelledby": id });
  const head = element("div", { class: "dialog-head" }, element("h2", { id }, heading));
  head.append(button("×", () => made.close(), { class: "plain close", "aria-label": close }));
  made.append(head, ...children.filter((child) => child !== null));
  made.addEventListener("close", () => made.remove());
  made.addEventListener("click", (event) => event.target === made && made.close());
  document.body.append(made);
  made.showModal();
  return made;
}

/** Hands a file to the visitor. */
export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
