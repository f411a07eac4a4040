"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { ApiError, describeFailure } from "@/components/query/api";
import { localValue } from "@/components/time/local-value";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { messagesByPath } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import type { App } from "@/lib/apps/contract";
import type { Replay } from "@/lib/callbacks/contract";
import { callbackKeys, replayCallbacks } from "./queries";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The minute that a moment is in, as a field shows it. */
const minuteOf = (at: number) => localValue(Math.floor(at / MINUTE_MS) * MINUTE_MS);

/** Delivering a window again: counted first, then done. */
export function ReplayForm({ apps, appId, onClose }: { apps: readonly App[]; appId?: string; onClose: () => void }) {
  const client = useQueryClient();
  const title = useId();
  const [values, setValues] = useState(() => ({
    appId: appId ?? apps[0]?.id ?? "",
    from: minuteOf(Date.now() - DAY_MS),
    until: minuteOf(Date.now() + MINUTE_MS),
    only: "failed" as Replay["only"],
  }));
  const replay = (dryRun: boolean): Replay => ({
    ...values,
    from: new Date(values.from).toISOString(),
    until: new Date(values.until).toISOString(),
    dryRun,
  });
  const count = useMutation({ mutationFn: () => replayCallbacks(replay(true)) });
  const run = useMutation({
    mutationFn: () => replayCallbacks(replay(false)),
    onSuccess: () => client.invalidateQueries({ queryKey: callbackKeys.all }),
  });
  const error = run.error ?? count.error;
  const errors = error instanceof ApiError ? messagesByPath(error.errors) : {};
  const change = (changes: Partial<typeof values>) => {
    setValues({ ...values, ...changes });
    count.reset();
    run.reset();
  };
  const whole = values.from !== "" && values.until !== "" && values.appId !== "";
  return (
    <Card aria-labelledby={title} className="mb-3 grid gap-4 px-4 py-4">
      <CardTitle id={title}>Replay callbacks</CardTitle>
      <p className="text-ink-muted">
        They are delivered again with the same body and id, in order per message, so that a receiver can tell that it
        has seen them.
      </p>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Field name="appId" label="App" error={errors.appId}>
          {(control) => (
            <NativeSelect {...control} value={values.appId} onChange={(event) => change({ appId: event.target.value })}>
              {apps.map((app) => (
                <option key={app.id} value={app.id}>
                  {app.name}
                  {app.environment === "sandbox" && " (sandbox)"}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field name="from" label="From (your time)" error={errors.from}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={values.from}
              onChange={(event) => change({ from: event.target.value })}
            />
          )}
        </Field>
        <Field name="until" label="Until (your time)" error={errors.until}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={values.until}
              onChange={(event) => change({ until: event.target.value })}
            />
          )}
        </Field>
        <Field name="only" label="Which" error={errors.only}>
          {(control) => (
            <NativeSelect
              {...control}
              value={values.only}
              onChange={(event) => change({ only: event.target.value === "all" ? "all" : "failed" })}
            >
              <option value="failed">Failed and held</option>
              <option value="all">All</option>
            </NativeSelect>
          )}
        </Field>
      </div>
      {error && (
        <Alert tone="bad" title="Nothing was replayed">
          {describeFailure(error)}
        </Alert>
      )}
      <p role="status">
        {run.data
          ? `${run.data.count} callbacks are being delivered again.`
          : count.data && (count.data.count === 1 ? "1 callback matches." : `${count.data.count} callbacks match.`)}
      </p>
      <div className="flex flex-wrap gap-2">
        {count.data && !run.data && count.data.count > 0 ? (
          <Button variant="primary" pending={run.isPending} onClick={() => run.mutate()}>
            Replay {count.data.count}
          </Button>
        ) : (
          <Button variant="primary" disabled={!whole} pending={count.isPending} onClick={() => count.mutate()}>
            Count
          </Button>
        )}
        <Button onClick={onClose}>Close</Button>
      </div>
    </Card>
  );
}
