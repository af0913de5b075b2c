/** Writes the numbers of a result as the page shows them, so that Python can compare them with its own. */

import { readFileSync } from "node:fs";
import type { Figure } from "../src/contract.ts";
import { difference, shown, withMargin } from "../src/results/numbers.ts";

type Asked = { figure: Figure; unit: string };

const asked = JSON.parse(readFileSync(0, "utf8")) as Asked[];
const told = asked.map(({ figure, unit }) => [shown(figure.mean, unit), withMargin(figure, unit), difference(figure, unit)]);
process.stdout.write(JSON.stringify(told));
