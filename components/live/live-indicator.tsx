"use client";

import { LoaderCircle, Radio, RefreshCw } from "lucide-react";
import type { ConnectionState } from "./connection";
import { useLive } from "./live-provider";

const WORDS: Record<ConnectionState, { word: string; meaning: string }> = {
  connecting: { word: "Connecting…", meaning: "Opening the stream of changes." },
  live: { word: "Live", meaning: "Changes appear as they happen." },
  reconnecting: { word: "Reconnecting…", meaning: "The stream of changes broke. What you see may be a little old." },
  polling: { word: "Polling", meaning: "No stream gets through, so the page asks every few seconds." },
};

/** Says whether the page hears of changes as they happen. */
export function LiveIndicator() {
  const { state } = useLive();
  const { word, meaning } = WORDS[state];
  return (
    <span
      data-live={state}
      title={meaning}
      className="inline-flex h-7 items-center whitespace-nowrap gap-1.5 whitespace-nowrap font-medium text-nav-ink-muted text-xs"
    >
      {state === "live" ? (
        <Radio aria-hidden="true" className="size-3.5 text-nav-accent" />
      ) : state === "polling" ? (
        <RefreshCw aria-hidden="true" className="size-3.5" />
      ) : (
        <LoaderCircle aria-hidden="true" className="size-3.5 animate-spin" />
      )}
      {word}
    </span>
  );
}
