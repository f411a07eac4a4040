"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { previewOptions } from "@/components/apps/callback-queries";
import { RawPayload } from "@/components/timeline/raw-payload";
import { Disclosure } from "@/components/ui/collapsible";
import type { Callback } from "@/lib/apps/callback-contract";
import { sampleCallbacks } from "./sample-callbacks";

type Strategy = Callback["strategy"];

const STRATEGIES: readonly { value: Strategy; count: "onChange" | "onCompletion"; meaning: string }[] = [
  { value: "OnChange", count: "onChange", meaning: "Each time the status changes." },
  { value: "OnCompletion", count: "onCompletion", meaning: "Once, when the status is final." },
];

interface StrategyChoiceProps {
  /** The name of the radio buttons. */
  name: string;
  value: Strategy;
  onChange: (strategy: Strategy) => void;
  /** What the sample is made with. */
  sample: { applicationName: string; from: string };
  /** The app whose messages of the last days tell how many callbacks each would have made. */
  appId?: string | undefined;
}

/** When to call back: the two strategies with what each posts, and how often it would have lately. */
export function StrategyChoice({ name, value, onChange, sample, appId }: StrategyChoiceProps) {
  const { data } = useQuery({ ...previewOptions(appId ?? ""), enabled: appId !== undefined });
  const counts = data && data.messages > 0 ? data : null;
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">Call back</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {STRATEGIES.map((strategy) => (
          <label
            key={strategy.value}
            className="flex min-h-10 items-start gap-2 rounded-md border border-line-strong bg-surface px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={name}
              value={strategy.value}
              checked={value === strategy.value}
              onChange={() => onChange(strategy.value)}
              className="mt-0.5 size-4 accent-accent"
            />
            <span className="grid">
              <span className="font-medium">{strategy.value}</span>
              <span className="text-ink-muted text-xs">{strategy.meaning}</span>
              {counts && (
                <span className="text-xs tabular-nums" data-strategy-count={strategy.value}>
                  {callbackCount(counts[strategy.count])} in the last {counts.days} days
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
      {counts && (
        <p className="mt-1.5 text-ink-muted text-xs">
          What each would have posted for {counts.sampled ? "the newest " : "the "}
          {counts.messages === 1 ? "1 message" : `${counts.messages.toLocaleString("en-GB")} messages`} of this app.
        </p>
      )}
      <WhatIsPosted strategy={value} {...sample} />
    </fieldset>
  );
}

function WhatIsPosted({
  strategy,
  applicationName,
  from,
}: {
  strategy: Strategy;
  applicationName: string;
  from: string;
}) {
  const [open, setOpen] = useState(false);
  const callbacks = sampleCallbacks(strategy, applicationName, from);
  const shown = callbacks.find(({ status }) => status === "Sent") ?? callbacks[0];
  return (
    <Disclosure label="What is posted" open={open} onOpenChange={setOpen} className="mt-1">
      <p className="text-ink-muted text-xs">
        {callbacks.length === 1
          ? `Of a message that is delivered: one callback, ${shown?.status}.`
          : `Of a message that is delivered: ${callbacks.length} callbacks, ${callbacks.map(({ status }) => status).join(", ")}. This is ${shown?.status}:`}
      </p>
      {shown && <RawPayload payload={JSON.parse(shown.body)} />}
    </Disclosure>
  );
}

const callbackCount = (count: number) => (count === 1 ? "1 callback" : `${count.toLocaleString("en-GB")} callbacks`);
