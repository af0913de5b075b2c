import { type Bar, bars } from "../charts/bars.ts";
import type { Attributed, Figure, OutcomeText, Result } from "../contract.ts";
import { words } from "../text/results.ts";
import { make, numbersBehind, outcomeChoice, spoken, tableOf } from "./elements.ts";
import { inPoints, several, warmSide } from "./lines.ts";
import { difference, shown, withMargin } from "./numbers.ts";

/** What each instrument adds to an outcome, as bars from the outcome as it is down to none of them; with a choice. */
export function sharePicture(result: Result, outcomes: Record<string, OutcomeText>): HTMLElement {
  const frame = make("figure", "result-picture");
  const found = new Map(result.attribution!.map((each) => [each.outcome, each]));
  const choice = outcomeChoice([...found.keys()], (name) => draw(frame, found.get(name)!, outcomes[name]!));
  const notes = [words.shares, ...(several(result) ? [words.bars] : [])];
  if (inPoints(outcomes, [...found.keys()])) notes.push(words.points);
  return make("section", "", [choice, frame, make("p", "result-note", notes.join(" "))]);
}

function draw(frame: HTMLElement, each: Attributed, text: OutcomeText): void {
  const caption = words.waterfall(spoken(each.outcome), each.over);
  const picture = bars(steps(each, text.unit), caption, [words.instrument, words.difference]);
  const numbers = () => tableOf(caption, [words.instrument, words.difference], [
    ...each.shares.map(({ instrument, share }) => [spoken(instrument), difference(share, text.unit)]),
    [words.whole, difference(each.whole, text.unit)],
  ]);
  frame.replaceChildren(picture, make("p", "result-note", text.sentence), numbersBehind(numbers));
}

/** Bars from the outcome as it is, through what goes with each instrument, to what is left without any. */
export function steps(each: Attributed, unit: string): Bar[] {
  let at = each.asIs.mean;
  const made = [whole(words.asIs, each.asIs, unit)];
  for (const { instrument, share } of each.shares) {
    const to = at - share.mean;
    made.push({
      name: `− ${spoken(instrument)}`,
      from: at,
      to,
      interval: share.low === share.high ? null : [at - share.high, at - share.low],
      colour: colourOf(each.outcome, share.mean),
      words: difference({ mean: -share.mean, low: -share.high, high: -share.low }, unit),
    });
    at = to;
  }
  return [...made, whole(words.withoutAny, each.withoutAny, unit)];
}

/** Ice for what an instrument silences and ember for what it lets be said; ink where no speech is measured. */
function colourOf(outcome: string, share: number): Bar["colour"] {
  const warm = warmSide(outcome);
  if (warm === "neither") return "ink";
  return share > 0 === (warm === "more") ? "ember" : "ice";
}

function whole(name: string, figure: Figure, unit: string): Bar {
  const interval: Bar["interval"] = figure.low === figure.high ? null : [figure.low, figure.high];
  const said = interval ? withMargin(figure, unit) : shown(figure.mean, unit);
  return { name, from: 0, to: figure.mean, interval, colour: "ink", words: said };
}
