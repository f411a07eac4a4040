"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useAppOf } from "@/components/apps/use-app-of";
import { useLive } from "@/components/live/live-provider";
import { Resource } from "@/components/query/resource";
import { Timeline } from "@/components/timeline/timeline";
import { Skeleton } from "@/components/ui/skeleton";
import type { MessageDetail } from "@/lib/messages/contract";
import { MessageFacts } from "./message-facts";
import { MessageHeader } from "./message-header";
import { messageDetailOptions } from "./queries";
import { SegmentLanes } from "./segment-lanes";

/** One message: where it stands, what it is, and everything that happened to it. */
export function MessageView({ id }: { id: string }) {
  const query = useQuery(messageDetailOptions(id));
  useFreshness(query.data);
  const appOf = useAppOf();
  return (
    <Resource query={query} what="The message" skeleton={<ViewSkeleton />}>
      {(message) => (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
          <div className="grid gap-4">
            <MessageHeader message={message} sandbox={appOf(message.appId)?.environment === "sandbox"} />
            <SegmentLanes message={message} />
            <Timeline events={message.events} callbacks={message.callbacks} segments={message.segmentCount} />
          </div>
          <MessageFacts message={message} app={appOf(message.appId)} />
        </div>
      )}
    </Resource>
  );
}

/**
 * What the server read for this page can be older than what the stream has told already: a change may have come while
 * the page was on its way, when there was nothing here yet to bring up to date.
 */
function useFreshness(message: MessageDetail | undefined): void {
  const client = useQueryClient();
  const { sequenceOf } = useLive();
  useEffect(() => {
    if (!message || sequenceOf(message.id) <= (message.events.at(-1)?.sequence ?? 0)) return;
    void client.invalidateQueries({ queryKey: messageDetailOptions(message.id).queryKey });
  }, [client, message, sequenceOf]);
}

function ViewSkeleton() {
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]" aria-busy="true">
      <p className="sr-only">Loading…</p>
      <Skeleton className="h-72" />
      <Skeleton className="h-96" />
    </div>
  );
}
