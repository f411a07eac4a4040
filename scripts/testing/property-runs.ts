/** How many requests each property makes: `HOSTILE_RUNS`, 30 unless told. `HOSTILE_SEED` repeats those of a run that failed. */
const RUNS = Number(process.env.HOSTILE_RUNS ?? 30);
const SEED = process.env.HOSTILE_SEED;

export const PROPERTY = { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) };

/** For a test of one property. */
export const TIME = { timeout: 30_000 + RUNS * 500 };
