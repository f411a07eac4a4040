"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChevronRight, RotateCw } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { AppName, SandboxBadge } from "@/components/apps/environment-badge";
import { messageKeys } from "@/components/messages/queries";
import { StatusBadge } from "@/components/messages/status-badge";
import { describeFailure } from "@/components/query/api";
import { ExactTime, TimeAgo } from "@/components/time/instant";
import { RawPayload } from "@/components/timeline/raw-payload";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import type { App } from "@/lib/apps/contract";
import type { Callback } from "@/lib/callbacks/contract";
import { formatInternational } from "@/lib/sms/phone";
import { Attempts } from "./attempts";
import { CallbackBadge } from "./callback-badge";
import { answerWords, lastAnswer, shortAddress, toldBy } from "./callback-words";
import { callbackKeys, retryCallback } from "./queries";

/** The columns of the list, its heading included; on a phone a row stands in several lines. */
export const CALLBACK_COLUMNS =
  "grid-cols-[minmax(0,1fr)_auto] gap-x-4 md:grid-cols-[7rem_9rem_minmax(0,1fr)_6rem_7.5rem] md:px-4";

/** One callback: what it tells, to whom, what came of it; opened, every attempt and exactly what is posted. */
export function CallbackRow({ callback, app }: { callback: Callback; app: App | undefined }) {
  const [open, setOpen] = useState(false);
  const details = useId();
  const told = toldBy(callback.body);
  return (
    <li className="border-b last:border-b-0">
      <div className={cn(CALLBACK_COLUMNS, "grid items-center gap-y-1 px-3 py-2")}>
        <div>
          <span className="sr-only">Callback: </span>
          <CallbackBadge status={callback.status} />
        </div>
        <div className="flex items-center gap-1.5 justify-self-end md:justify-self-start">
          <span className="text-ink-muted text-xs md:sr-only">tells </span>
          {told && <StatusBadge status={told.status} />}
          {callback.batchId && <Badge tone="neutral">Campaign</Badge>}
        </div>
        <div className="col-span-2 min-w-0 md:col-span-1">
          <p className="flex min-w-0 items-center gap-2">
            <span className="truncate font-mono text-xs" title={callback.url}>
              {shortAddress(callback.url)}
            </span>
            {app?.environment === "sandbox" && <SandboxBadge />}
          </p>
          <p className="truncate text-ink-muted text-xs">
            {callback.attempts.length > 0 && `${callback.attempts.length} × · `}
            {lastAnswer(callback)}
          </p>
        </div>
        <TimeAgo at={callback.createdAt} className="text-ink-muted text-xs tabular-nums md:text-right" />
        <div className="flex items-center justify-end gap-1">
          <Retry callback={callback} />
          <Button
            variant="quiet"
            size="sm"
            aria-expanded={open}
            aria-controls={details}
            aria-label={`${open ? "Hide" : "Show"} the callback ${told ? `${told.status} ` : ""}to ${shortAddress(callback.url)}`}
            onClick={() => setOpen(!open)}
          >
            <ChevronRight aria-hidden="true" className={cn("transition-transform", open && "rotate-90")} />
          </Button>
        </div>
      </div>
      <div id={details} hidden={!open}>
        {open && (
          <div className="grid gap-3 bg-sunken/50 px-4 py-3">
            <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
              {callback.batchId && (
                <Link href={`/batches/${callback.batchId}`} className="text-accent hover:underline">
                  Progress of a campaign
                </Link>
              )}
              {told && (
                <Link href={`/messages/${callback.messageId}`} className="text-accent hover:underline">
                  Message to {formatInternational(told.to)}
                </Link>
              )}
              {app && <AppName app={app} />}
              <span className="wrap-anywhere font-mono text-xs">{callback.url}</span>
            </p>
            {callback.nextAttemptAt && callback.attempts.length > 0 && (
              <p className="text-ink-muted">
                Next attempt at <ExactTime at={callback.nextAttemptAt} />.
              </p>
            )}
            <Attempts attempts={callback.attempts} />
            <RawPayload payload={JSON.parse(callback.body)} />
          </div>
        )}
      </div>
    </li>
  );
}

function Retry({ callback }: { callback: Callback }) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: () => retryCallback(callback.id),
    onSuccess: ({ messageId }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: callbackKeys.all }),
        client.invalidateQueries({ queryKey: messageKeys.detail(messageId) }),
      ]),
  });
  const last = mutation.data?.attempts.at(-1);
  return (
    <>
      <span role="status" className="sr-only">
        {mutation.error ? describeFailure(mutation.error) : last ? answerWords(last) : ""}
      </span>
      <Button
        size="sm"
        variant="quiet"
        pending={mutation.isPending}
        aria-label={`Retry the callback to ${shortAddress(callback.url)}`}
        title={mutation.error ? describeFailure(mutation.error) : "Makes one attempt now"}
        onClick={() => mutation.mutate()}
      >
        {!mutation.isPending && <RotateCw aria-hidden="true" />}
        Retry
      </Button>
    </>
  );
}
