"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Resource } from "@/components/query/resource";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import type { App } from "@/lib/apps/contract";
import type { CreatedKey } from "@/lib/keys/contract";
import { KeyOnce } from "./key-once";
import { KeyRow } from "./key-row";
import { NewKeyForm } from "./new-key-form";
import { keysOptions } from "./queries";

/** An app's API keys: which there are, how much each is used, making one and ending one. */
export function KeysCard({ app }: { app: App }) {
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<CreatedKey | null>(null);
  return (
    <Card aria-labelledby="api-keys" className="grid gap-4 px-4 py-4 md:px-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="grid gap-0.5">
          <CardTitle id="api-keys">API keys</CardTitle>
          <p className="text-ink-muted">
            Programs send and read with a key, at our own addresses and at Routee’s.{" "}
            <Link href="/docs/api" className="text-accent underline underline-offset-2">
              API reference
            </Link>
          </p>
        </div>
        {!making && (
          <Button size="sm" onClick={() => setMaking(true)}>
            <Plus aria-hidden="true" />
            New key
          </Button>
        )}
      </div>
      {made && <KeyOnce created={made} onDone={() => setMade(null)} />}
      {making && (
        <NewKeyForm
          appId={app.id}
          onMade={(key) => {
            setMade(key);
            setMaking(false);
          }}
          onCancel={() => setMaking(false)}
        />
      )}
      <Resource query={useQuery(keysOptions(app.id))} what="The API keys" skeleton={<Skeleton className="h-16" />}>
        {(keys) =>
          keys.length === 0 ? (
            <p className="flex items-center gap-2 rounded-md border border-dashed px-3 py-3 text-ink-muted">
              <KeyRound aria-hidden="true" className="size-4 shrink-0" />
              No keys yet. Make one for each program, so that each can be ended by itself.
            </p>
          ) : (
            <ul aria-label="API keys" className="max-h-96 overflow-y-auto rounded-md border">
              {keys.map((key) => (
                <KeyRow key={key.id} apiKey={key} />
              ))}
            </ul>
          )
        }
      </Resource>
    </Card>
  );
}
