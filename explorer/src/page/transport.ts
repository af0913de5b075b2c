import { HEADER, STAGE, TRANSPORT } from "../text/en.ts";
import type { Explorer } from "../worlds/index.ts";
import { button, chooser, element, setAttribute, setOptions, setText } from "./dom.ts";

/** Play, pause, step, restart, speed, the week, and what the colours mean. */
export function makeTransport(explorer: Explorer): { host: HTMLElement; update: () => void } {
  const play = button("", () => explorer.play(), { class: "play" });
  const restart = button("↺", () => explorer.goTo(0), { "aria-label": TRANSPORT.restart, title: TRANSPORT.restart });
  const step = button("+1", () => explorer.goTo(explorer.choice.round + 1), {
    "aria-label": `+1: ${TRANSPORT.step}`, title: TRANSPORT.step,
  });
  const speed = chooser(TRANSPORT.speed, (text) => (explorer.speed = Number(text)));
  setOptions(speed.select, Object.entries(TRANSPORT.speeds), String(explorer.speed));
  const week = element("input", { type: "range", min: 0, step: 1, class: "week" });
  week.addEventListener("input", () => explorer.goTo(Number(week.value)));
  const told = element("span", { class: "told" });
  const label = element("span", { class: "unit" });
  const host = element("div", { class: "transport", role: "group", "aria-label": TRANSPORT.name },
    play, restart, step, speed.whole,
    element("label", { class: "field weeks" }, label, week, told),
  );
  const update = () => {
    setText(play, explorer.playing ? TRANSPORT.pause : TRANSPORT.play);
    setText(label, unitOf(explorer));
    setAttribute(week, "max", explorer.rounds);
    week.value = String(explorer.moment);
    setAttribute(week, "aria-valuetext", `${unitOf(explorer)} ${TRANSPORT.of(explorer.moment, explorer.rounds)}`);
    setText(told, TRANSPORT.of(explorer.moment, explorer.rounds));
  };
  return { host, update };
}

/** What a round is called: the published model gives its rounds no length in time. */
export function unitOf({ choice }: Explorer): string {
  return choice.preset === "daymude-2025" ? TRANSPORT.round : TRANSPORT.week;
}

/** What colours mean, and the choice of it; the scale itself is drawn by the style sheet. */
export function makeLegend(explorer: Explorer): { host: HTMLElement; update: () => void } {
  const colour = chooser(HEADER.colour, (by) => explorer.choose({ colourBy: by as "voice" | "score" }));
  const options: [string, string][] = [["voice", HEADER.voice], ["score", HEADER.score]];
  const [low, high] = [element("span"), element("span")];
  const scale = element("span", { class: "scale", "aria-hidden": "true" });
  const host = element("div", { class: "legend" }, colour.whole, low, scale, high);
  const update = () => {
    const { colourBy } = explorer.choice;
    setOptions(colour.select, options, colourBy);
    const words = colourBy === "voice" ? STAGE.legendVoice : STAGE.legendScore;
    setText(low, words[0]);
    setText(high, words[1]);
    scale.dataset.by = colourBy;
  };
  return { host, update };
}
