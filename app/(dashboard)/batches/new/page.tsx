import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { appsOptions } from "@/components/apps/queries";
import { NewBatch } from "@/components/batches/new-batch-form";
import { BackLink } from "@/components/layout/back-link";
import { PageHeader } from "@/components/layout/page-header";
import { makeQueryClient } from "@/components/query/query-client";
import { listApps } from "@/lib/apps/list-apps";
import { requireSession } from "@/lib/people/session";

export const metadata: Metadata = { title: "New batch" };

/** One text to many recipients. */
export default async function NewBatchPage() {
  await requireSession();
  const client = makeQueryClient();
  await client.prefetchQuery({ ...appsOptions(), queryFn: () => listApps() });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <BackLink href="/batches">Batches</BackLink>
      <PageHeader title="New batch" />
      <NewBatch />
    </HydrationBoundary>
  );
}
