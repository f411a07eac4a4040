"use client";

import { ArrowRight } from "lucide-react";
import { useTimeZone } from "@/components/time/clock";
import { clockTime } from "@/components/time/relative-time";
import { ReasonWords } from "@/components/timeline/timeline-event";
import { Card, CardTitle } from "@/components/ui/card";
import type { MessageDetail, MessageEvent, Segment } from "@/lib/messages/contract";
import { countSegments } from "@/lib/sms/segments";
import { StatusBadge } from "./status-badge";

/** A lane for each segment of a message that has several: what Routee reported of it, and the text it carries. */
export function SegmentLanes({ message }: { message: MessageDetail }) {
  const total = Math.max(message.segmentCount, ...message.segments.map(({ segment }) => segment));
  if (total < 2) return null;
  const { parts } = countSegments(message.body);
  // Where Routee cut differently (it transcoded the text), our cut would show the wrong words.
  const texts = parts.length === total ? parts : [];
  const states = new Map(message.segments.map((segment) => [segment.segment, segment]));
  const numbers = Array.from({ length: total }, (_, index) => index + 1);
  return (
    <Card aria-labelledby="segments" className="px-4 py-4 md:px-5">
      <CardTitle id="segments">Segments</CardTitle>
      <p className="mb-3 text-ink-muted text-xs">
        The phone joins them into one text. The message counts as delivered only when every segment is.
      </p>
      <ol className="grid gap-px overflow-hidden rounded-md border bg-line">
        {numbers.map((number) => (
          <Lane
            key={number}
            number={number}
            total={total}
            text={texts[number - 1]}
            state={states.get(number)}
            events={message.events.filter((event) => event.segment === number && event.verdict === "applied")}
          />
        ))}
      </ol>
    </Card>
  );
}

interface LaneProps {
  number: number;
  total: number;
  text: string | undefined;
  state: Segment | undefined;
  events: readonly MessageEvent[];
}

function Lane({ number, total, text, state, events }: LaneProps) {
  const zone = useTimeZone() ?? "UTC";
  return (
    <li className="grid gap-1.5 bg-surface px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium tabular-nums">
          {number} of {total}
        </span>
        {state ? <StatusBadge status={state.status} /> : <span className="text-ink-muted">No receipt yet</span>}
        {state?.price && <span className="text-ink-muted text-xs tabular-nums">{state.price}</span>}
        <span className="ml-auto flex flex-wrap items-center gap-x-1.5 text-ink-muted text-xs tabular-nums">
          {events.map((event, index) => (
            <span key={event.sequence} className="inline-flex items-center gap-1.5">
              {index > 0 && <ArrowRight aria-hidden="true" className="size-3" />}
              {event.status} {clockTime(event.at, zone).slice(0, 8)}
            </span>
          ))}
        </span>
      </div>
      {state?.reason && state.status !== "Delivered" && <ReasonWords reason={state.reason} />}
      {text && <p className="whitespace-pre-wrap border-l-2 pl-2 text-ink-muted text-xs">{text}</p>}
      {state?.smsId && <p className="font-mono text-2xs text-ink-muted">{state.smsId}</p>}
    </li>
  );
}
