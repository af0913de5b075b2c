/** The colours of a page as canvases need them: warm is voice, cold is silence, and all else is ink. */
export interface Palette {
  paper: string;
  ink: string;
  faint: string;
  line: string;
  ember: string;
  sand: string;
  ice: string;
}

const NAMES = ["paper", "ink", "faint", "line", "ember", "sand", "ice"] as const;

/** The colours in force where an element stands; charts.css gives those that the page has not set. */
export function paletteOf(host: Element): Palette {
  const style = getComputedStyle(host);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--chart-${name}`).trim()])) as never;
}
