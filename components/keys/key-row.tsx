"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, CircleCheck, Clock } from "lucide-react";
import { useState } from "react";
import { describeFailure } from "@/components/query/api";
import { useNow } from "@/components/time/clock";
import { ExactTime, TimeAgo } from "@/components/time/instant";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import type { ApiKey } from "@/lib/keys/contract";
import { SCOPE_WORDS, stateOf } from "./key-words";
import { keysOptions, revokeKey } from "./queries";

const STATES = {
  active: { Icon: CircleCheck, tone: "ok", word: "Active" },
  expired: { Icon: Clock, tone: "warn", word: "Expired" },
  revoked: { Icon: Ban, tone: "neutral", word: "Revoked" },
} as const;

const figure = (count: number) => count.toLocaleString("en-GB");

/** One key: what it may do, whether it can be used, how much it was. */
export function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  // Before the browser's clock is known nothing is said to have expired.
  const state = stateOf(apiKey, useNow() ?? 0);
  const { Icon, tone, word } = STATES[state];
  const { usage } = apiKey;
  return (
    <li data-key={apiKey.id} data-state={state} className="grid gap-1 border-t px-3 py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className={cn("wrap-anywhere font-medium", state !== "active" && "text-ink-muted")}>{apiKey.name}</span>
        <code className="font-mono text-ink-muted text-xs">
          {apiKey.secretPrefix}…{apiKey.secretLast4}
        </code>
        <Badge tone={tone}>
          <Icon aria-hidden="true" />
          {word}
        </Badge>
        <span className="text-ink-muted">{apiKey.scopes.map((scope) => SCOPE_WORDS[scope].word).join(", ")}</span>
        {state === "active" && <Revocation apiKey={apiKey} />}
      </div>
      <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-ink-muted text-xs">
        <span>
          {apiKey.lastUsedAt ? (
            <>
              Last used <TimeAgo at={apiKey.lastUsedAt} />
            </>
          ) : (
            "Never used"
          )}
        </span>
        <span className="tabular-nums">
          {figure(usage.day)} requests in 24 hours, {figure(usage.month)} in 30 days
          {usage.limited > 0 && `, ${figure(usage.limited)} refused as too many`}
        </span>
        <span className="tabular-nums">At most {figure(apiKey.requestsPerMinute)} a minute</span>
        <span>
          {apiKey.revokedAt ? (
            <>
              Revoked <ExactTime at={apiKey.revokedAt} />
            </>
          ) : apiKey.expiresAt ? (
            <>
              {state === "expired" ? "Expired" : "Expires"} <ExactTime at={apiKey.expiresAt} />
            </>
          ) : (
            <>
              Made <ExactTime at={apiKey.createdAt} />, does not expire
            </>
          )}
        </span>
      </p>
    </li>
  );
}

function Revocation({ apiKey }: { apiKey: ApiKey }) {
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const revocation = useMutation({
    mutationFn: () => revokeKey(apiKey.appId, apiKey.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keysOptions(apiKey.appId).queryKey }),
  });
  if (!sure)
    return (
      <Button size="sm" className="ml-auto" aria-label={`Revoke ${apiKey.name}`} onClick={() => setSure(true)}>
        Revoke…
      </Button>
    );
  return (
    <div className="grid w-full gap-2 rounded-md bg-sunken px-3 py-2">
      <p>Programs with this key are refused from that moment on. Its messages stay. This cannot be undone.</p>
      {revocation.error && <p className="text-bad">{describeFailure(revocation.error)}</p>}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" variant="primary" pending={revocation.isPending} onClick={() => revocation.mutate()}>
          Revoke now
        </Button>
        <Button size="sm" onClick={() => setSure(false)}>
          Keep it
        </Button>
      </div>
    </div>
  );
}
