/** The seven scenes' words: at most forty in each, what to try included. */

export interface SceneText {
  title: string;
  /** What changed, and one thing to notice. */
  text: string;
  /** One thing to try before the next scene. */
  try: string;
  /** The change in a sentence about the gap, after "With". */
  change: string;
}

/** In the order of `worlds/scenes.ts`. */
export const SCENES: readonly SceneText[] = [
  {
    title: "A free society",
    text:
      "Every dot is an invented person; lines are friendships. A warm dot says all she thinks. These are " +
      "twin societies: the same people, the same luck.",
    try: "Point at somebody. Her twin lights up.",
    change: "no change",
  },
  {
    title: "A score",
    text:
      "On the right, volunteers get a score. Speaking beyond a line costs some of it. Look for cold dots. " +
      "Most fell silent in the first week, before anybody was punished.",
    try: "Ask a cold dot why.",
    change: "a score",
  },
  {
    title: "Your friends pay for you",
    text:
      "Now, on the right, your friends lose score when you are punished. Watch the pulse run along the " +
      "lines. Kindness becomes a reason for silence.",
    try: "Switch on “Friends left alone”.",
    change: "friends’ penalty on",
  },
  {
    title: "Everyone sees",
    text:
      "On the right, all scores are public. Friends reproach each other, and people with low scores are " +
      "dropped. Watch friendships disappear.",
    try: "Point at the chart to go back in time.",
    change: "scores made public",
  },
  {
    title: "Opt-in becomes mandatory",
    text:
      "Both begin with volunteers. After forty weeks, on the right, everybody must join. The rules are the " +
      "same; the silence is not.",
    try: "Drag the week across week forty.",
    change: "everyone made to join",
  },
  {
    title: "One number for everything",
    text:
      "Now, on the right, informers listen at gatherings, and one number links all accounts: a low score " +
      "freezes the bank account.",
    try: "Find somebody with a rim of frost. What did she say?",
    change: "informers and one number",
  },
  {
    title: "What gives speech back",
    text:
      "Left: everything so far. Right: friends left alone, secret scores, separate accounts, no informers. " +
      "Speech thaws, but not all of it.",
    try: "Add “Free to leave”. Which safeguard helps most?",
    change: "these four safeguards",
  },
];

export const STORY = {
  step: (scene: number, scenes: number) => `Scene ${scene} of ${scenes}`,
  back: "Back",
  next: "Next",
  leave: "Leave the story",
  finish: "Now it is yours",
  tryThis: "Try",
  caution: "The people are invented and the numbers are a model’s. Nothing here was measured.",
};
