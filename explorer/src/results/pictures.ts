import { Chart } from "../charts/chart.ts";
import type { ChartData } from "../charts/data.ts";
import type { OutcomeText, Result } from "../contract.ts";
import { words } from "../text/results.ts";
import { make, numbersBehind, outcomeChoice, spoken } from "./elements.ts";
import { gapOf, linesOf, movedAndNot, several } from "./lines.ts";

/** The lines of a run or comparison over its rounds, with a choice of outcome; and how the charts take on new colours. */
export function linePictures(result: Result, outcomes: Record<string, OutcomeText>): [HTMLElement, Chart[]] {
  const { moved, same } = movedAndNot(result);
  const of = result.gap ? [linesOf, gapOf] : [linesOf];
  const label = (place: number, name: string) =>
    place === 0 ? words.over(spoken(name)) : words.gap(spoken(name), result.arms[1]!.label);
  const frames = of.map(() => make("figure", "result-picture"));
  const charts: Chart[] = [];
  const choice = outcomeChoice([...moved, ...same], (name) => {
    for (const chart of charts.splice(0)) chart.remove();
    for (const [place, frame] of frames.entries()) {
      charts.push(drawn(frame, label(place, name), of[place]!(result, name, outcomes[name]!)));
    }
    for (const chart of charts) chart.onPoint = (round) => charts.forEach((each) => each !== chart && each.point(round));
  });
  const notes = several(result) ? [make("p", "result-note", words.bands)] : [];
  return [make("section", "", [choice, ...frames, ...notes]), charts];
}

function drawn(frame: HTMLElement, label: string, data: ChartData): Chart {
  const host = make("div", "");
  frame.replaceChildren(make("figcaption", "", label), host);
  const chart = new Chart(host, { label });
  chart.set(data);
  frame.append(numbersBehind(() => chart.table()));
  return chart;
}
