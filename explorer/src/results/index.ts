/** Stored results, shown without being played. */

export { showResult } from "./show.ts";
