import type { PoolClient } from "pg";
import { log } from "./log";

/**
 * Wakes whoever listens to a channel of PostgreSQL's NOTIFY. It carries nothing: they read, and look by the clock as well,
 * so that a wake that is lost costs a second and nothing else.
 *
 * Not sent within the transaction of what it tells of, since transactions that notify commit one after the other, each
 * waiting for the disk; and not for every one, since each wakes a process for every listener.
 */
const EVERY_MS = 15;

/** A connection, or a pool of them. */
type Sender = Pick<PoolClient, "query">;

/** The channels to be woken when a transaction that is under way has committed. */
const waiting = new WeakMap<Sender, Set<string>>();
const timers = new Map<string, { timer: NodeJS.Timeout; sender: Sender }>();
const sentAt = new Map<string, number>();

/** Wakes a channel once the transaction has committed; at once where there is none. */
export function wake(sql: Sender, channel: string): void {
  const channels = waiting.get(sql);
  if (channels) channels.add(channel);
  else soon(channel, sql);
}

/** From now on what is woken with this connection waits. */
export function holdWakes(sql: Sender): void {
  waiting.set(sql, new Set());
}

/** The transaction is over. @param committed whether what it did can be seen. @param sender sends what waited for it */
export function releaseWakes(sql: Sender, committed: boolean, sender: Sender): void {
  const channels = waiting.get(sql) ?? [];
  waiting.delete(sql);
  if (committed) for (const channel of channels) soon(channel, sender);
}

/** Sends what has not been sent yet, when no more comes. */
export async function flushWakes(): Promise<void> {
  const left = [...timers];
  timers.clear();
  for (const [, { timer }] of left) clearTimeout(timer);
  await Promise.all(left.map(([channel, { sender }]) => tell(channel, sender)));
}

function soon(channel: string, sender: Sender): void {
  if (timers.has(channel)) return;
  const rest = (sentAt.get(channel) ?? -EVERY_MS) + EVERY_MS - performance.now();
  const send = () => {
    timers.delete(channel);
    void tell(channel, sender);
  };
  timers.set(channel, { timer: setTimeout(send, Math.max(0, rest)), sender });
}

async function tell(channel: string, sender: Sender): Promise<void> {
  sentAt.set(channel, performance.now());
  try {
    await sender.query("SELECT pg_notify($1, '')", [channel]);
  } catch (error) {
    log().debug({ err: error, channel }, "a wake was not sent; it is looked by the clock");
  }
}
