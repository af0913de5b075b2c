import { CONTROLS } from "../text/en.ts";
import { lookUp, type Explorer, type Group, type Row } from "../worlds/index.ts";
import { button, element, freshId, setAttribute, setText, Tabs } from "./dom.ts";
import { makeDial, makeTiers, type Part } from "./dials.ts";
import { rowText } from "./words.ts";

const GROUPS: [Group, string][] = [
  ["regime", CONTROLS.regime], ["people", CONTROLS.people], ["safeguards", CONTROLS.safeguards],
];

/** The column of controls: what the visitor can change in the right society, grouped by who acts. */
export class Controls {
  readonly host: HTMLElement;
  readonly #explorer: Explorer;
  readonly #tabs: Tabs<Group>;
  readonly #hint = element("p", { class: "hint" });
  readonly #list = element("ul", { class: "rows" });
  readonly #panel: HTMLElement;
  readonly #complaint = element("div", { class: "complaint", role: "alert" });
  readonly #count = element("span", { class: "count" });
  readonly #undoAll: HTMLButtonElement;
  readonly #adopt: HTMLButtonElement;
  #group: Group = "regime";
  #open: string | null = null;
  #rows: Part[] = [];
  #built = "";

  constructor(explorer: Explorer) {
    this.#explorer = explorer;
    const id = freshId();
    this.#tabs = new Tabs(CONTROLS.title, GROUPS, (group) => this.show(group), id);
    this.#panel = element("div", { id, role: "tabpanel", class: "rows-panel", tabindex: 0 }, this.#hint, this.#list);
    this.#undoAll = button(CONTROLS.undoAll, () => explorer.undoAll());
    this.#adopt = button(CONTROLS.adopt, () => explorer.adopt(), { title: CONTROLS.adoptHint });
    const foot = element("div", { class: "controls-foot" }, this.#count, this.#undoAll, this.#adopt);
    const heading = element("h2", {}, CONTROLS.title);
    this.host = element("section", { class: "controls", "aria-label": CONTROLS.title });
    this.host.append(heading, this.#tabs.list, this.#complaint, this.#panel, foot);
  }

  /** Shows one group's rows. */
  show(group: Group): void {
    this.#group = group;
    this.#open = null;
    this.update();
  }

  /** Shows what the state holds now. */
  update(): void {
    const built = `${this.#group} ${this.#open} ${this.#explorer.rows.length} ${this.#kinds()}`;
    if (built !== this.#built) this.#build();
    this.#built = built;
    setAttribute(this.#panel, "aria-labelledby", this.#tabs.show(this.#group));
    setText(this.#hint, CONTROLS.hints[this.#group]);
    for (const row of this.#rows) row.update();
    const count = this.#explorer.choice.right.length;
    setText(this.#count, count === 0 ? CONTROLS.none : CONTROLS.changed(count));
    this.#undoAll.disabled = this.#adopt.disabled = count === 0;
    this.#complain();
  }

  /** Which of the open row's parameters are schedules: they need other controls. */
  #kinds(): string {
    const row = this.#explorer.rows.find(({ id, group }) => group === this.#group && id === this.#open);
    return row ? row.dials.map(({ path }) => typeof lookUp(this.#explorer.table("left"), path)).join() : "";
  }

  #complain(): void {
    const { complaints } = this.#explorer;
    const told = complaints.length ? [CONTROLS.notPossible, ...complaints.slice(0, 4)] : [];
    if (this.#complaint.dataset.told === told.join("\n")) return;
    this.#complaint.dataset.told = told.join("\n");
    this.#complaint.replaceChildren(...told.map((line) => element("p", {}, line)));
  }

  #build(): void {
    const rows = this.#explorer.rows.filter(({ group }) => group === this.#group);
    this.#rows = rows.map((row) => this.#makeRow(row));
    // A click on a row must not move the focus out of the list that it builds anew.
    const focused = this.#list.contains(document.activeElement) ? document.activeElement!.id : null;
    this.#list.replaceChildren(...this.#rows.map(({ host }) => host));
    this.#list.classList.toggle("brief", this.#open !== null);
    if (focused) document.getElementById(focused)?.focus();
  }

  #makeRow(row: Row): Part {
    const { label, sentence } = rowText(row);
    const ids = { label: `${row.group}-${row.id}`, panel: freshId() };
    const open = this.#open === row.id;
    const toggle = button("", () => this.#toggle(row), {
      class: "switch", role: "switch", id: `${ids.label}-switch`, "aria-labelledby": ids.label,
    });
    const head = element("button", {
      type: "button", class: "row-open", id: `${ids.label}-open`, "aria-expanded": String(open),
      "aria-controls": open ? ids.panel : null,
    });
    head.append(element("span", { class: "row-label", id: ids.label }, label));
    head.append(element("span", { class: "row-text" }, sentence));
    head.addEventListener("click", () => this.#turn(row.id));
    const undo = button("↶", () => this.#explorer.undo(row.paths), {
      class: "plain undo", "aria-label": `${CONTROLS.undo}: ${label}`, title: CONTROLS.undo,
    });
    const dials = open ? this.#makeDials(row) : [];
    const host = element("li", { class: open ? "row open" : "row" }, toggle, head, undo);
    if (open) host.append(element("div", { class: "dials", id: ids.panel }, ...dials.map((dial) => dial.host)));
    const update = () => {
      setAttribute(toggle, "aria-checked", String(row.active(this.#explorer.table("right"))));
      const changed = this.#changed(row);
      host.classList.toggle("changed", changed);
      undo.hidden = !changed;
      for (const dial of dials) dial.update();
    };
    return { host, update };
  }

  #makeDials(row: Row): Part[] {
    const tiers = row.group === "regime" && row.id === "sanctions" ? [makeTiers(this.#explorer)] : [];
    return [...tiers, ...row.dials.map((dial) => makeDial(this.#explorer, dial))];
  }

  #changed({ paths }: Row): boolean {
    return this.#explorer.choice.right.some(({ path }) =>
      paths.some((own) => path === own || path.startsWith(`${own}.`)),
    );
  }

  #turn(id: string): void {
    this.#open = this.#open === id ? null : id;
    this.update();
  }

  /** Abolishes a row's instrument, or brings it (back) in. */
  #toggle(row: Row): void {
    const explorer = this.#explorer;
    const [left, right] = [explorer.table("left"), explorer.table("right")];
    if (row.active(left) !== row.active(right)) explorer.undo(row.paths);
    else explorer.set(row.active(right) ? row.off(right) : row.on(right));
  }
}
