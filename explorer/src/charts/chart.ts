import uPlot from "uplot";
import "./charts.css";
import { words } from "../text/charts.ts";
import { type ChartData, roundsOf } from "./data.ts";
import { paintUnder } from "./paint.ts";
import { type Palette, paletteOf } from "./palette.ts";
import { axisSize, extent, nearest, spread, tickLabels, WHOLE } from "./scale.ts";
import { chartTable } from "./table.ts";

/** Height where the page's style gives the chart no other. */
const HEIGHT = 240;
const LOWEST = 90;
const EMPTY: ChartData = { left: [], right: [], leftLabel: "", rightLabel: "", format: String };
/** How far a key moves the point, in points of the line; Home and End go to the ends. */
const STEPS: Record<string, number> = {
  ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity,
};

export interface ChartOptions {
  /** What the chart is about, for those who do not see it. */
  label: string;
  /** How a round is named where it stands alone, "Week 3"; the axis then goes without a label of its own. */
  roundNumber?: (round: number) => string;
}

/**
 * Two lines over rounds, with the gap between them filled, a pointer that shows a moment on both, and its numbers.
 *
 * The left line is solid and the right one broken, both in ink: warm and cold are kept for what is said or is not. The
 * chart can be moved along by keys, as a slider is, and `table` gives the same numbers to those who do not see it.
 */
export class Chart {
  /** Called when the reader points at a round, or away from the chart. */
  onPoint: (round: number | null) => void = () => {};

  readonly #host: HTMLElement;
  readonly #readout = document.createElement("p");
  readonly #canvas = document.createElement("div");
  readonly #label: string;
  readonly #roundNumber: (round: number) => string;
  readonly #watcher: ResizeObserver;
  readonly #gone = new AbortController();
  readonly #while = { signal: this.#gone.signal };
  #plot: uPlot;
  #data = EMPTY;
  #palette: Palette;
  #at: number | null = null;
  #theme: "light" | "dark" = "light";
  /** Whether the pointer is moved by the page and not by the reader. */
  #quiet = false;

  constructor(host: HTMLElement, options: ChartOptions) {
    this.#host = host;
    this.#label = options.label;
    this.#roundNumber = options.roundNumber ?? words.roundNumber;
    host.classList.add("chart");
    this.#readout.className = "chart-readout";
    this.#canvas.className = "chart-canvas";
    host.append(this.#readout, this.#canvas);
    this.#palette = paletteOf(host);
    this.#plot = new uPlot(this.#options(), [[], [], []], this.#canvas);
    this.#makeSlider();
    this.#watcher = new ResizeObserver(() => this.resize());
    this.#watcher.observe(this.#canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#repaint(), this.#while);
  }

  /** Draw other data; quick enough for every frame of a society at play. The point stays where it is if it can. */
  set(data: ChartData): void {
    this.#data = data;
    const rounds = roundsOf(data);
    if (this.#at !== null && this.#at >= rounds.length) this.#at = null;
    this.#quietly(() => this.#plot.setData([rounds, data.left, data.right]));
    this.#canvas.setAttribute("aria-valuemax", String(rounds.at(-1) ?? 0));
    this.#showPoint();
  }

  /** Show a round on both lines, or none, without calling `onPoint`. */
  point(round: number | null): void {
    const rounds = roundsOf(this.#data);
    this.#at = round === null || rounds.length === 0 ? null : nearest(rounds, round);
    this.#showPoint();
  }

  get theme(): "light" | "dark" {
    return this.#theme;
  }

  /** Take on the colours that the page has now. */
  set theme(theme: "light" | "dark") {
    this.#theme = theme;
    this.#repaint();
  }

  /** Fit the host, as the chart does by itself whenever its size changes. */
  resize(): void {
    const [width, height] = [Math.floor(this.#canvas.clientWidth), this.#height()];
    const fits = width === this.#plot.width && height === this.#plot.height;
    if (width > 0 && !fits) this.#quietly(() => this.#plot.setSize({ width, height }));
    // A chart that was made before it stood in the page meets its colours here.
    this.#repaint();
    this.#showPoint();
  }

  /** The same numbers as a table. */
  table(): HTMLTableElement {
    return chartTable(this.#data, this.#label);
  }

  /** Take the chart out of the page. */
  remove(): void {
    this.#watcher.disconnect();
    this.#gone.abort();
    this.#plot.destroy();
    this.#readout.remove();
    this.#canvas.remove();
  }

  #options(): uPlot.Options {
    const colour = (name: keyof Palette) => () => this.#palette[name];
    const axis = { stroke: colour("faint"), font: "12px system-ui, sans-serif", ticks: { show: false } };
    const grid = { stroke: colour("line"), width: 1 };
    const line = { stroke: colour("ink"), width: 2, points: { show: false } };
    return {
      width: Math.max(200, this.#canvas.clientWidth), height: this.#height(), legend: { show: false },
      padding: [8, 12, 0, 0],
      scales: {
        x: { time: false, range: (_, low, high) => spread(low, this.#data.last ?? high) },
        y: { range: () => extent(this.#data) },
      },
      series: [{}, line, { ...line, dash: [6, 4] }],
      axes: [
        { ...axis, grid: { show: false }, size: 24, ...this.#axisLabel(axis.font), incrs: WHOLE },
        { ...axis, grid, size: (_, labels) => axisSize(labels), values: (_, at) => tickLabels(at, this.#data.format) },
      ],
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 8, fill: (_, series) => this.#dot(series) } },
      hooks: {
        drawAxes: [(plot) => paintUnder(plot, this.#data, this.#palette)],
        setCursor: [(plot) => void (this.#quiet || this.#pointed(plot.cursor.idx ?? null))],
      },
    };
  }

  #repaint(): void {
    this.#palette = paletteOf(this.#host);
    this.#plot.redraw(false, true);
  }

  #axisLabel(labelFont: string): uPlot.Axis {
    return this.#roundNumber === words.roundNumber ? { label: words.round, labelFont, labelSize: 16 } : {};
  }

  /** What the page's style leaves for the drawing, or the usual height. */
  #height(): number {
    return Math.max(LOWEST, Math.floor(this.#canvas.clientHeight) || HEIGHT);
  }

  /** Does something that moves the pointer, without calling `onPoint`. */
  #quietly(act: () => void): void {
    this.#quiet = true;
    act();
    this.#quiet = false;
  }

  #dot(series: number): string {
    return series === 1 ? this.#palette.ink : this.#palette.paper;
  }

  #makeSlider(): void {
    const slider = this.#canvas;
    slider.tabIndex = 0;
    for (const [name, value] of [["role", "slider"], ["aria-label", this.#label], ["aria-valuemin", "0"]]) {
      slider.setAttribute(name!, value!);
    }
    slider.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      const last = roundsOf(this.#data).length - 1;
      if (step === undefined || last < 0) return;
      event.preventDefault();
      this.#pointed(Math.max(0, Math.min(last, (this.#at ?? (step > 0 ? -1 : last + 1)) + step)));
      this.#showPoint();
    });
  }

  #pointed(at: number | null): void {
    if (at === this.#at) return;
    this.#at = at;
    this.#say();
    this.onPoint(at === null ? null : roundsOf(this.#data)[at]!);
  }

  #showPoint(): void {
    const round = this.#at === null ? undefined : roundsOf(this.#data)[this.#at];
    // Off the plot, which hides the pointer.
    const left = round === undefined ? -10 : this.#plot.valToPos(round, "x");
    this.#quietly(() => this.#plot.setCursor({ left, top: round === undefined ? -10 : 0 }, false));
    this.#say();
  }

  /** The numbers of the moment pointed at, or else of the last one. */
  #say(): void {
    const { left, right, leftLabel, rightLabel, format } = this.#data;
    const rounds = roundsOf(this.#data);
    const at = this.#at ?? rounds.length - 1;
    if (at < 0) return this.#readout.replaceChildren();
    const sides = [[leftLabel, left[at]!, "solid"], [rightLabel, right[at]!, "broken"]] as const;
    const moment = document.createElement("span");
    moment.textContent = this.#roundNumber(rounds[at]!);
    this.#readout.replaceChildren(moment, ...sides.map(([label, value, line]) => side(label, format(value), line)));
    this.#canvas.setAttribute("aria-valuenow", String(rounds[at]!));
    const told = sides.map(([label, value]) => `${label} ${format(value)}`);
    this.#canvas.setAttribute("aria-valuetext", [this.#roundNumber(rounds[at]!), ...told].join(", "));
  }
}

function side(label: string, value: string, line: string): HTMLElement {
  const made = document.createElement("span");
  made.className = `chart-side chart-${line}`;
  const number = document.createElement("strong");
  number.textContent = value;
  made.append(`${label} `, number);
  return made;
}
