"use client";

import { useState } from "react";
import { useTimeZone } from "@/components/time/clock";
import { calendarDay } from "@/components/time/relative-time";
import { Card, CardTitle } from "@/components/ui/card";
import type { MessageCallback, MessageEvent } from "@/lib/messages/contract";
import { TimelineEvent } from "./timeline-event";

interface TimelineProps {
  events: readonly MessageEvent[];
  callbacks: readonly MessageCallback[];
  segments: number;
}

/** Everything that happened to a message, in the order in which we heard of it, and what was called back. */
export function Timeline({ events, callbacks, segments }: TimelineProps) {
  const zone = useTimeZone() ?? "UTC";
  // What was there at first is not news; what comes later is.
  const [firstSeen] = useState(() => events.at(-1)?.sequence ?? 0);
  const begun = events[0];
  return (
    <Card aria-labelledby="timeline" className="px-4 py-4 md:px-5">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4">
        <CardTitle id="timeline">Timeline</CardTitle>
        {begun && (
          <p className="text-ink-muted text-xs">
            {calendarDay(begun.at, zone)}, times in {zone.replaceAll("_", " ")}
          </p>
        )}
      </div>
      <ol>
        {events.map((event) => (
          <TimelineEvent
            key={event.sequence}
            event={event}
            callback={callbacks.find(({ sequence }) => sequence === event.sequence)}
            segments={segments}
            fresh={event.sequence > firstSeen}
          />
        ))}
      </ol>
    </Card>
  );
}
