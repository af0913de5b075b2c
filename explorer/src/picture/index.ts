/** The picture of a society: where everybody stands, in which colour, and what happens to her. */

export { scoreGradient, voiceGradient, type Theme } from "./colour.ts";
export { layOut, type Layout } from "./layout.ts";
export { Picture } from "./picture.ts";
