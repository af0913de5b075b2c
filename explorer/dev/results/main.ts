import "./style.css";
import { Chart } from "../../src/charts/chart.ts";
import type { Handed } from "../../src/contract.ts";
import { showResult } from "../../src/results/show.ts";

/** The view of a result alone, without the rest of the page; tests drive it. */
const handed = JSON.parse(document.querySelector("#handed")!.textContent) as Handed;
const page = document.querySelector<HTMLElement>("#page")!;
if (handed.result) {
  const open = handed.start ? () => page.setAttribute("data-opened", handed.start!.name) : null;
  showResult(page, handed.result, handed.outcomes, open);
}
Object.assign(window, { Chart });
