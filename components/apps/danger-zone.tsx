"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { describeFailure } from "@/components/query/api";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { App } from "@/lib/apps/contract";
import { appContentOptions, appKeys, deleteApp, updateApp } from "./queries";

/** Archiving and deleting an app. */
export function DangerZone({ app }: { app: App }) {
  const client = useQueryClient();
  const archived = app.archivedAt !== null;
  const archive = useMutation({
    mutationFn: () => updateApp(app.id, { archived: !archived }),
    onSuccess: () => client.invalidateQueries({ queryKey: appKeys.all }),
  });
  return (
    <Card aria-labelledby="end-of-use" className="grid gap-3 px-4 py-4 md:px-5">
      <CardTitle id="end-of-use">End of use</CardTitle>
      <p>
        {archived
          ? "This app is archived: it sends nothing, and its receipts still come in."
          : "An archived app sends nothing more; what waits is cancelled, and receipts still come in. It can be used again."}
      </p>
      {archive.error && <p className="text-bad">{describeFailure(archive.error)}</p>}
      <div>
        <Button size="sm" pending={archive.isPending} onClick={() => archive.mutate()}>
          {archived ? <ArchiveRestore aria-hidden="true" /> : <Archive aria-hidden="true" />}
          {archived ? "Use again" : "Archive"}
        </Button>
      </div>
      <Deletion app={app} />
    </Card>
  );
}

function Deletion({ app }: { app: App }) {
  const router = useRouter();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const content = useQuery({ ...appContentOptions(app.id), enabled: open });
  const deletion = useMutation({
    mutationFn: () => deleteApp(app.id, name),
    async onSuccess() {
      router.push("/apps");
      // Only the list: what is known of this app would be asked for again, and is gone.
      await client.invalidateQueries({ queryKey: appKeys.all, exact: true });
    },
  });
  if (!open)
    return (
      <div className="border-t pt-3">
        <Button size="sm" onClick={() => setOpen(true)}>
          <Trash2 aria-hidden="true" />
          Delete…
        </Button>
      </div>
    );
  const counts = content.data;
  const needsName = (counts?.messages ?? 0) > 0;
  const goes = counts && [
    counts.messages === 1 ? "1 message" : `${counts.messages.toLocaleString("en-GB")} messages`,
    counts.open > 0 && `${counts.open.toLocaleString("en-GB")} of them not final`,
    counts.callbacks > 0 && `${counts.callbacks.toLocaleString("en-GB")} callbacks`,
  ];
  return (
    <form
      className="grid gap-3 border-t pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        deletion.mutate();
      }}
    >
      <p>
        {goes
          ? `With it go ${goes.filter(Boolean).join(", ")}, their events and receipts. This cannot be undone.`
          : "Counting what goes with it…"}
      </p>
      {content.error && <p className="text-bad">{describeFailure(content.error)}</p>}
      {needsName && (
        <Field
          name="name"
          label={`Type “${app.name}” to delete it`}
          error={deletion.error ? describeFailure(deletion.error) : undefined}
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      )}
      {!needsName && deletion.error && <p className="text-bad">{describeFailure(deletion.error)}</p>}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          size="sm"
          variant="primary"
          disabled={!counts || (needsName && name.trim() !== app.name)}
          pending={deletion.isPending || deletion.isSuccess}
        >
          Delete for good
        </Button>
        <Button size="sm" onClick={() => setOpen(false)}>
          Keep it
        </Button>
      </div>
    </form>
  );
}
