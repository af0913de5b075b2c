import type { Why } from "../contract.ts";

/** A number below ten as people write it in running text: .62, 1.40, −.05. */
export function plain(value: number): string {
  const text = Math.abs(value).toFixed(2).replace(/^0(?=\.)/, "");
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** A share in per cent, as people write it: 55 %. */
export function percent(share: number): string {
  const hundredths = share * 100;
  const digits = hundredths > 0 && hundredths < 1 ? 1 : 0;
  return `${hundredths.toFixed(digits)} %`;
}

const PARTS: Record<Exclude<keyof Why["parts"], "score">, string> = {
  friends: "her friends’ loss",
  shame: "shame",
  reproach: "her friends’ reproach",
  sanctions: "the doors that would close",
};

const CHOICES: Record<Why["choice"], string> = {
  all: "So she says all of it.",
  lawful: "So she says only what is allowed.",
  between: "So she goes part of the way.",
  nothing: "So she says nothing at all.",
  "nothing-to-say": "She has nothing to hold back.",
};

const TWINS: Record<"same" | "more" | "less", (place: string, voice: string) => string> = {
  same: (place, voice) => `${place}, her twin says the same: ${voice}.`,
  more: (place, voice) => `${place}, her twin says more: ${voice}.`,
  less: (place, voice) => `${place}, her twin says less: ${voice}.`,
};
const PLACES = { left: "On the left", right: "On the right" };

/** Why a person spoke or fell silent, sentence by sentence, with the model's own quantities. */
export function whySentences(why: Why): string[] {
  const wish = `She would like to say ${plain(why.desire)}, and says ${plain(why.voice)}.`;
  if (why.choice === "nothing-to-say") return [wish, CHOICES[why.choice]];
  if (why.desire <= why.line && why.choice === "all") {
    return [wish, `As far as she knows, ${plain(why.line)} is allowed. So she need not hold back.`];
  }
  return [
    wish,
    `As far as she knows, ${why.line > 0 ? plain(why.line) : "nothing"} is allowed.`,
    `She thinks the chance of being seen is ${percent(why.chanceSeen)}.`,
    costSentence(why),
    why.choice === "nothing" && why.line > 0 ? fearSentence(why) : nerveSentence(why),
    why.muted && why.choice !== "nothing" ? "The platform keeps her to what is allowed." : CHOICES[why.choice],
  ];
}

/** What being punished would cost, with every part that is not nothing. */
function costSentence({ cost, parts, proportional }: Why): string {
  if (cost <= 0) return "Being punished would cost her nothing.";
  const named = (Object.keys(PARTS) as (keyof typeof PARTS)[]).filter((part) => parts[part] >= 0.005);
  const told = named.map((part) => `${plain(parts[part])} is ${PARTS[part]}`);
  const each = proportional ? " for each whole step over the line" : "";
  return `It would cost her ${plain(cost)}${each}${told.length ? `, of which ${listed(told)}` : ""}.`;
}

/** What saying it all is worth to her against what she expects it to cost. */
function nerveSentence({ worth, risk, friendsLoud, friendsPunished }: Why): string {
  const company = friendsLoud + friendsPunished > 0 ? `${friendsSentence(friendsLoud, friendsPunished)} ` : "";
  const close = worth < risk ? "hardly more" : "hardly less";
  const weighs = plain(worth) === plain(risk) && worth !== risk ? close : plain(risk);
  return `${company}Her nerve is worth ${plain(worth)}; the risk weighs ${weighs}.`;
}

/** Why somebody says nothing though something is allowed. */
function fearSentence({ boldnessInCompany }: Why): string {
  return `Even what is allowed can be punished by mistake, and her boldness is only ${plain(boldnessInCompany)}.`;
}

function friendsSentence(loud: number, punished: number): string {
  const told = [];
  const counted = (count: number) => `${count} ${count === 1 ? "friend" : "friends"}`;
  if (loud > 0) told.push(`${counted(loud)} spoke up`);
  if (punished > 0) told.push(`${loud > 0 ? punished : counted(punished)} ${punished === 1 ? "was" : "were"} punished`);
  return `Last week ${listed(told)}.`;
}

/** Words in a row with commas and an "and". */
export function listed(words: string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** What happened to a person in the last round; empty if nothing did. */
export function fateSentences(why: Why, doors: Record<string, string>): string[] {
  const told: string[] = [];
  if (why.wronglyPunished) told.push("She was punished, though all she said was allowed.");
  else if (why.punished) told.push("She was seen and punished.");
  else if (why.seen) told.push("She was seen, and left alone.");
  if (why.sharedLoss >= 0.005) told.push(`She lost ${plain(why.sharedLoss)} because a friend was punished.`);
  for (const { domain, rounds } of why.sanctions) {
    told.push(`She is shut out of ${doors[domain] ?? domain} for ${rounds} more ${rounds === 1 ? "week" : "weeks"}.`);
  }
  return told;
}

/** Her standing: score and friends. */
export function standing({ enrolled, score, friends }: Why): string {
  const known = enrolled ? `Her score is ${plain(score)}` : "She has no score";
  return `${known}; she has ${friends} ${friends === 1 ? "friend" : "friends"} left.`;
}

/** What her twin in the other society chose. */
export function twinSentence(voice: number, twin: number, side: "left" | "right"): string {
  const difference = twin - voice;
  const how = Math.abs(difference) < 0.005 ? "same" : difference > 0 ? "more" : "less";
  return TWINS[how](PLACES[side], plain(twin));
}
