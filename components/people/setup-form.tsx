"use client";

import { type SubmitEvent, useRef, useState } from "react";
import { ApiError, describeFailure, requestJson } from "@/components/query/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { type FieldErrors, messagesByPath } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import { personSchema, setupSchema } from "@/lib/people/contract";
import { fieldErrors } from "@/lib/platform/problem";
import { PasswordInput } from "./password-input";
import { signIn } from "./sign-in";

const LABELS = { email: "E-mail address", password: "Password" };

/** The first account; afterwards signed in at once, and on to the first message. */
export function SetupForm() {
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [attempt, setAttempt] = useState(0);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    setProblem(null);
    setAttempt(attempt + 1);
    const values = Object.fromEntries(new FormData(event.currentTarget));
    const parsed = setupSchema.safeParse(values);
    setErrors(parsed.success ? {} : messagesByPath(fieldErrors(parsed.error)));
    if (!parsed.success) return;
    setPending(true);
    try {
      await requestJson(personSchema, "/api/setup", { method: "POST", body: JSON.stringify(parsed.data) });
      const outcome = await signIn(parsed.data.email, parsed.data.password);
      return window.location.assign(outcome.kind === "in" ? "/compose?welcome" : "/sign-in");
    } catch (error) {
      if (error instanceof ApiError && error.code === "setup_done") return window.location.assign("/sign-in");
      if (error instanceof ApiError && error.errors.length > 0) {
        setErrors(messagesByPath(error.errors));
        setAttempt(attempt + 2);
      } else setProblem(describeFailure(error));
    }
    setPending(false);
  };

  return (
    <form ref={form} method="post" onSubmit={submit} noValidate>
      <fieldset disabled={!hydrated} className="grid gap-4">
        <ErrorSummary form={form} errors={errors} labels={LABELS} attempt={attempt} />
        {problem && <Alert tone="bad" title={problem} />}
        <Field name="email" label={LABELS.email} error={errors.email}>
          {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
        </Field>
        <Field
          name="password"
          label={LABELS.password}
          error={errors.password}
          hint={errors.password ? undefined : "At least 10 characters."}
        >
          {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" required />}
        </Field>
        <Button type="submit" variant="primary" pending={pending}>
          Create account
        </Button>
      </fieldset>
    </form>
  );
}
