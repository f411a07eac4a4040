/** What the soak sends. Pure, and the same for the same seed. */

/** How often each of the sandbox's recipients occurs, by the ending of its number (docs/sandbox.md). */
const ENDINGS: readonly (readonly [ending: string, weight: number])[] = [
  ["01", 40],
  ["10", 3],
  ["11", 2],
  ["15", 2],
  ["16", 2],
  ["20", 3],
  ["21", 2],
  ["30", 3],
  ["31", 3],
  ["32", 4],
  ["33", 6],
  ["34", 6],
  ["35", 4],
  ["36", 4],
  ["40", 2],
  ["41", 2],
  ["50", 2],
  ["51", 4],
  ["52", 2],
  ["53", 2],
  ["54", 2],
];

const BODIES = [
  { weight: 6, body: "Table ready" },
  { weight: 2, body: "A text that needs two segments. ".repeat(7) },
  { weight: 1, body: "Καλημέρα σας, το τραπέζι σας είναι έτοιμο. ".repeat(4) },
  { weight: 1, body: "ΚΑΛΗΜΕΡΑ ΣΑΣ, ΤΟ ΤΡΑΠΕΖΙ ΕΙΝΑΙ ΕΤΟΙΜΟ. ".repeat(3), transcode: true },
] as const;

export interface SoakMessage {
  to: string;
  body: string;
  transcode?: boolean;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<T>(choices: readonly (readonly [choice: T, weight: number])[], chance: number): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = chance * total;
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  throw new RangeError("Chances are below 1.");
}

/** One message of the mixture. */
export function soakMessage(chance: () => number): SoakMessage {
  const to = `+3069000000${pick(ENDINGS, chance())}`;
  const { weight: _, ...text } = pick(
    BODIES.map((body) => [body, body.weight] as const),
    chance(),
  );
  return { to, ...text };
}
