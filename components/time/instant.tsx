"use client";

import { useNow, useTimeZone } from "./clock";
import { exactTime, timeAgo } from "./relative-time";

// Server and browser may write the same date a little differently; the browser is right.

/** A time as "3 min ago"; the exact one with its zone is its title. Before the reader's zone is known it is UTC. */
export function TimeAgo({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  const zone = useTimeZone();
  return (
    <time dateTime={at} title={exactTime(at, zone ?? "UTC")} className={className} suppressHydrationWarning>
      {now === null || zone === null ? exactTime(at, "UTC") : timeAgo(at, now, zone)}
    </time>
  );
}

/** The exact time with its zone. */
export function ExactTime({ at, className }: { at: string; className?: string }) {
  const zone = useTimeZone();
  return (
    <time dateTime={at} className={className} suppressHydrationWarning>
      {exactTime(at, zone ?? "UTC")}
    </time>
  );
}

/** Names the zone that the times beside it are in. */
export function ZoneNote() {
  const zone = useTimeZone() ?? "UTC";
  return <span>Times are in {zone.replaceAll("_", " ")}</span>;
}
