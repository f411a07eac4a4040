"use client";

import { useNow } from "@/components/time/clock";
import { duration } from "@/components/time/relative-time";
import { statusSince } from "@/components/timeline/describe-event";
import { ReasonWords } from "@/components/timeline/timeline-event";
import { Card } from "@/components/ui/card";
import type { MessageDetail } from "@/lib/messages/contract";
import { explain } from "./explain-status";
import { MessageActions } from "./message-actions";
import { StatusBadge } from "./status-badge";

/** Where the message stands, what that means, for how long it has, and what one can do. */
export function MessageHeader({ message, sandbox }: { message: MessageDetail; sandbox: boolean }) {
  const { sentence, cost, whatToDo } = explain(message.status);
  return (
    <Card aria-label="Status" className="grid gap-2 px-4 py-4 md:px-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <StatusBadge status={message.status} large />
        <p className="text-ink-muted tabular-nums">
          <Standing message={message} />
        </p>
      </div>
      {sandbox && (
        <p className="max-w-[70ch] rounded-md border border-sand-line border-dashed bg-sand-soft px-2.5 py-1.5 text-sand">
          Simulated by the sandbox: no phone was reached, and nothing is charged. On a real network it would mean:
        </p>
      )}
      <p className="max-w-[70ch] text-base">{sentence}</p>
      {message.reason && <ReasonWords reason={message.reason} />}
      <dl className="grid max-w-[70ch] gap-x-3 gap-y-0.5 text-ink-muted sm:grid-cols-[auto_minmax(0,1fr)]">
        <dt className="font-medium text-ink">What it costs</dt>
        <dd>{cost}</dd>
        {whatToDo !== "Nothing." && (
          <>
            <dt className="font-medium text-ink">What to do</dt>
            <dd>{whatToDo}</dd>
          </>
        )}
      </dl>
      <MessageActions message={message} />
    </Card>
  );
}

function Standing({ message }: { message: MessageDetail }) {
  const now = useNow();
  if (message.finalAt)
    return `Final, ${duration(Math.max(0, Date.parse(message.finalAt) - Date.parse(message.createdAt)))} after it was accepted`;
  const since = statusSince(message.status, message.events);
  if (now === null || since === null) return "Not final yet";
  const seconds = Math.max(1, Math.floor((now - Date.parse(since)) / 1_000));
  return `For ${seconds < 60 ? `${seconds} s` : duration(seconds * 1_000)}, not final yet`;
}
