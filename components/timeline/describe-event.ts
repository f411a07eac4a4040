import { z } from "zod";
import { duration } from "@/components/time/relative-time";
import type { MessageEvent } from "@/lib/messages/contract";

const SOURCES: Readonly<Record<MessageEvent["source"], string>> = {
  dashboard: "You",
  response: "Routee’s answer",
  receipt: "Receipt",
  tracking: "Found by asking Routee",
  sweeper: "Deadline",
};

/** What an event of a program carries. */
const programSchema = z.looseObject({ keyName: z.string() });

/** Who or what an event came from. A request that left the message where it was had no answer worth the name. Pure. */
export function sourceWords({ source, status, payload }: Pick<MessageEvent, "source" | "status" | "payload">): string {
  const key = source === "dashboard" ? programSchema.safeParse(payload) : null;
  if (key?.success) return `API key “${key.data.keyName}”`;
  return source === "response" && status === "Accepted" ? "Request to Routee" : SOURCES[source];
}

/** The verdict in words; null for what took effect, which needs none beside its status. Pure. */
export function verdictWords(verdict: MessageEvent["verdict"]): { word: string; why: string } | null {
  if (verdict === "applied") return null;
  if (verdict === "duplicate") return { word: "Ignored: duplicate", why: "The same had been reported before." };
  return { word: "Ignored: older", why: "It told nothing newer than what was known." };
}

/** Shorter than this, the way from Routee to us is not worth a word; clocks differ by as much. */
const NOTABLE_MS = 2_000;

/** How the time at which it happened and the time at which we heard of it differ; null when hardly. Pure. */
export function delayWords(at: string, receivedAt: string): string | null {
  const late = Date.parse(receivedAt) - Date.parse(at);
  if (Math.abs(late) < NOTABLE_MS) return null;
  if (late > 0) return `${duration(late)} after it happened`;
  return `Routee’s clock is ${duration(-late)} ahead of ours`;
}

/**
 * Since when a message that is not final has been in its status: the first event that reported it. A segment may say
 * more or less than the message as a whole, so the earliest report counts. Pure.
 */
export function statusSince(status: string, events: readonly MessageEvent[]): string | null {
  const applied = events.filter((event) => event.verdict === "applied");
  const reported = applied.filter((event) => event.status === status).map((event) => event.at);
  return reported.sort()[0] ?? applied.at(-1)?.at ?? null;
}
