/** The state of the page, without the page. */

export * from "./choice.ts";
export type { Course } from "./course.ts";
export { Explorer, type Event } from "./explorer.ts";
export { fragmentOf, readFragment } from "./fragment.ts";
export { isSchedule, lookUp, rowOf, rowsOf, type Dial, type Group, type Row } from "./instruments.ts";
export { Presets } from "./presets.ts";
export { csvText } from "./saving.ts";
export { SCENES, STORY_PRESET } from "./scenes.ts";
export { Twins } from "./twins.ts";
