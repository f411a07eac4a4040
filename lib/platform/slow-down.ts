import { randomBytes } from "node:crypto";
import { createAddressCounts } from "./address-counts";

/**
 * Slows addresses down that do something too often. Each process counts for itself: what is decided by it costs an
 * attacker time and decides nothing that another process would have to know.
 */
export interface SlowDown {
  /** Counts one thing that an address did. @returns 0 while it may go on, else the seconds to wait */
  note(address: string, now?: number): number;
  /** How many addresses are remembered. */
  remembered(): number;
}

/** About 200 KB: more addresses a minute than this share what is known of them. */
const REMEMBERED = 16_384;

/** @param perMinute how often an address may */
export function createSlowDown(perMinute: number, seed = randomBytes(4).readUInt32LE()): SlowDown {
  const counts = createAddressCounts(REMEMBERED, seed);
  return {
    note: (address, now = Date.now()) =>
      counts.count(address, now) <= perMinute ? 0 : counts.secondsLeft(address, now),
    remembered: () => counts.remembered(),
  };
}
