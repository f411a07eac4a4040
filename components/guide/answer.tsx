"use client";

import type { ReactNode } from "react";
import { CodeBox } from "./code-box";
import { useGuide } from "./guide-provider";
import { ANSWERS, type AnswerName } from "./pages/answers";

/** What comes back, with the reader's own values. */
export function Answer({ of, title }: { of: AnswerName; title: ReactNode }) {
  const code = JSON.stringify(ANSWERS[of](useGuide().values), null, 2);
  return <CodeBox title={title} what="the JSON" code={code} language="json" />;
}
