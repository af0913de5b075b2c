/** Layers of ties that cannot exist among so many people. */

import type { NetworkTable, SocietyTable } from "../contract.ts";
import { rules } from "../text/messages.ts";
import { generalText, wholeText } from "./numbers.ts";

const MOST_PEOPLE = 2 ** 32 - 1;

/** The layers of a society that no drawing can satisfy, with the sentence that says why. */
export function unfitLayers(society: SocietyTable): { layer: "online" | "offline"; sentence: string }[] {
  if (society.population > MOST_PEOPLE) return [];
  return (["online", "offline"] as const).flatMap((layer) => {
    const ties = society[layer];
    const sentence = ties && ties !== "same" ? unfit(ties, society.population) : undefined;
    return sentence ? [{ layer, sentence }] : [];
  });
}

function unfit(ties: NetworkTable, people: number): string | undefined {
  const degree = Number(ties.mean_degree ?? 0);
  const number = ties.generator === "stochastic-block" ? communitiesOf(ties) : 0;
  if (number > people) return rules.communities(number, people);
  if (degree > people - 1) return rules.degree(generalText(degree), people);
  if (ties.generator === "random-regular" && people % 2 && degree % 2) return rules.regular(people, degree);
  return number ? crowded(ties, people, degree, number) : undefined;
}

function communitiesOf({ blocks }: NetworkTable): number {
  return Array.isArray(blocks) ? blocks.length : Number(blocks);
}

/** Communities that would need more ties than they have pairs. */
function crowded(ties: NetworkTable, people: number, degree: number, number: number): string | undefined {
  const within = Number(ties.within);
  const inside = pairsInside(ties, people, number);
  const expected = (people * degree) / 2;
  const checks = [
    { place: rules.inside, wanted: within * expected, there: inside },
    { place: rules.betweenThem, wanted: (1 - within) * expected, there: (people * (people - 1)) / 2 - inside },
  ];
  const broken = checks.find(({ wanted, there }) => wanted > there * (1 + 1e-12));
  if (!broken) return undefined;
  const [wanted, there] = [wholeText(broken.wanted), wholeText(broken.there)];
  return rules.pairsThere(generalText(degree), generalText(within), wanted, broken.place, there);
}

/** Pairs of people of one community, where communities are rounded to whole people one after the other. */
function pairsInside({ blocks }: NetworkTable, people: number, number: number): number {
  let [pairs, share, start] = [0, 0, 0];
  for (let block = 0; block < number; block++) {
    share += Array.isArray(blocks) ? Number(blocks[block]) : 1 / number;
    const end = block === number - 1 ? people : Number(wholeText(share * people));
    pairs += ((end - start) * (end - start - 1)) / 2;
    start = end;
  }
  return pairs;
}
