/** Moving from person to person by the arrow keys. */

interface Place {
  x: number;
  y: number;
}

const WAYS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

/** The nearest person in the direction of a key, at most 45 degrees off it; the same one where there is none. */
export function nextPerson(
  from: number | null,
  key: string,
  people: number,
  placeOf: (person: number) => Place,
): number {
  if (from === null) return middlemost(people, placeOf);
  const [across, down] = WAYS[key] ?? [1, 0];
  const start = placeOf(from);
  let [best, nearest] = [from, Infinity];
  for (let person = 0; person < people; person++) {
    const { x, y } = placeOf(person);
    const along = (x - start.x) * across + (y - start.y) * down;
    const aside = Math.abs((x - start.x) * down) + Math.abs((y - start.y) * across);
    const distance = along + 2 * aside;
    if (person !== from && along > 0 && aside <= along && distance < nearest) [best, nearest] = [person, distance];
  }
  return best;
}

function middlemost(people: number, placeOf: (person: number) => Place): number {
  const places = Array.from({ length: people }, (_, person) => placeOf(person));
  const middle = { x: mean(places.map(({ x }) => x)), y: mean(places.map(({ y }) => y)) };
  const far = places.map(({ x, y }) => Math.hypot(x - middle.x, y - middle.y));
  return far.reduce((best, distance, person) => (distance < far[best] ? person : best), 0);
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
