"use client";

import { useSearchParams } from "next/navigation";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { type GuideApp, NO_KEY, type PastedKey, valuesOf } from "./own-values";
import type { Language } from "./samples/languages";
import type { SampleValues } from "./samples/operations";
import { useLanguage } from "./use-language";

interface Guide {
  host: string;
  apps: readonly GuideApp[];
  /** The reader's app; null when there is none yet. */
  app: GuideApp | null;
  language: Language;
  chooseLanguage: (id: string) => void;
  pasted: PastedKey;
  paste: (key: PastedKey) => void;
  values: SampleValues;
}

const GuideContext = createContext<Guide | null>(null);

interface GuideProviderProps {
  host: string;
  apps: readonly GuideApp[];
  children: ReactNode;
}

/** What all pages of the guide share: the reader's app, the language, and a key that was pasted in. */
export function GuideProvider({ host, apps, children }: GuideProviderProps) {
  const asked = useSearchParams().get("appId");
  const [language, chooseLanguage] = useLanguage();
  const [pasted, paste] = useState(NO_KEY);
  const app = apps.find(({ id }) => id === asked) ?? apps[0] ?? null;
  const guide = useMemo(
    () => ({ host, apps, app, language, chooseLanguage, pasted, paste, values: valuesOf(host, app, pasted) }),
    [host, apps, app, language, chooseLanguage, pasted],
  );
  return <GuideContext value={guide}>{children}</GuideContext>;
}

/** The reader's app, language and key. */
export function useGuide(): Guide {
  const guide = useContext(GuideContext);
  if (!guide) throw new Error("This belongs inside the guide.");
  return guide;
}
