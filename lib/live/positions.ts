/**
 * Which events have been passed on. Positions are given out in order but become visible in any order, since
 * transactions commit in any order: a gap may be an event still to come. A gap is given up only when every
 * transaction that was running after it was noticed has ended. Pure.
 *
 * A snapshot alone cannot tell those: its xmax is the first transaction id after the last one that has ended, so that
 * transactions of that id and above may be running. So a bound is asked for after the look.
 */
export interface Positions {
  /** Every position up to here has been passed on, or will never exist: the place to resume from. */
  upTo: bigint;
  /** Passed on beyond {@link upTo}. */
  beyond: ReadonlySet<bigint>;
  /** Missing below the highest seen, each with a transaction id given out after it was noticed; null until it is known. */
  gaps: ReadonlyMap<bigint, bigint | null>;
}

/** One look at the table: what is visible, and PostgreSQL's snapshot of that look. */
export interface Look {
  visible: readonly bigint[];
  /** pg_snapshot_xmin: every transaction below has ended. */
  xmin: bigint;
}

/** A jump larger than this is no row of transactions under way but a sequence that was moved. */
const LONGEST_GAP = 10_000n;

/** Nothing passed on beyond a position. */
export function startAt(position: bigint): Positions {
  return { upTo: position, beyond: new Set(), gaps: new Map() };
}

/** The highest position that was seen. */
export function highestOf({ upTo, beyond }: Positions): bigint {
  let highest = upTo;
  for (const position of beyond) if (position > highest) highest = position;
  return highest;
}

/**
 * Takes one look. The look must cover every gap, and every visible position above the highest seen up to its own.
 * @returns what is new, in order, and the state after it; `abandoned` when a gap was given up although its event may
 *   still come, since too much lies behind it.
 */
export function advance(before: Positions, look: Look): { fresh: bigint[]; after: Positions; abandoned: boolean } {
  const fresh = look.visible
    .filter((position) => position > before.upTo && !before.beyond.has(position))
    .sort((a, b) => (a < b ? -1 : 1));
  const passed = new Set([...before.beyond, ...fresh]);
  const highest = highestOf({ ...before, beyond: passed });
  const gaps = new Map<bigint, bigint | null>();
  const oldest = highest - LONGEST_GAP > before.upTo ? highest - LONGEST_GAP : before.upTo;
  for (let position = oldest + 1n; position < highest; position += 1n) {
    if (passed.has(position)) continue;
    const bound = before.gaps.get(position) ?? null;
    if (bound === null || look.xmin < bound) gaps.set(position, bound);
  }
  const abandoned = [...before.gaps].some(
    ([position, bound]) => position <= oldest && !passed.has(position) && (bound === null || look.xmin < bound),
  );
  let upTo = highest;
  for (const position of gaps.keys()) if (position <= upTo) upTo = position - 1n;
  const beyond = new Set([...passed].filter((position) => position > upTo));
  return { fresh, after: { upTo, beyond, gaps }, abandoned };
}

/** Whether there are gaps for which no bound is known. */
export function lacksBounds({ gaps }: Positions): boolean {
  return [...gaps.values()].includes(null);
}

/** Gives the gaps that were noticed last their bound. @param next a transaction id given out after the look */
export function withBounds(positions: Positions, next: bigint): Positions {
  return { ...positions, gaps: new Map([...positions.gaps].map(([position, bound]) => [position, bound ?? next])) };
}
