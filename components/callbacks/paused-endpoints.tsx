"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { AppName } from "@/components/apps/environment-badge";
import { describeFailure } from "@/components/query/api";
import { TimeAgo } from "@/components/time/instant";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { App } from "@/lib/apps/contract";
import type { Endpoint, Resume } from "@/lib/callbacks/contract";
import { shortAddress } from "./callback-words";
import { callbackKeys, endpointsOptions, resumeEndpoint } from "./queries";

interface PausedEndpointsProps {
  appId?: string;
  /** Names each one's app, where the page does not. */
  appOf?: (id: string) => App | undefined;
}

/** A banner for each address whose callbacks are held back, with what can be done about it. */
export function PausedEndpoints({ appId, appOf }: PausedEndpointsProps) {
  const endpoints = useQuery(endpointsOptions()).data ?? [];
  const paused = endpoints.filter((one) => one.pausedAt !== null && (!appId || one.appId === appId));
  if (paused.length === 0) return null;
  return (
    <ul className="mb-3 grid gap-2">
      {paused.map((endpoint) => (
        <li key={`${endpoint.appId} ${endpoint.url}`}>
          <Paused endpoint={endpoint} app={appOf?.(endpoint.appId)} />
        </li>
      ))}
    </ul>
  );
}

const CHOICES: readonly { deliver: Resume["deliver"]; word: string }[] = [
  { deliver: "all", word: "Resume, deliver all" },
  { deliver: "latest", word: "Only the latest of each message" },
  { deliver: "none", word: "Drop what is held" },
];

function Paused({ endpoint, app }: { endpoint: Endpoint; app: App | undefined }) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: (deliver: Resume["deliver"]) => resumeEndpoint(endpoint.appId, { url: endpoint.url, deliver }),
    onSuccess: () => client.invalidateQueries({ queryKey: callbackKeys.all }),
  });
  const { held, oldestHeldAt } = endpoint;
  return (
    <Alert
      tone="warn"
      title={
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="wrap-anywhere">Callbacks to {shortAddress(endpoint.url)} are paused</span>
          {app && (
            <span className="min-w-0 font-normal">
              <AppName app={app} />
            </span>
          )}
        </span>
      }
    >
      <p>
        {endpoint.problem} {held === 1 ? "1 callback is held" : `${held} callbacks are held`}
        {oldestHeldAt && (
          <>
            , the oldest of <TimeAgo at={oldestHeldAt} />
          </>
        )}
        . Nothing is lost: choose what becomes of them once the receiver is well.
      </p>
      {mutation.error && <p className="mt-1 text-bad">{describeFailure(mutation.error)}</p>}
      <div className="mt-2 flex flex-wrap gap-2">
        {CHOICES.map(({ deliver, word }) => (
          <Button
            key={deliver}
            size="sm"
            pending={mutation.isPending && mutation.variables === deliver}
            onClick={() => mutation.mutate(deliver)}
          >
            {word}
          </Button>
        ))}
      </div>
    </Alert>
  );
}
