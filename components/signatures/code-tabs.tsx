"use client";

import { Tabs } from "radix-ui";
import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { CODE_SAMPLES } from "./code-samples";

/** What a receiver needs to check signatures, ready to be copied. */
export function CodeTabs() {
  const [language, setLanguage] = useState<string>(CODE_SAMPLES[0].language);
  const code = CODE_SAMPLES.find((sample) => sample.language === language)?.code ?? "";
  return (
    <section aria-labelledby="receiver-code" className="min-w-0">
      <div className="flex items-center justify-between gap-2">
        <h3 id="receiver-code" className="font-medium">
          Code for your receiver
        </h3>
        <CopyButton text={code} what={`the ${language} code`} />
      </div>
      <p className="mt-0.5 mb-2 text-ink-muted text-xs">
        Complete, without any package. It takes the raw body, refuses what is older than 5 min and compares in constant
        time.
      </p>
      <Tabs.Root value={language} onValueChange={setLanguage} className="overflow-hidden rounded-md border bg-sunken">
        <Tabs.List aria-label="Language" className="flex flex-wrap border-b bg-surface md:px-1">
          {CODE_SAMPLES.map((sample) => (
            <Tabs.Trigger
              key={sample.language}
              value={sample.language}
              className="min-h-10 border-transparent border-b-2 px-1.5 font-medium text-ink-muted text-xs -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink md:min-h-8 md:px-2.5"
            >
              {sample.language}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {CODE_SAMPLES.map((sample) => (
          <Tabs.Content
            key={sample.language}
            value={sample.language}
            className="max-h-[34rem] overflow-auto -outline-offset-2"
          >
            <pre className="w-max min-w-full px-3 py-2.5 font-mono text-2xs leading-relaxed">{sample.code}</pre>
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </section>
  );
}
