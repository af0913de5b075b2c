import "./page/style.css";
import type { Handed } from "./contract.ts";
import { openPage } from "./page/app.ts";
import { PAGE } from "./text/en.ts";

const host = document.querySelector<HTMLElement>("#page")!;
const handed = JSON.parse(document.querySelector("#handed")?.textContent || "null") as Handed | null;
if (handed === null) host.textContent = PAGE.broken;
else openPage(handed, host);
