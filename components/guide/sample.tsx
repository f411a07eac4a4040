"use client";

import { Tabs } from "radix-ui";
import { type RefObject, useRef } from "react";
import { flushSync } from "react-dom";
import { CopyButton } from "@/components/ui/copy-button";
import { codeLook, Tinted } from "./code-box";
import { useGuide } from "./guide-provider";
import { LANGUAGES, sampleOf } from "./samples/languages";
import { type Operation, requestOf } from "./samples/operations";

/** A request in the language of the guide, filled with what is the reader's own. */
export function Sample({ operation }: { operation: Operation }) {
  const { language, chooseLanguage, values } = useGuide();
  const box = useRef<HTMLElement>(null);
  const { method, url } = requestOf(operation, values);
  const code = sampleOf(language, operation, values);
  const path = decodeURIComponent(url.slice(values.host.length));
  return (
    <figure
      ref={box}
      className="min-w-0 overflow-hidden rounded-lg border bg-surface shadow-card"
      data-sample={operation}
    >
      <Tabs.Root value={language.id} onValueChange={(id) => inPlace(box, () => chooseLanguage(id))}>
        <figcaption className="flex min-h-10 items-center justify-between gap-3 py-1 pr-2 pl-4">
          <span className="min-w-0 truncate font-mono text-xs">
            <span className="font-semibold text-accent">{method}</span> {path}
          </span>
          <CopyButton text={code} what={`the ${language.name} sample`} />
        </figcaption>
        <Tabs.List aria-label="Language" className="flex overflow-x-auto border-b px-2">
          {LANGUAGES.map(({ id, name }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="-mb-px min-h-10 shrink-0 border-transparent border-b-2 px-2 font-medium text-ink-muted text-xs hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-ink md:min-h-8"
            >
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {LANGUAGES.map(({ id }) => (
          <Tabs.Content key={id} value={id} className="overflow-x-auto focus-visible:-outline-offset-2">
            <pre className={`w-max min-w-full ${codeLook}`}>
              <Tinted code={code} language={id} />
            </pre>
          </Tabs.Content>
        ))}
      </Tabs.Root>
      <p className="border-t px-4 py-1.5 text-2xs text-ink-muted">
        Keep it as <code className="font-mono">{language.file}</code>, run{" "}
        <code className="font-mono">{language.run}</code>. It needs {language.needs}.
      </p>
    </figure>
  );
}

/** Every sample changes with the language, so those above move this one: keeps it where it is on the screen. */
function inPlace(box: RefObject<HTMLElement | null>, change: () => void): void {
  const before = box.current?.getBoundingClientRect().top ?? 0;
  flushSync(change);
  window.scrollBy({ top: (box.current?.getBoundingClientRect().top ?? before) - before, behavior: "instant" });
}
