import { storable } from "@/lib/platform/storable";
import type { Reason } from "./contract";

/** What is seen of a message, and what is known of it: the state that status.ts folds what was seen into. */

/** One thing that was seen, whoever saw it. Times are ISO 8601 UTC with milliseconds, so that they sort as text. */
export interface Observation {
  /** The status as it came. */
  status: string;
  /** When it happened, by the clock of whoever says so. */
  at: string;
  /** About which segment, from 1; null when about the whole message. */
  segment: number | null;
  /** How many segments there are, where the source says. */
  parts: number | null;
  /**
   * Ours are about the message; Routee's answer, receipts and tracking are Routee's. A note is worth keeping and
   * says nothing about the status.
   */
  origin: "us" | "answer" | "report" | "note";
  reason?: Reason | null;
  smsId?: string | null;
  /** Decimal string. */
  price?: string | null;
  trackingId?: string | null;
  country?: string | null;
  operator?: string | null;
  /** Seconds. */
  latency?: number | null;
}

/** A value and when it was said; the later one counts. */
export type Said<T> = { value: T; at: string } | null;

export interface Standing {
  status: string;
  at: string;
  reason: Reason | null;
}

export interface SegmentFold {
  standing: Standing;
  smsId: Said<string>;
  price: Said<string>;
}

/** The state of one message. Kept as JSON beside it; rebuilt from its events at any time. */
export interface Fold {
  /** What we and Routee's answer said of the whole message. */
  base: Standing;
  /** Segments by our own count, by Routee's answer, and by the receipts; the last that is known counts. */
  parts: { counted: number; answered: number | null; reported: number | null };
  /** Reports that name no segment: they hold for each. */
  whole: SegmentFold | null;
  segments: Record<string, SegmentFold>;
  trackingId: Said<string>;
  country: Said<string>;
  operator: Said<string>;
  latency: Said<number>;
  /** A final status once reached: kept even when reports contradict themselves about how many segments there are. */
  settled: Standing | null;
  /** Hashes of what has been seen ({@link seenHash}), to tell a repetition from something merely old. */
  seen: string[];
}

const HASH_LENGTH = 11;

/**
 * A short name of what was seen: 53 bits of two multiplicative hashes as {@link HASH_LENGTH} characters. Two that are
 * alike would only call something old a repetition; a message has at most a few dozen.
 */
export function seenHash(seen: string): string {
  // As PostgreSQL keeps the texts that it is made of, so that it comes out the same from a stored event.
  const text = storable(seen);
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995);
    b ^= b >>> 15;
  }
  a ^= Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b ^= Math.imul(a ^ (a >>> 16), 0x27d4eb2f);
  return ((a >>> 0) * 0x20_0000 + (b >>> 11)).toString(36).padStart(HASH_LENGTH, "0");
}
