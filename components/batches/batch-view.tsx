"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { AppName } from "@/components/apps/environment-badge";
import { appsOptions } from "@/components/apps/queries";
import { Resource } from "@/components/query/resource";
import { ExactTime } from "@/components/time/instant";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import type { App } from "@/lib/apps/contract";
import type { BatchDetail } from "@/lib/batches/contract";
import { entries } from "@/lib/batches/progress";
import { STATUSES } from "@/lib/messages/status";
import { BatchActions } from "./batch-actions";
import { BatchBadge } from "./batch-badge";
import { counted } from "./batch-words";
import { ProgressBar, ProgressCounts } from "./progress-bar";
import { batchDetailOptions } from "./queries";
import { Rejections } from "./rejections";

/** One batch: how far it is, what can be done, what it sends, and who was left out. */
export function BatchView({ id }: { id: string }) {
  const query = useQuery(batchDetailOptions(id));
  const apps = useQuery(appsOptions()).data ?? [];
  return (
    <Resource query={query} what="The batch" skeleton={<Skeleton className="h-72" />}>
      {(batch) => (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
          <div className="grid min-w-0 gap-4">
            <ProgressCard batch={batch} />
            {batch.rejected > 0 && <Rejections batch={batch} />}
          </div>
          <Facts batch={batch} app={apps.find((app) => app.id === batch.appId)} />
        </div>
      )}
    </Resource>
  );
}

function ProgressCard({ batch }: { batch: BatchDetail }) {
  const ended = entries(batch.progress).reduce((sum, [status, count]) => sum + (STATUSES[status].final ? count : 0), 0);
  return (
    <Card aria-labelledby="progress" className="grid gap-3 px-4 py-4 md:px-5">
      <div className="flex flex-wrap items-center gap-2">
        <CardTitle id="progress">Progress</CardTitle>
        <BatchBadge state={batch.state} />
      </div>
      <p className="tabular-nums">
        {ended.toLocaleString("en-GB")} of {counted(batch.accepted, "recipient")} {ended === 1 ? "has" : "have"} a final
        status.
      </p>
      <ProgressBar progress={batch.progress} className="h-3" />
      <ProgressCounts progress={batch.progress} shares />
      {batch.messagesGoneAt && (
        <p className="text-ink-muted">
          Messages of this batch were removed on <ExactTime at={batch.messagesGoneAt} />, since they were older than
          what is kept. The counts are those of when it ended.
        </p>
      )}
      <BatchActions batch={batch} />
      <div>
        <Button asChild size="sm">
          <Link href={`/messages?batchId=${batch.id}`}>Show its messages</Link>
        </Button>
      </div>
    </Card>
  );
}

function Facts({ batch, app }: { batch: BatchDetail; app: App | undefined }) {
  return (
    <Card aria-labelledby="facts" className="px-4 py-4 md:px-5">
      <CardTitle id="facts" className="mb-2">
        Batch
      </CardTitle>
      <dl>
        <Fact name="App">{app ? <AppName app={app} /> : <span className="text-ink-muted">No longer in use</span>}</Fact>
        <Fact name="Sender ID">{batch.from}</Fact>
        <Fact name="Text">
          <p className="wrap-anywhere whitespace-pre-wrap rounded-md bg-sunken px-2.5 py-1.5">{batch.body}</p>
        </Fact>
        <Fact name="Recipients">
          <span className="tabular-nums">
            {batch.accepted.toLocaleString("en-GB")} accepted, {batch.rejected.toLocaleString("en-GB")} left out
          </span>
        </Fact>
        {batch.kind === "campaign" && <Fact name="Made as">A campaign, through the Routee-compatible API</Fact>}
        <Fact name="Batch ID">
          <code className="wrap-anywhere font-mono text-xs">{batch.id}</code>
        </Fact>
        <Fact name="Accepted">
          <ExactTime at={batch.createdAt} />
        </Fact>
        {batch.scheduledAt && (
          <Fact name="Scheduled">
            <ExactTime at={batch.scheduledAt} />
          </Fact>
        )}
        {batch.finishedAt && (
          <Fact name="Ended">
            <ExactTime at={batch.finishedAt} />
          </Fact>
        )}
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-3 border-b py-1.5 last:border-b-0">
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
