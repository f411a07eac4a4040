"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { LANGUAGES, type Language, languageOf } from "./samples/languages";

const STORED_AS = "tidings-guide-language";
const listeners = new Set<() => void>();
/** Where the browser keeps nothing for us, the choice lasts as long as the page. */
let chosen: string | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function read(): string | null {
  try {
    return localStorage.getItem(STORED_AS) ?? chosen;
  } catch {
    return chosen;
  }
}

function remember(id: string): void {
  chosen = id;
  try {
    localStorage.setItem(STORED_AS, id);
  } catch {
    // The browser keeps nothing for this site.
  }
  for (const listener of listeners) listener();
}

/** The language of all samples: the one in the address, else the one chosen last. */
export function useLanguage(): [Language, (id: string) => void] {
  const asked = languageOf(useSearchParams().get("lang"));
  const stored = useSyncExternalStore(subscribe, read, () => null);
  useEffect(() => {
    if (asked) remember(asked.id);
  }, [asked]);
  return [asked ?? languageOf(stored) ?? LANGUAGES[0], choose];
}

function choose(id: string): void {
  const address = new URL(window.location.href);
  if (address.searchParams.has("lang")) {
    address.searchParams.set("lang", id);
    window.history.replaceState(null, "", address);
  }
  remember(id);
}
