import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { appsOptions } from "@/components/apps/queries";
import { BatchView } from "@/components/batches/batch-view";
import { batchDetailOptions } from "@/components/batches/queries";
import { BackLink } from "@/components/layout/back-link";
import { PageHeader } from "@/components/layout/page-header";
import { makeQueryClient } from "@/components/query/query-client";
import { listApps } from "@/lib/apps/list-apps";
import { readBatch } from "@/lib/batches/read-batch";
import { requireSession } from "@/lib/people/session";

export const metadata: Metadata = { title: "Batch" };

/** One batch. */
export default async function BatchPage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession();
  const { id } = await params;
  const batch = await readBatch(id);
  if (!batch) notFound();
  const client = makeQueryClient();
  client.setQueryData(batchDetailOptions(id).queryKey, batch);
  await client.prefetchQuery({ ...appsOptions(), queryFn: () => listApps() });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <BackLink href="/batches">Batches</BackLink>
      <PageHeader title={<span className="wrap-anywhere">{batch.name ?? "Batch"}</span>} />
      <BatchView id={id} />
    </HydrationBoundary>
  );
}
