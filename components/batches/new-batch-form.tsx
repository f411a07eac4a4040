"use client";

import { useQuery } from "@tanstack/react-query";
import { SendHorizontal } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { AppName } from "@/components/apps/environment-badge";
import { appsOptions } from "@/components/apps/queries";
import { outcomeOf } from "@/components/compose/send-key";
import { TextField } from "@/components/compose/text-field";
import { ApiError, describeFailure } from "@/components/query/api";
import { Resource } from "@/components/query/resource";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import type { App } from "@/lib/apps/contract";
import { RecipientsField } from "./recipients-field";
import { useNewBatch } from "./use-new-batch";

const LABELS = { appId: "App", name: "Name", from: "Sender ID", body: "Text", recipients: "Recipients" };

/** A new batch, once the apps are known. */
export function NewBatch() {
  return (
    <Resource
      query={useQuery(appsOptions())}
      what="Your apps"
      skeleton={<Skeleton className="h-96 max-w-2xl" />}
      isEmpty={(apps) => apps.length === 0}
      empty={
        <Alert tone="info" title="There is no app to send with">
          <Link href="/apps/new" className="underline underline-offset-2">
            Create an app
          </Link>{" "}
          first; a sandbox app needs no Routee account.
        </Alert>
      }
    >
      {(apps) => <NewBatchForm apps={apps} />}
    </Resource>
  );
}

function NewBatchForm({ apps }: { apps: readonly App[] }) {
  const form = useRef<HTMLFormElement>(null);
  const batch = useNewBatch(apps[0]?.id ?? "");
  const { values, errors, change } = batch;
  const app = apps.find(({ id }) => id === values.appId);
  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        batch.submit();
      }}
    >
      <fieldset disabled={!batch.ready} className="grid max-w-2xl gap-5">
        <ErrorSummary form={form} errors={errors} labels={LABELS} attempt={batch.attempt} />
        {batch.failure && Object.keys(errors).length === 0 && (
          <Failure error={batch.failure} onSendAnew={batch.submitAnew} />
        )}
        <Field name="appId" label={LABELS.appId} error={errors.appId}>
          {(control) => (
            <Select
              {...control}
              value={values.appId}
              onValueChange={(appId) => change({ appId })}
              placeholder="Choose an app"
              options={apps.map((one) => ({ value: one.id, text: one.name, content: <AppName app={one} /> }))}
            />
          )}
        </Field>
        <Field
          name="name"
          label={LABELS.name}
          optional
          error={errors.name}
          hint="To find the batch by. Nobody gets it."
        >
          {(control) => (
            <Input
              {...control}
              name="name"
              autoComplete="off"
              value={values.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          name="from"
          label={LABELS.from}
          optional={Boolean(app?.defaultSender)}
          error={errors.from}
          hint={
            app?.defaultSender
              ? `Empty, it is the app’s default: ${app.defaultSender}. Up to 11 letters, digits and spaces, or up to 16 digits.`
              : "Up to 11 letters, digits and spaces, or up to 16 digits. This app has no default."
          }
        >
          {(control) => (
            <Input
              {...control}
              name="from"
              autoComplete="off"
              spellCheck={false}
              placeholder={app?.defaultSender ?? ""}
              value={values.from}
              onChange={(event) => change({ from: event.target.value })}
            />
          )}
        </Field>
        <div className="grid gap-1.5">
          <TextField value={values.body} error={errors.body} onChange={(body) => change({ body })} />
          <p className="text-ink-muted text-xs">
            <code className="font-mono">{"{{name}}"}</code> is filled in with each recipient’s own. The count is of the
            text as it is written here.
          </p>
        </div>
        <RecipientsField
          value={values.recipients}
          body={values.body}
          error={errors.recipients}
          onChange={(recipients) => change({ recipients })}
        />
        <div>
          <Button type="submit" variant="primary" pending={batch.pending} className="w-full sm:w-auto sm:min-w-32">
            {!batch.pending && <SendHorizontal aria-hidden="true" />}
            {batch.pending ? "Sending…" : "Send batch"}
          </Button>
        </div>
      </fieldset>
    </form>
  );
}

function Failure({ error, onSendAnew }: { error: unknown; onSendAnew: () => void }) {
  if (error instanceof ApiError && error.code === "idempotency_key_reused")
    return (
      <Alert tone="bad" title="An earlier attempt of this batch was already accepted">
        <p>
          What you changed since then was not sent.{" "}
          <Link href="/batches" className="underline underline-offset-2">
            Look at the batches
          </Link>{" "}
          to see the first one.
        </p>
        <Button size="sm" className="mt-2" onClick={onSendAnew}>
          Send this as another batch
        </Button>
      </Alert>
    );
  const open = outcomeOf(error instanceof ApiError ? error.status : null) === "open";
  return (
    <Alert tone="bad" title="The batch was not accepted">
      <p>{describeFailure(error)}</p>
      {open && <p>Pressing Send again is safe: it cannot become two batches.</p>}
    </Alert>
  );
}
