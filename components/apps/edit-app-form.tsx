"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { describeFailure } from "@/components/query/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { App } from "@/lib/apps/contract";
import { APP_LABELS, CredentialFields, DefaultFields } from "./app-fields";
import { composedChange, valuesOf } from "./app-values";
import { appKeys, updateApp, verifyTyped } from "./queries";
import { useAppForm } from "./use-app-form";
import { VerifyButton } from "./verify-button";

/** Changing an app; its secret stays unless a new one is typed. */
export function EditAppForm({ app }: { app: App }) {
  const hydrated = useHydrated();
  const router = useRouter();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const { values, errors, attempt, change, refuse, failed } = useAppForm(() => valuesOf(app));
  const mutation = useMutation({
    mutationFn: (changes: Parameters<typeof updateApp>[1]) => updateApp(app.id, changes),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: appKeys.all });
      router.push(`/apps/${app.id}`);
      router.refresh();
    },
    onError: failed,
  });
  const submit = () => {
    if (mutation.isPending) return;
    const result = composedChange(values);
    refuse(result.ok ? [] : result.errors);
    mutation.reset();
    if (result.ok) mutation.mutate(result.app);
  };
  const { environment, applicationId, applicationSecret } = values;
  const fields = { values, errors, onChange: change };
  const { last4 } = app.applicationSecret;

  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset disabled={!hydrated} className="grid max-w-2xl gap-5">
        <ErrorSummary form={form} errors={errors} labels={APP_LABELS} attempt={attempt} />
        {mutation.error && Object.keys(errors).length === 0 && (
          <Alert tone="bad" title="Nothing was changed">
            {describeFailure(mutation.error)}
          </Alert>
        )}
        <Field name="name" label={APP_LABELS.name} error={errors.name}>
          {(control) => (
            <Input
              {...control}
              name="name"
              autoComplete="off"
              maxLength={80}
              required
              value={values.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        {environment === "live" && (
          <>
            <CredentialFields {...fields} secretHint={`Empty, it stays as it is (it ends in ${last4}).`} />
            {applicationSecret !== "" && (
              <VerifyButton verify={() => verifyTyped({ environment, applicationId, applicationSecret })} />
            )}
          </>
        )}
        <DefaultFields {...fields} appId={app.id} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={mutation.isPending || mutation.isSuccess}>
            Save changes
          </Button>
          <Button onClick={() => router.push(`/apps/${app.id}`)}>Cancel</Button>
        </div>
      </fieldset>
    </form>
  );
}
