"use client";

import { Copy, History } from "lucide-react";
import { statusLook } from "@/components/messages/status-look";
import { useTimeZone } from "@/components/time/clock";
import { clockTime, exactTime } from "@/components/time/relative-time";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import type { MessageEvent, Reason } from "@/lib/messages/contract";
import { explainDetailedStatus, explainErrorCode } from "@/lib/routee/reasons";
import { delayWords, sourceWords, verdictWords } from "./describe-event";
import { RawPayload } from "./raw-payload";

const DOT: Readonly<Record<string, string>> = {
  neutral: "border-line-strong bg-surface text-ink-muted",
  info: "border-info bg-info-soft text-info",
  ok: "border-ok bg-ok-soft text-ok",
  warn: "border-warn bg-warn-soft text-warn",
  bad: "border-bad bg-bad-soft text-bad",
};

interface TimelineEventProps {
  event: MessageEvent;
  /** How many segments the message has; one is not worth naming. */
  segments: number;
  fresh: boolean;
}

/** One event: what was said, by whom, when it happened and when we heard, and what was made of it. */
export function TimelineEvent({ event, segments, fresh }: TimelineEventProps) {
  const zone = useTimeZone() ?? "UTC";
  const { Icon, tone } = statusLook(event.status);
  const ignored = verdictWords(event.verdict);
  const delay = delayWords(event.at, event.receivedAt);
  return (
    <li
      data-event={event.sequence}
      data-verdict={event.verdict}
      className="relative grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3 pb-4 last:pb-0"
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
      <div className={cn("-mx-2 grid gap-1 rounded-md px-2 pt-0.5", fresh && "animate-settle")}>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <span className={cn("font-semibold text-base", ignored && "text-ink-muted")}>{event.status}</span>
          {segments > 1 && event.segment !== undefined && <Badge>Segment {event.segment}</Badge>}
          {ignored && (
            <Badge tone="neutral" className="border border-line-strong border-dashed" title={ignored.why}>
              {event.verdict === "duplicate" ? <Copy aria-hidden="true" /> : <History aria-hidden="true" />}
              {ignored.word}
            </Badge>
          )}
          <span className="text-ink-muted">{sourceWords(event)}</span>
          <time
            dateTime={event.at}
            title={exactTime(event.at, zone)}
            className="ml-auto font-mono text-ink text-xs tabular-nums"
          >
            {clockTime(event.at, zone)}
          </time>
        </div>
        <p className="text-ink-muted text-xs">
          {ignored && `${ignored.why} `}
          {event.source === "dashboard" ? "Stored" : "Received"} at{" "}
          <time dateTime={event.receivedAt} className="tabular-nums">
            {clockTime(event.receivedAt, zone)}
          </time>
          {delay && `, ${delay}`}.
        </p>
        {event.reason && <ReasonWords reason={event.reason} />}
        {event.payload !== null && event.payload !== undefined && (
          <RawPayload payload={event.payload} label={event.source === "dashboard" ? "Details" : "Raw payload"} />
        )}
      </div>
    </li>
  );
}

/** A reason in plain words, then in the words it came in. */
export function ReasonWords({ reason }: { reason: Reason }) {
  const plain = explainDetailedStatus(reason.detailedStatus) ?? explainErrorCode(reason.detailedStatus);
  return (
    <div className="grid gap-0.5">
      {plain && <p>{plain}</p>}
      <p className={plain ? "text-ink-muted text-xs" : undefined}>
        <span className="font-medium">{reason.detailedStatus}</span>
        {reason.description && reason.description !== reason.detailedStatus && `: ${reason.description}`}
      </p>
    </div>
  );
}
