"use client";

import type { ReactNode } from "react";
import { StrategyChoice } from "@/components/callbacks/strategy-choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Callback } from "@/lib/apps/callback-contract";

interface CallbackFieldsProps {
  /** The path of the callback in errors, like `callback`. */
  path: string;
  url: string;
  strategy: Callback["strategy"];
  error: string | undefined;
  hint: ReactNode;
  /** What the sample of a callback is made with. */
  sample: { applicationName: string; from: string };
  /** The app whose messages are counted to compare the strategies; none for one that is new. */
  appId?: string | undefined;
  onChange: (change: { url?: string; strategy?: Callback["strategy"] }) => void;
}

/** Where to call back, and when. */
export function CallbackFields({ path, url, strategy, error, hint, sample, appId, onChange }: CallbackFieldsProps) {
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
      <StrategyChoice
        name={`${path}.strategy`}
        value={strategy}
        onChange={(chosen) => onChange({ strategy: chosen })}
        sample={sample}
        appId={appId}
      />
    </div>
  );
}
