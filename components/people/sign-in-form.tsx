"use client";

import { type SubmitEvent, useState } from "react";
import { describeFailure } from "@/components/query/api";
import { duration } from "@/components/time/relative-time";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import { PasswordInput } from "./password-input";
import { type SignInOutcome, signIn } from "./sign-in";

/** E-mail and password; afterwards on to `next`. */
export function SignInForm({ next }: { next: string }) {
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    setProblem(null);
    try {
      const outcome = await signIn(String(form.get("email")), String(form.get("password")));
      // A whole new page, so that nothing of the time before stays in memory.
      if (outcome.kind === "in") return window.location.assign(next);
      setProblem(wordsFor(outcome));
    } catch (error) {
      setProblem(describeFailure(error));
    }
    setPending(false);
  };

  return (
    <form method="post" onSubmit={submit}>
      <fieldset disabled={!hydrated} className="grid gap-4">
        {problem && <Alert tone="bad" title={problem} />}
        <Field name="email" label="E-mail address">
          {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
        </Field>
        <Field name="password" label="Password">
          {(control) => <PasswordInput {...control} name="password" autoComplete="current-password" required />}
        </Field>
        <Button type="submit" variant="primary" pending={pending}>
          Sign in
        </Button>
      </fieldset>
    </form>
  );
}

function wordsFor(outcome: Exclude<SignInOutcome, { kind: "in" }>): string {
  if (outcome.kind === "wrong") return "E-mail address or password is wrong.";
  if (outcome.kind === "wait") return `Too many attempts. Try again in ${duration(outcome.seconds * 1_000)}.`;
  return "Signing in did not work. Look at the server’s log for the reason.";
}
