"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Layers, Plus } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { z } from "zod";
import { AppName } from "@/components/apps/environment-badge";
import { appsOptions } from "@/components/apps/queries";
import { Resource } from "@/components/query/resource";
import { TimeAgo } from "@/components/time/instant";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import type { App } from "@/lib/apps/contract";
import type { Batch } from "@/lib/batches/contract";
import { BatchBadge } from "./batch-badge";
import { counted } from "./batch-words";
import { ProgressBar, ProgressCounts } from "./progress-bar";
import { batchListOptions } from "./queries";

const EVERY = "all";

/** The batches, newest first, of one app or of all. */
export function BatchList() {
  const appId = z.uuid().safeParse(useSearchParams().get("appId")).data ?? null;
  const query = useInfiniteQuery(batchListOptions(appId));
  const apps = useQuery(appsOptions()).data ?? [];
  const known = apps.some(({ id }) => id === appId);
  return (
    <>
      <search className="mb-3 block md:w-52">
        <Select
          aria-label="App"
          value={known && appId ? appId : EVERY}
          options={[
            { value: EVERY, text: "Any app" },
            ...apps.map((app) => ({ value: app.id, text: app.name, content: <AppName app={app} /> })),
          ]}
          onValueChange={(value) =>
            window.history.pushState(null, "", value === EVERY ? "/batches" : `/batches?appId=${value}`)
          }
        />
      </search>
      <Resource
        query={query}
        what="The batches"
        skeleton={<Skeleton className="h-96" />}
        isEmpty={(data) => data.pages.every((page) => page.data.length === 0)}
        empty={<NoBatches narrowed={appId !== null} />}
      >
        {(data) => (
          <>
            <Card className={cn("overflow-clip transition-opacity", query.isPlaceholderData && "opacity-60")}>
              <ul aria-label="Batches, newest first">
                {data.pages.flatMap((page) =>
                  page.data.map((batch) => (
                    <BatchRow key={batch.id} batch={batch} app={apps.find(({ id }) => id === batch.appId)} />
                  )),
                )}
              </ul>
            </Card>
            {query.hasNextPage && (
              <div className="mt-3 flex justify-center">
                <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Load more
                </Button>
              </div>
            )}
          </>
        )}
      </Resource>
    </>
  );
}

function BatchRow({ batch, app }: { batch: Batch; app: App | undefined }) {
  return (
    <li className="relative grid gap-x-4 gap-y-1.5 border-b px-3 py-2.5 last:border-b-0 hover:bg-hover has-[a:focus-visible]:bg-hover md:grid-cols-[minmax(0,1fr)_minmax(0,24rem)] md:px-4">
      <div className="min-w-0">
        <p className="flex items-center gap-2">
          <BatchBadge state={batch.state} />
          <Link
            href={`/batches/${batch.id}`}
            prefetch={false}
            className="min-w-0 truncate font-medium text-ink outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            {batch.name ?? batch.body}
          </Link>
        </p>
        {batch.name && <p className="mt-0.5 truncate text-ink-muted">{batch.body}</p>}
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-ink-muted text-xs">
          {app ? <AppName app={app} /> : "An app no longer in use"}
          <span className="tabular-nums">{counted(batch.accepted, "recipient")}</span>
          <TimeAgo at={batch.createdAt} />
        </p>
      </div>
      <div className="grid content-center gap-1.5">
        <ProgressBar progress={batch.progress} />
        <ProgressCounts progress={batch.progress} />
      </div>
    </li>
  );
}

function NoBatches({ narrowed }: { narrowed: boolean }) {
  return (
    <Card className="grid justify-items-center gap-2 px-6 py-14 text-center">
      <Layers aria-hidden="true" className="size-6 text-accent" />
      <h2 className="font-semibold text-base">{narrowed ? "This app has no batches" : "No batches yet"}</h2>
      <p className="max-w-96 text-ink-muted">
        A batch sends one text to many recipients, each with words of their own where you like. It can be paused and
        cancelled while it is under way.
      </p>
      <Button asChild variant="primary" className="mt-2">
        <Link href="/batches/new">
          <Plus aria-hidden="true" />
          New batch
        </Link>
      </Button>
    </Card>
  );
}
