import { isIP } from "node:net";

/**
 * Counts what addresses do in a minute, in a table of a fixed size: however many addresses come, nothing grows. A full
 * place of the table is given to a new address by whoever there has done least, so that those that do much stay known.
 */
export interface AddressCounts {
  /** Counts one. @param now milliseconds @returns how many the address has with it in its minute */
  count(address: string, now: number): number;
  /** How many the address has in its minute, without counting. */
  of(address: string, now: number): number;
  /** Seconds until an address begins anew, at least 1. */
  secondsLeft(address: string, now: number): number;
  /** How many addresses are remembered, at most `size`. */
  remembered(): number;
}

const MINUTE_MS = 60_000;
/** So many addresses share a place of the table. */
const WAYS = 8;

/**
 * Makes a table.
 * @param size how many addresses it remembers at most; a power of two
 * @param seed what makes the places unpredictable, so that nobody can choose addresses that push another out
 */
export function createAddressCounts(size: number, seed: number): AddressCounts {
  const marks = new Uint32Array(size);
  const begun = new Float64Array(size);
  const counts = new Uint32Array(size);
  const places = size / WAYS;

  /** Where an address stands, or -1. */
  function find(mark: number, now: number): number {
    const first = (mark % places) * WAYS;
    for (let at = first; at < first + WAYS; at += 1)
      if (marks[at] === mark && (counts[at] ?? 0) > 0 && now - (begun[at] ?? 0) < MINUTE_MS) return at;
    return -1;
  }

  /** Where a new address may stand: where a minute is over, or else where least was done. */
  function roomFor(mark: number, now: number): number {
    const first = (mark % places) * WAYS;
    let room = first;
    for (let at = first; at < first + WAYS; at += 1) {
      if (counts[at] === 0 || now - (begun[at] ?? 0) >= MINUTE_MS) return at;
      if ((counts[at] ?? 0) < (counts[room] ?? 0)) room = at;
    }
    return room;
  }

  return {
    count(address, now) {
      const mark = markOf(address, seed);
      const known = find(mark, now);
      if (known >= 0) {
        counts[known] = (counts[known] ?? 0) + 1;
        return counts[known] ?? 1;
      }
      const room = roomFor(mark, now);
      marks[room] = mark;
      begun[room] = now;
      counts[room] = 1;
      return 1;
    },
    of(address, now) {
      const known = find(markOf(address, seed), now);
      return known < 0 ? 0 : (counts[known] ?? 0);
    },
    secondsLeft(address, now) {
      const known = find(markOf(address, seed), now);
      const left = known < 0 ? 0 : MINUTE_MS - (now - (begun[known] ?? 0));
      return Math.max(1, Math.ceil(left / 1_000));
    },
    remembered: () => counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
  };
}

/** An address as one caller: of IPv6 the first 64 bits, since whoever has one of them has all. Pure. */
export function callerOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.toLowerCase().split("%", 1)[0]?.split("::") ?? [];
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

/** 32 bits of an address (FNV-1a, stirred as MurmurHash3 does). Pure. */
function markOf(address: string, seed: number): number {
  const caller = callerOf(address);
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < caller.length; i += 1) hash = Math.imul(hash ^ caller.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16) ^ seed, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
