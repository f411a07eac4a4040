import { isoTime } from "@/lib/platform/iso-time";

/** Routee's form of times in receipts and tracking: whole seconds. */
export function wholeSeconds(at: number): string {
  return isoTime(Math.floor(at / 1_000) * 1_000).replace(".000Z", "Z");
}

/** Routee's form of times of resources: milliseconds, without trailing zeros. */
export function withFraction(at: number): string {
  return isoTime(at).replace(/\.?0*Z$/, "Z");
}
