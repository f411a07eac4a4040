import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { appsOptions } from "@/components/apps/queries";
import { Compose } from "@/components/compose/compose-form";
import { PageHeader } from "@/components/layout/page-header";
import { makeQueryClient } from "@/components/query/query-client";
import { Alert } from "@/components/ui/alert";
import { listApps } from "@/lib/apps/list-apps";
import { readMessage } from "@/lib/messages/read-message";
import { requireSession } from "@/lib/people/session";

export const metadata: Metadata = { title: "Compose" };

/** Composing a message; after set-up with a word of welcome. */
export default async function ComposePage({
  searchParams,
}: {
  searchParams: Promise<{ welcome?: string; again?: string }>;
}) {
  await requireSession();
  const { welcome, again } = await searchParams;
  const earlier = typeof again === "string" ? await readMessage(again) : null;
  const client = makeQueryClient();
  await client.prefetchQuery({ ...appsOptions(), queryFn: () => listApps() });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHeader title="Compose" />
      {welcome !== undefined && (
        <Alert tone="ok" title="You are set up" className="mb-5 max-w-2xl">
          A sandbox app is ready: it behaves like Routee and reaches no phone. Choose a test recipient, write something,
          send it, and watch what becomes of it.
        </Alert>
      )}
      {earlier && (
        <Alert tone={earlier.status === "Unknown" ? "warn" : "info"} title="Sending again" className="mb-5 max-w-2xl">
          {earlier.status === "Unknown"
            ? "Nobody knows whether the earlier message arrived: the recipient may get it twice."
            : `This is a new message with what the earlier one held, which ended as ${earlier.status}.`}
        </Alert>
      )}
      <Compose key={earlier?.id ?? "new"} again={earlier} />
    </HydrationBoundary>
  );
}
