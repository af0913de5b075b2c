import "./results.css";
import type { Chart } from "../charts/chart.ts";
import type { OutcomeText, Result } from "../contract.ts";
import { words } from "../text/results.ts";
import { make } from "./elements.ts";
import { lastOfComparison, lastOfRun } from "./lasting.ts";
import { linePictures } from "./pictures.ts";
import { sharePicture } from "./shares.ts";

/**
 * Show a finished run, comparison or attribution: sentences, pictures with their numbers, and how to repeat it.
 *
 * `open` plays its scenario here, and is null where the ties came from a file: such people are never drawn. Returns a
 * function to call when the page's colours change.
 */
export function showResult(
  host: HTMLElement,
  result: Result,
  outcomes: Record<string, OutcomeText>,
  open: (() => void) | null,
): () => void {
  const [pictures, charts] = parts(result, outcomes);
  host.replaceChildren(make("article", "result", [...head(result, open), ...pictures, foot(result)]));
  const repaint = () => charts.forEach((chart) => (chart.theme = chart.theme));
  return repaint;
}

function head(result: Result, open: (() => void) | null): Node[] {
  const told = result.sentences.map((sentence) => make("p", "result-sentence", sentence.replaceAll(" %", "\u00a0%")));
  const made = make("header", "", [
    make("p", "result-kind", words.kind[result.kind]),
    make("h1", "", result.title),
    make("p", "result-facts", words.facts(result).join(" · ")),
    make("p", "result-notice", words.notice),
  ]);
  return [made, ...told, openOrWhyNot(result, open)];
}

function openOrWhyNot(result: Result, open: (() => void) | null): HTMLElement {
  if (result.loaded || !open) return make("p", "result-loaded", result.loaded ? words.loaded : "");
  const button = make("button", "result-open", words.open) as HTMLButtonElement;
  button.type = "button";
  button.addEventListener("click", open);
  return button;
}

function parts(result: Result, outcomes: Record<string, OutcomeText>): [HTMLElement[], Chart[]] {
  if (result.kind === "attribution") return [[sharePicture(result, outcomes)], []];
  const [lines, charts] = linePictures(result, outcomes);
  const last = result.kind === "run" ? lastOfRun : lastOfComparison;
  return [[lines, last(result, outcomes)], charts];
}

function foot(result: Result): HTMLElement {
  return make("footer", "", [
    make("p", "", result.loaded ? words.repeatLoaded : words.repeat),
    make("pre", "", [make("code", "", result.command)]),
    make("p", "", words.made(result.version, result.date)),
  ]);
}
