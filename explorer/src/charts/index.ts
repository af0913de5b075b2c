/** Charts over rounds. */

export { Chart, type ChartOptions } from "./chart.ts";
export type { ChartData } from "./data.ts";
