"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { ApiError, describeFailure } from "@/components/query/api";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { messagesByPath } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { type CreatedKey, createKeySchema, SCOPES, type Scope, USUAL_REQUESTS_PER_MINUTE } from "@/lib/keys/contract";
import { fieldErrors } from "@/lib/platform/problem";
import { LIFETIMES, SCOPE_WORDS } from "./key-words";
import { createKey, keysOptions } from "./queries";

const DAY_MS = 86_400_000;

interface NewKeyFormProps {
  appId: string;
  onMade: (key: CreatedKey) => void;
  onCancel: () => void;
}

/** What a new key is to be called and allowed. */
export function NewKeyForm({ appId, onMade, onCancel }: NewKeyFormProps) {
  const client = useQueryClient();
  const scopesId = useId();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(SCOPES);
  const [days, setDays] = useState("");
  const [rate, setRate] = useState(String(USUAL_REQUESTS_PER_MINUTE));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const creation = useMutation({
    mutationFn: (key: Parameters<typeof createKey>[1]) => createKey(appId, key),
    async onSuccess(key) {
      onMade(key);
      await client.invalidateQueries({ queryKey: keysOptions(appId).queryKey });
    },
    onError: (error) => error instanceof ApiError && setErrors(messagesByPath(error.errors)),
  });
  const submit = () => {
    const asked = {
      name,
      scopes: [...scopes],
      expiresAt: days === "" ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString(),
      requestsPerMinute: Number(rate),
    };
    const checked = createKeySchema.safeParse(asked);
    setErrors(checked.success ? {} : messagesByPath(fieldErrors(checked.error)));
    if (checked.success) creation.mutate(asked);
  };
  return (
    <form
      aria-label="New API key"
      noValidate
      className="grid gap-4 rounded-md border bg-sunken/40 px-3 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <Field name="name" label="Name" error={errors.name} hint="The program that will use it.">
          {(control) => (
            <Input
              {...control}
              autoFocus
              autoComplete="off"
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field name="expiresAt" label="Expires" error={errors.expiresAt}>
          {(control) => (
            <NativeSelect {...control} value={days} onChange={(event) => setDays(event.target.value)}>
              {[...LIFETIMES].reverse().map((one) => (
                <option key={one ?? "never"} value={one ?? ""}>
                  {one === null ? "Never" : `In ${one} days`}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field name="requestsPerMinute" label="Requests a minute" error={errors.requestsPerMinute}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              value={rate}
              onChange={(event) => setRate(event.target.value)}
            />
          )}
        </Field>
      </div>
      <fieldset aria-describedby={errors.scopes ? scopesId : undefined} className="grid gap-1.5">
        <legend className="mb-1.5 font-medium">May</legend>
        {SCOPES.map((scope) => (
          <label key={scope} className="flex items-start gap-2">
            <input
              type="checkbox"
              className="mt-0.5 size-4 accent-accent"
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(SCOPES.filter((one) => (one === scope ? event.target.checked : scopes.includes(one))))
              }
            />
            <span>
              <span className="font-medium">{SCOPE_WORDS[scope].word}</span>{" "}
              <span className="text-ink-muted">{SCOPE_WORDS[scope].does}</span>
            </span>
          </label>
        ))}
        {errors.scopes && (
          <p id={scopesId} className="text-bad text-xs">
            {errors.scopes}
          </p>
        )}
      </fieldset>
      {creation.error && Object.keys(errors).length === 0 && (
        <p role="alert" className="text-bad">
          {describeFailure(creation.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" variant="primary" pending={creation.isPending}>
          Make the key
        </Button>
        <Button size="sm" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
