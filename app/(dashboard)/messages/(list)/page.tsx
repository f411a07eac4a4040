import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { PenLine } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { appsOptions, archivedAppsOptions } from "@/components/apps/queries";
import { endpointsOptions } from "@/components/callbacks/queries";
import { PageHeader } from "@/components/layout/page-header";
import { filtersOf } from "@/components/messages/filters";
import { MessageList } from "@/components/messages/message-list";
import { messageListOptions, PAGE_SIZE } from "@/components/messages/queries";
import { makeQueryClient } from "@/components/query/query-client";
import { ZoneNote } from "@/components/time/instant";
import { Button } from "@/components/ui/button";
import { listApps } from "@/lib/apps/list-apps";
import { listEndpoints } from "@/lib/callbacks/endpoints";
import { listMessages } from "@/lib/messages/list-messages";
import { requireSession } from "@/lib/people/session";

export const metadata: Metadata = { title: "Messages" };

type Search = Record<string, string | string[] | undefined>;

/** The list of messages. */
export default async function MessagesPage({ searchParams }: { searchParams: Promise<Search> }) {
  await requireSession();
  const search = await searchParams;
  const filters = filtersOf({
    get: (name) => {
      const value = search[name];
      return (Array.isArray(value) ? value[0] : value) ?? null;
    },
  });
  const client = makeQueryClient();
  await Promise.all([
    client.prefetchInfiniteQuery({
      ...messageListOptions(filters),
      queryFn: ({ pageParam }) =>
        listMessages({ ...filters, limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    }),
    client.prefetchQuery({ ...endpointsOptions(), queryFn: () => listEndpoints(null) }),
    client.prefetchQuery({ ...appsOptions(), queryFn: () => listApps() }),
    client.prefetchQuery({ ...archivedAppsOptions(), queryFn: () => listApps({ archived: true }) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHeader
        title="Messages"
        note={<ZoneNote />}
        actions={
          <Button asChild variant="primary" className="hidden md:inline-flex">
            <Link href="/compose">
              <PenLine aria-hidden="true" />
              Compose
            </Link>
          </Button>
        }
      />
      <MessageList />
    </HydrationBoundary>
  );
}
