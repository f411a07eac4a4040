"use client";

import { ChevronRight, Copy, History } from "lucide-react";
import { Collapsible } from "radix-ui";
import { statusLook } from "@/components/messages/status-look";
import { useTimeZone } from "@/components/time/clock";
import { clockTime, exactTime } from "@/components/time/relative-time";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import type { MessageCallback, MessageEvent, Reason } from "@/lib/messages/contract";
import { explainDetail, explainErrorCode } from "@/lib/routee/reasons";
import { delayWords, sourceWords, verdictWords } from "./describe-event";
import { RawPayload } from "./raw-payload";
import { TimelineCallback } from "./timeline-callback";

const DOT: Readonly<Record<string, string>> = {
  neutral: "border-line-strong bg-surface text-ink-muted",
  info: "border-info bg-info-soft text-info",
  ok: "border-ok bg-ok-soft text-ok",
  warn: "border-warn bg-warn-soft text-warn",
  bad: "border-bad bg-bad-soft text-bad",
};

interface TimelineEventProps {
  event: MessageEvent;
  /** What the event made us call back. */
  callback: MessageCallback | undefined;
  /** How many segments the message has; one is not worth naming. */
  segments: number;
  fresh: boolean;
}

/** One event: what was said, by whom, when it happened and when we heard, and what was made of it. */
export function TimelineEvent({ event, callback, segments, fresh }: TimelineEventProps) {
  const zone = useTimeZone() ?? "UTC";
  const { Icon, tone } = statusLook(event.status);
  const ignored = verdictWords(event.verdict);
  const delay = delayWords(event.at, event.receivedAt);
  const hasPayload = event.payload !== null && event.payload !== undefined;
  return (
    <li
      data-event={event.sequence}
      data-verdict={event.verdict}
      className="relative grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3 pb-3 last:pb-0"
    >
      <span
        aria-hidden="true"
        className="absolute top-7 bottom-0 left-[0.84rem] w-px bg-line [li:last-child>&]:hidden"
      />
      <span
        aria-hidden="true"
        className={cn(
          "grid size-7 place-items-center rounded-full border [&_svg]:size-3.5",
          ignored ? "border-line-strong border-dashed bg-surface text-ink-muted" : DOT[tone],
        )}
      >
        <Icon />
      </span>
      <Collapsible.Root className={cn("-mx-2 grid gap-0.5 rounded-md px-2 pt-0.5", fresh && "animate-settle")}>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <span className={cn("font-semibold text-base", ignored && "text-ink-muted")}>{event.status}</span>
          {segments > 1 && event.segment !== undefined && <Badge>Segment {event.segment}</Badge>}
          {ignored && (
            <Badge tone="neutral" className="border border-line-strong border-dashed">
              {event.verdict === "duplicate" ? <Copy aria-hidden="true" /> : <History aria-hidden="true" />}
              {ignored.word}
            </Badge>
          )}
          <span className="text-ink-muted">{sourceWords(event)}</span>
          <time
            dateTime={event.at}
            title={exactTime(event.at, zone)}
            className="ml-auto font-mono text-ink text-xs tabular-nums"
            suppressHydrationWarning
          >
            {clockTime(event.at, zone)}
          </time>
        </div>
        {event.reason && event.reason.detailedStatus !== event.status && <ReasonWords reason={event.reason} />}
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-ink-muted text-xs">
          <p>
            {ignored && `${ignored.why} `}
            {event.source === "dashboard" ? "Stored" : "Received"} at{" "}
            <time dateTime={event.receivedAt} className="tabular-nums" suppressHydrationWarning>
              {clockTime(event.receivedAt, zone)}
            </time>
            {delay && `, ${delay}`}.
          </p>
          {hasPayload && (
            <Collapsible.Trigger className="group -mr-1 ml-auto inline-flex min-h-10 items-center gap-0.5 rounded-sm px-1 text-accent hover:text-accent-strong md:min-h-5">
              <ChevronRight
                aria-hidden="true"
                className="size-3.5 transition-transform group-data-[state=open]:rotate-90"
              />
              {event.source === "dashboard" ? "Details" : "Raw payload"}
            </Collapsible.Trigger>
          )}
        </div>
        {hasPayload && (
          <Collapsible.Content>
            <RawPayload payload={event.payload} />
          </Collapsible.Content>
        )}
        {callback && <TimelineCallback callback={callback} />}
      </Collapsible.Root>
    </li>
  );
}

/** A reason in plain words with what one can do about it, followed by the words it came in. */
export function ReasonWords({ reason }: { reason: Reason }) {
  const { detailedStatus, description } = reason;
  const detail = explainDetail(detailedStatus);
  const plain = detail?.sentence ?? explainErrorCode(detailedStatus);
  const said =
    description && description !== detailedStatus && description !== plain
      ? `${detailedStatus}: ${description}`
      : detailedStatus;
  if (!plain) return <p>{said}</p>;
  return (
    <p>
      {plain} {detail && detail.whatToDo !== "Nothing." && `${detail.whatToDo} `}
      <span className="text-ink-muted">Routee’s words: {said}</span>
    </p>
  );
}
