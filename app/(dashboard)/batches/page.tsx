import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { appsOptions } from "@/components/apps/queries";
import { BatchList } from "@/components/batches/batch-list";
import { batchListOptions, PAGE_SIZE } from "@/components/batches/queries";
import { PageHeader } from "@/components/layout/page-header";
import { makeQueryClient } from "@/components/query/query-client";
import { ZoneNote } from "@/components/time/instant";
import { Button } from "@/components/ui/button";
import { listApps } from "@/lib/apps/list-apps";
import { listBatches } from "@/lib/batches/list-batches";
import { requireSession } from "@/lib/people/session";

export const metadata: Metadata = { title: "Batches" };

/** The list of batches. */
export default async function BatchesPage({ searchParams }: { searchParams: Promise<{ appId?: string | string[] }> }) {
  await requireSession();
  const asked = z.uuid().safeParse((await searchParams).appId);
  const client = makeQueryClient();
  await Promise.all([
    client.prefetchInfiniteQuery({
      ...batchListOptions(asked.data ?? null),
      queryFn: ({ pageParam }) =>
        listBatches({
          limit: PAGE_SIZE,
          ...(asked.success ? { appId: asked.data } : {}),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        }),
    }),
    client.prefetchQuery({ ...appsOptions(), queryFn: () => listApps() }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHeader
        title="Batches"
        note={<ZoneNote />}
        actions={
          <Button asChild variant="primary">
            <Link href="/batches/new">
              <Plus aria-hidden="true" />
              New batch
            </Link>
          </Button>
        }
      />
      <BatchList />
    </HydrationBoundary>
  );
}
