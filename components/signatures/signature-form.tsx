"use client";

import { ShieldCheck } from "lucide-react";
import { useRef } from "react";
import { PasswordInput } from "@/components/people/password-input";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import { pickHeaders } from "./pick-headers";
import { useSignatureForm } from "./use-signature-form";
import { type Words, wordsOf } from "./verdict-words";

const LABELS = {
  id: "webhook-id",
  timestamp: "webhook-timestamp",
  signature: "webhook-signature",
  body: "Raw body",
  secret: "Signing secret",
};

/** A callback's headers, body and secret, and whether they fit together. */
export function SignatureForm() {
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const { block, values, errors, attempt, verdict, change, paste, check } = useSignatureForm();
  const words = verdict && wordsOf(verdict);
  const header = (name: "id" | "timestamp" | "signature") => (
    <Field name={name} label={<code className="font-mono text-xs">{LABELS[name]}</code>} error={errors[name]}>
      {(control) => (
        <Input
          {...control}
          className="font-mono md:text-xs"
          autoComplete="off"
          spellCheck={false}
          inputMode={name === "timestamp" ? "numeric" : "text"}
          value={values[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <fieldset disabled={!hydrated} className="grid gap-4">
        <ErrorSummary form={form} errors={errors} labels={LABELS} attempt={attempt} />
        <Field name="headers" label="All headers" optional hint={pickedWords(block)}>
          {(control) => (
            <Textarea
              {...control}
              className="max-h-40 min-h-16 font-mono md:text-xs"
              autoComplete="off"
              spellCheck={false}
              value={block}
              onChange={(event) => paste(event.target.value)}
            />
          )}
        </Field>
        <div className="grid items-start gap-3 sm:grid-cols-2">
          {header("id")}
          {header("timestamp")}
        </div>
        {header("signature")}
        <Field name="body" label={LABELS.body} error={errors.body} hint="Byte for byte as it arrived.">
          {(control) => (
            <Textarea
              {...control}
              className="max-h-60 min-h-24 font-mono md:text-xs"
              autoComplete="off"
              spellCheck={false}
              value={values.body}
              onChange={(event) => change({ body: event.target.value })}
            />
          )}
        </Field>
        <Field
          name="secret"
          label={LABELS.secret}
          error={errors.secret}
          hint="Shown when the app was created, or when the secret was last replaced. It stays in this browser."
        >
          {(control) => (
            <PasswordInput
              {...control}
              what="secret"
              autoComplete="off"
              placeholder="whsec_…"
              value={values.secret}
              onChange={(event) => change({ secret: event.target.value })}
            />
          )}
        </Field>
        <div>
          <Button type="submit" className="w-full sm:w-auto">
            <ShieldCheck aria-hidden="true" />
            Check
          </Button>
        </div>
        <div role="status" className="empty:hidden">
          {words && words.tone !== "bad" && <Found words={words} />}
        </div>
        {words?.tone === "bad" && <Found words={words} />}
      </fieldset>
    </form>
  );
}

function Found({ words }: { words: Words }) {
  return (
    <Alert tone={words.tone} title={words.title}>
      {words.details.map((detail) => (
        <p key={detail}>{detail}</p>
      ))}
    </Alert>
  );
}

/** What was found in a pasted block, and what was not. */
function pickedWords(block: string): string {
  const found = Object.keys(pickHeaders(block));
  if (block.trim() === "") return "Paste the whole block; the three that matter are picked out of it.";
  const missing = ["id", "timestamp", "signature"].filter((name) => !found.includes(name));
  if (missing.length === 0) return "All three were found.";
  return `Not found in it: ${missing.map((name) => `webhook-${name}`).join(", ")}.`;
}
