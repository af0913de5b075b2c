/** What a visitor can take away: a picture, the numbers, either society as a scenario. */

import { HEADER, PAGE, SAVE, TRANSPORT } from "../text/en.ts";
import { csvText, type Explorer } from "../worlds/index.ts";
import { fileName, saveToml } from "./assumptions.ts";
import { bigNumber, type GapChart } from "./chart.ts";
import { button, element, openDialog, save } from "./dom.ts";
import { SIDES, sideTitle, type Societies } from "./stage.ts";
import { unitOf } from "./transport.ts";
import { gapInWords } from "./words.ts";

const WIDTH = 1600;
const MARGIN = 56;
const SERIF = "Georgia, 'Times New Roman', serif";
const SANS = "system-ui, sans-serif";

/** Opens the window that offers everything there is to save. */
export function showSaving(explorer: Explorer, societies: Societies, chart: GapChart): void {
  const numbers = () => {
    const text = csvText(explorer.twins.left, explorer.twins.right, explorer.handed.outcomes);
    save(fileName(explorer, "both", "csv"), new Blob([text], { type: "text/csv" }));
  };
  const ways: [string, () => void][] = [
    [SAVE.picture, () => savePicture(explorer, societies, chart)],
    [SAVE.numbers, numbers],
    [SAVE.left, () => saveToml(explorer, "left")],
    [SAVE.right, () => saveToml(explorer, "right")],
  ];
  const list = element("ul", { class: "saving" }, ...ways.map(([label, act]) => element("li", {}, button(label, act))));
  openDialog(HEADER.export, HEADER.close, list);
}

function savePicture(explorer: Explorer, societies: Societies, chart: GapChart): void {
  const canvas = composed(explorer, societies.snapshots(), chart.canvas);
  canvas.toBlob((blob) => blob && save(fileName(explorer, "both", "png"), blob), "image/png");
}

/** Which line of the chart is whose: the left one is solid, the right one broken. */
function drawKey(context: CanvasRenderingContext2D, titles: string[], y: number): void {
  Object.assign(context, { font: `22px ${SANS}`, textAlign: "left", strokeStyle: context.fillStyle, lineWidth: 3 });
  let x = MARGIN;
  titles.forEach((title, index) => {
    context.setLineDash(index === 0 ? [] : [10, 7]);
    context.beginPath();
    context.moveTo(x, y - 7);
    context.lineTo(x + 56, y - 7);
    context.stroke();
    context.fillText(title, x + 68, y);
    x += 68 + context.measureText(title).width + 48;
  });
  context.setLineDash([]);
}

/** Both pictures with their headings, the sentence about the gap, the chart, the scenario's name and the notice. */
function composed(
  explorer: Explorer,
  pictures: HTMLCanvasElement[],
  chart: HTMLCanvasElement | null,
): HTMLCanvasElement {
  const canvas = element("canvas");
  const column = (WIDTH - 3 * MARGIN) / 2;
  const high = Math.max(...pictures.map(({ width, height }) => (width > 0 ? (column * height) / width : 0)));
  const chartHigh = chart && chart.width > 0 ? ((WIDTH - 2 * MARGIN) * chart.height) / chart.width : 0;
  const tops = { title: 70, head: 130, picture: 156, gap: 156 + high + 64, chart: 156 + high + 128 };
  [canvas.width, canvas.height] = [WIDTH, Math.round(tops.chart + chartHigh + 84)];
  const style = getComputedStyle(document.documentElement);
  const [paper, ink, faint] = ["--paper", "--ink", "--faint"].map((name) => style.getPropertyValue(name).trim());
  const context = canvas.getContext("2d")!;
  const write = (text: string, x: number, y: number, font: string, colour = ink, align: CanvasTextAlign = "left") => {
    Object.assign(context, { font, fillStyle: colour, textAlign: align });
    context.fillText(text, x, y, WIDTH - 2 * MARGIN);
  };
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const week = `${unitOf(explorer)} ${TRANSPORT.of(explorer.moment, explorer.rounds)}`;
  write(explorer.table("left").title, MARGIN, tops.title, `40px ${SERIF}`);
  write(week, WIDTH - MARGIN, tops.title, `24px ${SANS}`, faint, "right");
  SIDES.forEach((side, index) => {
    const left = MARGIN + index * (column + MARGIN);
    write(sideTitle(explorer, side), left, tops.head, `28px ${SERIF}`);
    write(bigNumber(explorer, side).join(" "), left + column, tops.head, `28px ${SERIF}`, ink, "right");
    const picture = pictures[index];
    const tall = (column * picture.height) / Math.max(1, picture.width);
    if (picture.width > 1) context.drawImage(picture, left, tops.picture, column, tall);
  });
  write(gapInWords(explorer), MARGIN, tops.gap, `30px ${SERIF}`);
  drawKey(context, SIDES.map((side) => sideTitle(explorer, side)), tops.gap + 44);
  if (chart && chartHigh > 0) context.drawImage(chart, MARGIN, tops.chart, WIDTH - 2 * MARGIN, chartHigh);
  write(PAGE.notice, MARGIN, canvas.height - 32, `24px ${SERIF}`);
  const people = `${explorer.choice.people.toLocaleString("en-GB")} ${HEADER.people.toLowerCase()}`;
  const seed = `${HEADER.seed.toLowerCase()} ${explorer.choice.seed}`;
  const source = `${people}, ${seed}, ${PAGE.name} ${explorer.handed.version}`;
  write(source, WIDTH - MARGIN, canvas.height - 32, `20px ${SANS}`, faint, "right");
  return canvas;
}
