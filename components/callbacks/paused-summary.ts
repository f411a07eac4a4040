import type { Endpoint } from "@/lib/callbacks/contract";
import { shortAddress } from "./callback-words";

/** What is held back for the addresses that are paused, in words. */
export interface PausedSummary {
  title: string;
  held: string;
  /** When the oldest that is held was made; null when none is. */
  oldest: string | null;
  /** Whose addresses they are. */
  appIds: readonly string[];
}

/** All paused addresses in one; null when none is. Pure. */
export function pausedSummary(endpoints: readonly Endpoint[]): PausedSummary | null {
  const paused = endpoints.filter(({ pausedAt }) => pausedAt !== null);
  const [first] = paused;
  if (!first) return null;
  const held = paused.reduce((sum, endpoint) => sum + endpoint.held, 0);
  const oldest = paused.flatMap(({ oldestHeldAt }) => oldestHeldAt ?? []).sort((a, b) => Date.parse(a) - Date.parse(b));
  return {
    title:
      paused.length === 1
        ? `Callbacks to ${shortAddress(first.url)} are paused`
        : `Callbacks to ${paused.length} addresses are paused`,
    held:
      held === 0
        ? "None is held yet"
        : held === 1
          ? "1 callback is held"
          : `${held.toLocaleString("en-GB")} callbacks are held`,
    oldest: oldest[0] ?? null,
    appIds: [...new Set(paused.map(({ appId }) => appId))],
  };
}
