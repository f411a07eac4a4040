"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { appsOptions } from "@/components/apps/queries";
import { useAppOf } from "@/components/apps/use-app-of";
import { PausedBanner } from "@/components/callbacks/paused-banner";
import { Resource } from "@/components/query/resource";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import type { MessagePage } from "@/lib/messages/contract";
import { FilterBar } from "./filter-bar";
import { filtersOf, type MessageFilters, queryOf } from "./filters";
import { NoMessagesYet, NothingMatches } from "./list-empty";
import { ListSkeleton } from "./list-skeleton";
import { MessageRow } from "./message-row";
import { messageListOptions } from "./queries";
import { useArrivals } from "./use-arrivals";

/** The messages, newest first, narrowed to what the address says. */
export function MessageList() {
  const filters = filtersOf(useSearchParams());
  const query = useInfiniteQuery(messageListOptions(filters));
  const apps = useQuery(appsOptions()).data ?? [];
  const newest = query.data?.pages[0]?.data[0];
  const { waiting, region, show } = useArrivals(filters, newest, query.refetch);
  const narrowed = Object.keys(filters).length > 0;
  const appOf = useAppOf();

  return (
    <>
      <PausedBanner appOf={appOf} />
      <FilterBar filters={filters} apps={apps} onChange={changeFilters} />
      <div ref={region} aria-busy={query.isPlaceholderData}>
        {waiting > 0 && (
          <div className="sticky top-14 z-20 mb-2 flex h-0 justify-center md:top-4">
            <Button variant="primary" size="sm" className="rounded-full shadow-float" onClick={show}>
              <ArrowUp aria-hidden="true" />
              {waiting === 1 ? "1 new message" : `${waiting} new messages`}
            </Button>
          </div>
        )}
        <Resource
          query={query}
          what="The messages"
          skeleton={<ListSkeleton />}
          isEmpty={(data) => data.pages.every((page) => page.data.length === 0)}
          empty={narrowed ? <NothingMatches onClear={() => changeFilters({})} /> : <NoMessagesYet />}
        >
          {(data) => (
            <>
              <Card className={cn("overflow-clip transition-opacity", query.isPlaceholderData && "opacity-60")}>
                <Table pages={data.pages} appOf={appOf} />
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
      </div>
    </>
  );
}

type AppOf = ReturnType<typeof useAppOf>;

function Table({ pages, appOf }: { pages: readonly MessagePage[]; appOf: AppOf }) {
  return (
    <table className="block w-full md:table">
      <caption className="sr-only">Messages, newest first</caption>
      <thead className="sr-only border-b bg-sunken text-ink-muted text-xs md:not-sr-only md:table-header-group">
        <tr className="md:h-8 [&>th]:whitespace-nowrap [&>th]:px-3 [&>th]:text-left [&>th]:font-medium">
          <th scope="col" className="md:pl-4!">
            Status
          </th>
          <th scope="col">Recipient</th>
          <th scope="col">Text</th>
          <th scope="col">App</th>
          <th scope="col" className="text-right!">
            Segments
          </th>
          <th scope="col" className="text-right! md:pr-4!">
            Accepted
          </th>
        </tr>
      </thead>
      <tbody className="block md:table-row-group">
        {pages.flatMap((page) =>
          page.data.map((message) => <MessageRow key={message.id} message={message} app={appOf(message.appId)} />),
        )}
      </tbody>
    </table>
  );
}

/** The address is the only place where filters are kept, so that going back and sending a link work. */
function changeFilters(filters: MessageFilters): void {
  window.history.pushState(null, "", `/messages${queryOf(filters)}`);
}
