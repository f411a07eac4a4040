"use client";

import { useQuery } from "@tanstack/react-query";
import { appsOptions } from "@/components/apps/queries";
import { Resource } from "@/components/query/resource";
import { Timeline } from "@/components/timeline/timeline";
import { Skeleton } from "@/components/ui/skeleton";
import { MessageFacts } from "./message-facts";
import { MessageHeader } from "./message-header";
import { messageDetailOptions } from "./queries";
import { SegmentLanes } from "./segment-lanes";

/** One message: where it stands, what it is, and everything that happened to it. */
export function MessageView({ id }: { id: string }) {
  const query = useQuery(messageDetailOptions(id));
  const apps = useQuery(appsOptions()).data ?? [];
  return (
    <Resource query={query} what="The message" skeleton={<ViewSkeleton />}>
      {(message) => (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
          <div className="grid gap-4">
            <MessageHeader message={message} />
            <SegmentLanes message={message} />
            <Timeline events={message.events} callbacks={message.callbacks} segments={message.segmentCount} />
          </div>
          <MessageFacts message={message} app={apps.find((app) => app.id === message.appId)} />
        </div>
      )}
    </Resource>
  );
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
