import { setTimeout as delay } from "node:timers/promises";
import { LIVE_CHANNEL } from "@/lib/messages/state-store";
import { groupPool, pool } from "@/lib/platform/database";
import { listen } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import { advance, highestOf, lacksBounds, type Positions, startAt, withBounds } from "./positions";
import { type LiveEvent, lastPosition, lookAfter, nextTransaction } from "./store";

/**
 * One reader of changes for all streams of a process. NOTIFY only wakes it; what is passed on is read from the
 * table. While PostgreSQL is away it tries again, and then reads on from where it was. While nobody listens nothing is
 * read, and where it stands is found out anew for the next one.
 */
export interface Subscriber {
  /** Takes a change and the position that is safe to resume from after it. */
  push(event: LiveEvent, resumeFrom: bigint): void;
  /** What went before may have been missed, and has to be read anew. */
  reset(resumeFrom: bigint): void;
}

export interface Hub {
  subscribe(subscriber: Subscriber): () => void;
  /** Where a new stream begins: everything up to here has been passed on. */
  resumeFrom(): Promise<bigint>;
  close(): Promise<void>;
}

const LOOK_LIMIT = 2_000;
/** At start this much of the past is looked at again, for transactions that were running then. */
const LOOK_BACK = 2_000n;
const GAP_RECHECK_MS = 100;
/** It looks so often also when nobody wakes it: a wake can be lost. */
const LOOK_EVERY_MS = 1_000;
/** Between two looks, so that changes that come together are read together. */
const GATHER_MS = 20;

/** Makes a reader. One is enough for a process: {@link liveHub}. */
export function createHub(): Hub {
  const subscribers = new Set<Subscriber>();
  let positions: Positions | undefined;
  /** While transactions below this one run, something may come from before all that was looked at. */
  let unseenBelow: bigint | null = null;
  let starting: Promise<Positions> | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let again = false;
  const listener = listen({
    channel: LIVE_CHANNEL,
    name: "live",
    onNotify: look,
    onConnected: async () => look(),
  });

  /** Where it stands; found out when it is not known. */
  async function stand(): Promise<Positions> {
    if (positions) return positions;
    starting ??= startPositions().finally(() => {
      starting = undefined;
    });
    positions ??= await starting;
    return positions;
  }

  async function startPositions(): Promise<Positions> {
    const next = await nextTransaction(pool());
    const last = await lastPosition(pool());
    const from = last > LOOK_BACK ? last - LOOK_BACK : 0n;
    const { events, xmin } = await lookAfter(pool(), from, LOOK_LIMIT);
    unseenBelow = from > 0n && xmin < next ? next : null;
    // What is visible already is no news; only what is missing below it may be.
    return bounded(advance(startAt(from), { visible: events.map((event) => event.position), xmin }).after);
  }

  async function bounded(after: Positions): Promise<Positions> {
    return lacksBounds(after) ? withBounds(after, await nextTransaction(pool())) : after;
  }

  function look(): void {
    if (subscribers.size === 0) {
      positions = undefined;
      return;
    }
    again = true;
    looking ??= lookWhileWoken().finally(() => {
      looking = undefined;
    });
  }

  async function lookWhileWoken(): Promise<void> {
    while (again && !closed) {
      again = false;
      try {
        await lookOnce();
      } catch (error) {
        log().warn({ err: error }, "live updates could not read; trying again");
        schedule(1_000);
      }
      await delay(GATHER_MS);
    }
  }

  async function lookOnce(): Promise<void> {
    const before = await stand();
    // What has been passed on beyond a gap is not read again: there may be any number of them.
    const { events, xmin } = await lookAfter(groupPool(), highestOf(before), LOOK_LIMIT, [...before.gaps.keys()]);
    const { fresh, after, abandoned } = advance(before, { visible: events.map((event) => event.position), xmin });
    positions = after;
    const news = new Set(fresh);
    for (const event of events)
      if (news.has(event.position)) for (const one of subscribers) one.push(event, after.upTo);
    positions = await bounded(after);
    if (abandoned) unseenBelow = await nextTransaction(pool());
    if (unseenBelow !== null && xmin >= unseenBelow) {
      unseenBelow = null;
      for (const one of subscribers) one.reset(after.upTo);
    }
    if (events.length >= LOOK_LIMIT) again = true;
    else schedule(after.gaps.size > 0 ? GAP_RECHECK_MS : LOOK_EVERY_MS);
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(look, delayMs);
  }

  return {
    subscribe(subscriber) {
      subscribers.add(subscriber);
      // From now on it looks by the clock too.
      look();
      return () => subscribers.delete(subscriber);
    },
    async resumeFrom() {
      await listener.started;
      return (await stand()).upTo;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      subscribers.clear();
      await listener.close();
      await looking;
    },
  };
}

const shared = globalThis as typeof globalThis & { tidingsLive?: Hub };

/** The reader of this process, made on first use. */
export function liveHub(): Hub {
  shared.tidingsLive ??= createHub();
  return shared.tidingsLive;
}

/** Ends the reader of this process, if there is one. */
export async function closeLive(): Promise<void> {
  const hub = shared.tidingsLive;
  delete shared.tidingsLive;
  await hub?.close();
}
