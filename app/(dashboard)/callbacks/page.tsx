import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { appsOptions, archivedAppsOptions } from "@/components/apps/queries";
import { CallbackList } from "@/components/callbacks/callback-list";
import { filtersOf } from "@/components/callbacks/filters";
import { callbackListOptions, endpointsOptions, PAGE_SIZE } from "@/components/callbacks/queries";
import { PageHeader } from "@/components/layout/page-header";
import { makeQueryClient } from "@/components/query/query-client";
import { ZoneNote } from "@/components/time/instant";
import { listApps } from "@/lib/apps/list-apps";
import { listEndpoints } from "@/lib/callbacks/endpoints";
import { listCallbacks } from "@/lib/callbacks/list-callbacks";
import { requireSession } from "@/lib/people/session";

export const metadata: Metadata = { title: "Callbacks" };

type Search = Record<string, string | string[] | undefined>;

/** The list of callbacks. */
export default async function CallbacksPage({ searchParams }: { searchParams: Promise<Search> }) {
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
      ...callbackListOptions(filters),
      queryFn: ({ pageParam }) =>
        listCallbacks({ ...filters, limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    }),
    client.prefetchQuery({ ...endpointsOptions(), queryFn: () => listEndpoints(null) }),
    client.prefetchQuery({ ...appsOptions(), queryFn: () => listApps() }),
    client.prefetchQuery({ ...archivedAppsOptions(), queryFn: () => listApps({ archived: true }) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHeader title="Callbacks" note={<ZoneNote />} />
      <CallbackList />
    </HydrationBoundary>
  );
}
