import { setImmediate as nextTurn } from "node:timers/promises";
import { databaseIsAway } from "./database-away";
import { metrics } from "./metrics";
import { watchQueue } from "./pressure";
import { Problem } from "./problem";
import { currentSpan, isTracing, type Span, traced } from "./trace";

/** So many share well enough what a group costs by itself; to wait for more would only make them all late. */
const ENOUGH = 32;
/** However many keep coming, nobody waits longer for them. */
const GATHER_MS = 8;
/** Beside a group that is being done another one begins for so many, or for whoever has waited for so long. */
const WORTH_ANOTHER = 16;
const PATIENCE_MS = 10;
/** Of a group that failed so many are done at once. */
const ALONE_AT_ONCE = 4;
/** That a connection has broken is noticed at once; who waited longer for the database would do so again. */
const AT_ONCE_MS = 1_000;

/**
 * Work of many concurrent callers done in groups: while one group is being done the next one gathers, so that a
 * commit is shared by all that wait for it. Nobody waits for a group to fill, only as long as every turn of the event
 * loop brings more; nor for long for one that is slow, where another one may be done beside it.
 * @param run does a group and answers for each item, in order. When it throws, each item is done again alone, so that
 * one bad item never fails its neighbours; it must therefore do all or nothing. When the database was found away at once
 * it is done again as a whole, once: a connection may have broken; but alone they would all fail too.
 * @param limits how many items a group takes at most, how many groups are done at once, and how many items may wait:
 *   what comes on top is refused at once (`unavailable`), so that a slow database fills no memory.
 */
export function inGroups<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  limits: { name: string; items: number; groups: number; waiting: number },
): (item: Item) => Promise<Result> {
  type Waiting = {
    item: Item;
    span: Span | null;
    since: number;
    resolve: (result: Result) => void;
    reject: (error: unknown) => void;
  };
  const queue: Waiting[] = [];
  let running = 0;
  let looking = false;
  watchQueue(limits.name, () => queue.length);

  async function doGroup(group: Waiting[], again = false): Promise<void> {
    const begun = performance.now();
    try {
      const items = group.map(({ item }) => item);
      const results = await (isTracing() ? tracedRun(group, items) : run(items));
      group.forEach(({ resolve, reject }, index) => {
        if (index in results) resolve(results[index] as Result);
        else reject(new Error("A group answered for fewer items than it was given."));
      });
    } catch (error) {
      const away = databaseIsAway(error);
      if (away && !again && performance.now() - begun < AT_ONCE_MS) await doGroup(group, true);
      else if (away || group.length === 1) for (const { reject } of group) reject(error);
      else await eachAlone(group, again);
    }
  }

  /** A few at once, so that those that wait for a lock leave connections to others. */
  async function eachAlone(group: readonly Waiting[], again: boolean): Promise<void> {
    const left = group.values();
    const next = async () => {
      for (const waiting of left) await doGroup([waiting], again);
    };
    await Promise.all(Array.from({ length: ALONE_AT_ONCE }, next));
  }

  /** A group's span is part of the first trace that it belongs to, and points to the others. */
  function tracedRun(group: readonly Waiting[], items: Item[]): Promise<Result[]> {
    const [first, ...others] = group.flatMap(({ span }) => span?.context ?? []);
    if (!first) return run(items);
    const attributes = { "tidings.items": items.length };
    const name = `group ${limits.name}`;
    return traced({ name, kind: "internal", attributes, parent: first, links: others }, () => run(items));
  }

  async function gather(): Promise<void> {
    const enough = Math.min(ENOUGH, limits.items);
    const begun = performance.now();
    for (let had = 0; queue.length > had && queue.length < enough && performance.now() - begun < GATHER_MS; ) {
      had = queue.length;
      await nextTurn();
    }
  }

  async function work(): Promise<void> {
    running += 1;
    // Of few that wait beside others who work, those will take care.
    while (running === 1 ? queue.length > 0 : isWorthAnother()) {
      await gather();
      // Others that were gathering too may have taken all.
      const group = queue.splice(0, limits.items);
      if (group.length > 0) await doGroup(group);
    }
    running -= 1;
    begin();
  }

  function isWorthAnother(): boolean {
    const [first] = queue;
    if (!first) return false;
    return queue.length >= Math.min(WORTH_ANOTHER, limits.items) || performance.now() - first.since >= PATIENCE_MS;
  }

  const mayBegin = () => running < limits.groups && (running === 0 ? queue.length > 0 : isWorthAnother());

  /** After this turn of the event loop, so that what arrived together goes together. */
  function begin(): void {
    if (mayBegin()) setImmediate(() => (mayBegin() ? void work() : lookLater()));
    else lookLater();
  }

  function lookLater(): void {
    const [first] = queue;
    if (!first || looking || running === limits.groups) return;
    looking = true;
    setTimeout(lookAgain, Math.max(1, Math.ceil(first.since + PATIENCE_MS - performance.now())));
  }

  function lookAgain(): void {
    looking = false;
    begin();
  }

  return (item) =>
    new Promise((resolve, reject) => {
      if (queue.length >= limits.waiting) return reject(tooManyWait(limits.name));
      queue.push({ item, span: currentSpan(), since: performance.now(), resolve, reject });
      begin();
    });
}

function tooManyWait(name: string): Problem {
  metrics().refused.inc({ queue: name });
  return new Problem("unavailable", "The database is slow and too much waits for it. Try again in a moment.", {
    retryAfter: 1,
  });
}
