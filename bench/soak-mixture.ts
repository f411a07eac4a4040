/** What the soak sends. Pure, and the same for the same seed. */

/** How often each of the sandbox's recipients occurs, by the ending of its number (docs/sandbox.md). */
const ENDINGS: readonly (readonly [ending: string, weight: number])[] = [
  ["01", 400],
  ...["10", "11", "12", "13", "14", "15", "16"].map((ending) => [ending, 12] as const),
  ...["20", "21", "22", "23", "24"].map((ending) => [ending, 20] as const),
  ...["30", "31", "32", "33", "34", "35", "36", "37", "38", "39"].map((ending) => [ending, 25] as const),
  ...["40", "41", "53", "57", "58", "59", "70", "71"].map((ending) => [ending, 10] as const),
  ...["50", "51", "52", "55", "56", "60", "61", "62", "63"].map((ending) => [ending, 20] as const),
  // Each keeps a hand-over busy until it gives up.
  ...["54", "72"].map((ending) => [ending, 5] as const),
];

/**
 * What the sandbox does besides, to all of them (docs/sandbox.md, faults). Receipts that are never posted have endings
 * of their own: lost at random, a correction of a final status could go missing, which nobody could know of.
 */
export const FAULTS = {
  api: { share: 0.02, kind: "error_after" },
  receipts: { duplicateShare: 0.05, unknownStatusShare: 0.02, shuffle: true, maxExtraDelayMs: 3_000 },
};

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
