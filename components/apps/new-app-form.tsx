"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { describeFailure } from "@/components/query/api";
import { useTimeZone } from "@/components/time/clock";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import { APP_LABELS, CredentialFields, DefaultFields } from "./app-fields";
import { composedApp, emptyApp } from "./app-values";
import { EnvironmentChoice } from "./environment-choice";
import { appKeys, createApp, verifyTyped } from "./queries";
import { SecretOnce } from "./secret-once";
import { useAppForm } from "./use-app-form";
import { VerifyButton } from "./verify-button";

/** Creating an app; afterwards its signing secret is shown once. */
export function NewAppForm() {
  const hydrated = useHydrated();
  const zone = useTimeZone() ?? "UTC";
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const { values, errors, attempt, change, refuse, failed } = useAppForm(() => emptyApp(""));
  const shown = { ...values, quietZone: values.quietZone || zone };
  const mutation = useMutation({
    mutationFn: createApp,
    onSuccess: () => client.invalidateQueries({ queryKey: appKeys.all }),
    onError: failed,
  });
  if (mutation.data) return <SecretOnce app={mutation.data} />;

  const submit = () => {
    if (mutation.isPending) return;
    const result = composedApp(shown);
    refuse(result.ok ? [] : result.errors);
    mutation.reset();
    if (result.ok) mutation.mutate(result.app);
  };
  const { environment, applicationId, applicationSecret } = values;
  const fields = { values: shown, errors, onChange: change };

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
          <Alert tone="bad" title="The app was not created">
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
        <EnvironmentChoice value={environment} onChange={(chosen) => change({ environment: chosen })} />
        {environment === "live" && (
          <>
            <CredentialFields
              {...fields}
              secretHint="Stored encrypted. Only its last four characters are ever shown."
            />
            <VerifyButton
              disabled={applicationId.trim() === "" || applicationSecret === ""}
              verify={() => verifyTyped({ environment, applicationId, applicationSecret })}
            />
          </>
        )}
        <DefaultFields {...fields} />
        <div>
          <Button type="submit" variant="primary" pending={mutation.isPending} className="w-full sm:w-auto">
            Create app
          </Button>
        </div>
      </fieldset>
    </form>
  );
}
