"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { History, Webhook } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { appsOptions } from "@/components/apps/queries";
import { useAppOf } from "@/components/apps/use-app-of";
import { Resource } from "@/components/query/resource";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { Skeleton } from "@/components/ui/skeleton";
import { CallbackFilterBar } from "./callback-filter-bar";
import { CALLBACK_COLUMNS, CallbackRow } from "./callback-row";
import { type CallbackFilters, filtersOf, queryOf } from "./filters";
import { PausedEndpoints } from "./paused-endpoints";
import { callbackListOptions } from "./queries";
import { ReplayForm } from "./replay-form";

/** The callbacks, newest first, narrowed to what the address says. */
export function CallbackList() {
  const filters = filtersOf(useSearchParams());
  const query = useInfiniteQuery(callbackListOptions(filters));
  const apps = useQuery(appsOptions()).data ?? [];
  const appOf = useAppOf();
  const [replaying, setReplaying] = useState(false);
  const ofApp = filters.appId === undefined ? {} : { appId: filters.appId };
  return (
    <>
      <PausedEndpoints {...ofApp} appOf={appOf} />
      <CallbackFilterBar filters={filters} apps={apps} onChange={changeFilters}>
        <Button className="md:ml-auto" aria-expanded={replaying} onClick={() => setReplaying(!replaying)}>
          <History aria-hidden="true" />
          Replay…
        </Button>
      </CallbackFilterBar>
      {replaying && <ReplayForm apps={apps} {...ofApp} onClose={() => setReplaying(false)} />}
      <Resource
        query={query}
        what="The callbacks"
        skeleton={<Skeleton className="h-96" />}
        isEmpty={(data) => data.pages.every((page) => page.data.length === 0)}
        empty={<NoCallbacks narrowed={Object.keys(filters).length > 0} />}
      >
        {(data) => (
          <>
            <Card className={cn("overflow-clip transition-opacity", query.isPlaceholderData && "opacity-60")}>
              <div
                aria-hidden="true"
                className={cn(CALLBACK_COLUMNS, "hidden border-b bg-sunken py-1.5 text-2xs text-ink-muted md:grid")}
              >
                <span>Callback</span>
                <span>Tells</span>
                <span>Receiver and its last answer</span>
                <span className="text-right">Made</span>
                <span />
              </div>
              <ul aria-label="Callbacks, newest first">
                {data.pages.flatMap((page) =>
                  page.data.map((callback) => (
                    <CallbackRow key={callback.id} callback={callback} app={appOf(callback.appId)} />
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

function NoCallbacks({ narrowed }: { narrowed: boolean }) {
  return (
    <Card className="grid justify-items-center gap-2 px-6 py-14 text-center">
      <Webhook aria-hidden="true" className="size-6 text-accent" />
      <h2 className="font-semibold text-base">{narrowed ? "No callback matches the filters" : "No callbacks yet"}</h2>
      <p className="max-w-96 text-ink-muted">
        {narrowed
          ? "Clear a filter to see more."
          : "A message with a callback URL, or of an app that has one, reports its changes there. Each report and each attempt is listed here."}
      </p>
    </Card>
  );
}

/** The address is the only place where filters are kept, so that going back and sending a link work. */
function changeFilters(filters: CallbackFilters): void {
  window.history.pushState(null, "", `/callbacks${queryOf(filters)}`);
}
