"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CirclePause, CirclePlay, Undo2 } from "lucide-react";
import { useState } from "react";
import { describeFailure } from "@/components/query/api";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import type { BatchDetail } from "@/lib/batches/contract";
import { counted } from "./batch-words";
import { type BatchAction, batchDetailOptions, batchKeys, changeBatch } from "./queries";

const DONE: Readonly<Record<BatchAction, string>> = {
  pause: "Paused: nothing more is handed over until you resume it.",
  resume: "It goes on.",
  cancel: "Cancelled: what had not left was taken back.",
};

/** What can be done with a batch where it stands. Cancelling is asked for twice. */
export function BatchActions({ batch }: { batch: BatchDetail }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: (action: BatchAction) => changeBatch(batch.id, action),
    onSuccess: (fresh) => {
      setAsking(false);
      client.setQueryData(batchDetailOptions(batch.id).queryKey, fresh);
      return client.invalidateQueries({ queryKey: batchKeys.all });
    },
    // It may have ended meanwhile: show how it stands.
    onError: () => client.invalidateQueries({ queryKey: batchKeys.detail(batch.id) }),
  });
  const { state } = batch;
  const open = state === "scheduled" || state === "running" || state === "paused";
  const pendingFor = (action: BatchAction) => change.isPending && change.variables === action;
  const waiting = (batch.progress.Accepted ?? 0) + (batch.progress.Scheduled ?? 0);
  return (
    <div className="grid">
      {open && !asking && (
        <div className="flex flex-wrap gap-2">
          {state === "paused" ? (
            <Button size="sm" variant="primary" pending={pendingFor("resume")} onClick={() => change.mutate("resume")}>
              {!pendingFor("resume") && <CirclePlay aria-hidden="true" />}
              Resume
            </Button>
          ) : (
            <Button size="sm" pending={pendingFor("pause")} onClick={() => change.mutate("pause")}>
              {!pendingFor("pause") && <CirclePause aria-hidden="true" />}
              Pause
            </Button>
          )}
          <Button size="sm" onClick={() => setAsking(true)}>
            <Undo2 aria-hidden="true" />
            Cancel batch…
          </Button>
        </div>
      )}
      {open && asking && (
        <fieldset className="grid gap-2 rounded-md border border-warn/40 bg-warn-soft px-3 py-2.5">
          <legend className="sr-only">Cancel this batch?</legend>
          <p>
            {waiting > 0 ? `${counted(waiting, "recipient")} will get nothing.` : "Nothing waits any more."} What has
            left already cannot be taken back. This cannot be undone.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button size="sm" variant="primary" pending={pendingFor("cancel")} onClick={() => change.mutate("cancel")}>
              Cancel it for good
            </Button>
            <Button size="sm" autoFocus onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </div>
        </fieldset>
      )}
      <p role="status" className={cn("not-empty:mt-2 text-ink-muted", change.error && "text-bad")}>
        {change.error ? describeFailure(change.error) : change.data ? DONE[change.variables ?? "pause"] : ""}
      </p>
    </div>
  );
}
