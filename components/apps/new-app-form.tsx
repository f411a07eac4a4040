"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { CallbackFields } from "@/components/compose/callback-fields";
import { ApiError, describeFailure } from "@/components/query/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { type FieldErrors, messagesByPath, withoutField } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import { EnvironmentChoice } from "./environment-choice";
import { composedApp, EMPTY_APP, type NewAppValues } from "./new-app-values";
import { appKeys, createApp } from "./queries";
import { SecretOnce } from "./secret-once";

const LABELS = {
  name: "Name",
  environment: "Environment",
  applicationId: "Routee application ID",
  applicationSecret: "Routee application secret",
  defaultSender: "Default sender ID",
  "defaultCallback.url": "Callback URL",
};

const PATHS: Partial<Record<keyof NewAppValues, string>> = { callbackUrl: "defaultCallback.url" };

/** Creating an app; afterwards its signing secret is shown once. */
export function NewAppForm() {
  const hydrated = useHydrated();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(EMPTY_APP);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [attempt, setAttempt] = useState(0);
  const mutation = useMutation({
    mutationFn: createApp,
    onSuccess: () => client.invalidateQueries({ queryKey: appKeys.all }),
    onError: (error) => {
      if (error instanceof ApiError) setErrors(messagesByPath(error.errors));
      setAttempt((before) => before + 1);
    },
  });
  if (mutation.data) return <SecretOnce app={mutation.data} />;

  const change = (changes: Partial<NewAppValues>) => {
    setValues({ ...values, ...changes });
    for (const name of Object.keys(changes) as (keyof NewAppValues)[])
      setErrors((before) => withoutField(before, PATHS[name] ?? name));
  };
  const submit = () => {
    if (mutation.isPending) return;
    const result = composedApp(values);
    setErrors(result.ok ? {} : messagesByPath(result.errors));
    mutation.reset();
    if (result.ok) mutation.mutate(result.app);
    else setAttempt(attempt + 1);
  };
  const text = (name: "name" | "applicationId" | "defaultSender") => ({
    name,
    value: values[name],
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });

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
        <ErrorSummary form={form} errors={errors} labels={LABELS} attempt={attempt} />
        {mutation.error && Object.keys(errors).length === 0 && (
          <Alert tone="bad" title="The app was not created">
            {describeFailure(mutation.error)}
          </Alert>
        )}
        <Field name="name" label={LABELS.name} error={errors.name}>
          {(control) => <Input {...control} {...text("name")} maxLength={80} required />}
        </Field>
        <EnvironmentChoice value={values.environment} onChange={(environment) => change({ environment })} />
        {values.environment === "live" && (
          <>
            <Field name="applicationId" label={LABELS.applicationId} error={errors.applicationId}>
              {(control) => <Input {...control} {...text("applicationId")} spellCheck={false} required />}
            </Field>
            <Field
              name="applicationSecret"
              label={LABELS.applicationSecret}
              error={errors.applicationSecret}
              hint="Stored encrypted. Only its last four characters are ever shown."
            >
              {(control) => (
                <Input
                  {...control}
                  name="applicationSecret"
                  type="password"
                  autoComplete="off"
                  required
                  value={values.applicationSecret}
                  onChange={(event) => change({ applicationSecret: event.target.value })}
                />
              )}
            </Field>
          </>
        )}
        <Field
          name="defaultSender"
          label={LABELS.defaultSender}
          optional
          error={errors.defaultSender}
          hint="Up to 11 letters, digits and spaces, or up to 16 digits."
        >
          {(control) => <Input {...control} {...text("defaultSender")} spellCheck={false} />}
        </Field>
        <CallbackFields
          path="defaultCallback"
          url={values.callbackUrl}
          strategy={values.callbackStrategy}
          error={errors["defaultCallback.url"]}
          hint="Where changes of this app’s messages are reported, unless a message says otherwise."
          onChange={({ url, strategy }) =>
            change({
              ...(url === undefined ? {} : { callbackUrl: url }),
              ...(strategy === undefined ? {} : { callbackStrategy: strategy }),
            })
          }
        />
        <div>
          <Button type="submit" variant="primary" pending={mutation.isPending} className="w-full sm:w-auto">
            Create app
          </Button>
        </div>
      </fieldset>
    </form>
  );
}
