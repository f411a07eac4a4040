import { config } from "@/lib/platform/config";
import { Problem } from "@/lib/platform/problem";

/** How many live streams each caller has open at this process; whoever has none is not remembered. */
// A module can exist twice in a process (see database.ts); what it counts must not.
const shared = globalThis as typeof globalThis & { tidingsCallerStreams?: Map<string, number> };

/**
 * Counts a stream of a caller.
 * @param caller person or API key, by a name that no other caller has
 * @returns what has to be called once, when the stream has ended
 * @throws {Problem} `too_many_requests` when the caller has as many as it may (STREAMS_PER_CALLER).
 */
export function countStream(caller: string): () => void {
  shared.tidingsCallerStreams ??= new Map();
  const counts = shared.tidingsCallerStreams;
  const most = config().streamsPerCaller;
  const count = counts.get(caller) ?? 0;
  if (count >= most)
    throw new Problem("too_many_requests", `One caller may have ${most} live streams open.`, { retryAfter: 30 });
  counts.set(caller, count + 1);
  return () => {
    const left = (counts.get(caller) ?? 1) - 1;
    if (left > 0) counts.set(caller, left);
    else counts.delete(caller);
  };
}

/** How many callers have streams open. */
export const streamingCallers = (): number => shared.tidingsCallerStreams?.size ?? 0;
