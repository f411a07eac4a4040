"use client";

import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Callback } from "@/lib/apps/callback-contract";

const STRATEGIES: readonly { value: Callback["strategy"]; meaning: string }[] = [
  { value: "OnChange", meaning: "Each time the status changes." },
  { value: "OnCompletion", meaning: "Once, when the status is final." },
];

interface CallbackFieldsProps {
  /** The path of the callback in errors, like `callback`. */
  path: string;
  url: string;
  strategy: Callback["strategy"];
  error: string | undefined;
  hint: ReactNode;
  onChange: (change: { url?: string; strategy?: Callback["strategy"] }) => void;
}

/** Where to call back, and when. */
export function CallbackFields({ path, url, strategy, error, hint, onChange }: CallbackFieldsProps) {
  return (
    <div className="grid gap-3">
      <Field name={`${path}.url`} label="Callback URL" optional error={error} hint={hint}>
        {(control) => (
          <Input
            {...control}
            name={`${path}.url`}
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://"
            value={url}
            onChange={(event) => onChange({ url: event.target.value })}
          />
        )}
      </Field>
      <fieldset>
        <legend className="mb-1.5 font-medium">Call back</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {STRATEGIES.map(({ value, meaning }) => (
            <label
              key={value}
              className={cn(
                "flex min-h-10 items-start gap-2 rounded-md border border-line-strong bg-surface px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft",
              )}
            >
              <input
                type="radio"
                name={`${path}.strategy`}
                value={value}
                checked={strategy === value}
                onChange={() => onChange({ strategy: value })}
                className="mt-0.5 size-4 accent-accent"
              />
              <span className="grid">
                <span className="font-medium">{value}</span>
                <span className="text-ink-muted text-xs">{meaning}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
