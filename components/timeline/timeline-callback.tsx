"use client";

import { ChevronRight, Webhook } from "lucide-react";
import { Collapsible } from "radix-ui";
import { Attempts } from "@/components/callbacks/attempts";
import { CallbackBadge } from "@/components/callbacks/callback-badge";
import { lastAnswer, shortAddress } from "@/components/callbacks/callback-words";
import { ExactTime } from "@/components/time/instant";
import type { MessageCallback } from "@/lib/messages/contract";

/** What an event made us call back, and what came of each attempt. */
export function TimelineCallback({ callback }: { callback: MessageCallback }) {
  return (
    <Collapsible.Root className="mt-1 rounded-md border bg-sunken/60 px-2.5 py-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="inline-flex items-center gap-1.5 font-medium text-xs">
          <Webhook aria-hidden="true" className="size-3.5 text-ink-muted" />
          Callback
        </span>
        <CallbackBadge status={callback.status} />
        <span className="min-w-0 flex-1 truncate font-mono text-2xs text-ink-muted" title={callback.url}>
          {shortAddress(callback.url)}
        </span>
        {callback.attempts.length > 0 && (
          <Collapsible.Trigger className="group -mr-1 inline-flex min-h-10 items-center gap-0.5 rounded-sm px-1 text-accent text-xs hover:text-accent-strong md:min-h-5">
            <ChevronRight
              aria-hidden="true"
              className="size-3.5 transition-transform group-data-[state=open]:rotate-90"
            />
            {callback.attempts.length === 1 ? "1 attempt" : `${callback.attempts.length} attempts`}
          </Collapsible.Trigger>
        )}
      </div>
      <p className="text-ink-muted text-xs">
        {lastAnswer(callback)}
        {callback.nextAttemptAt && callback.attempts.length > 0 && (
          <>
            {" "}
            Next attempt at <ExactTime at={callback.nextAttemptAt} />.
          </>
        )}
      </p>
      <Collapsible.Content className="pt-1.5">
        <Attempts attempts={callback.attempts} />
      </Collapsible.Content>
    </Collapsible.Root>
  );
}
