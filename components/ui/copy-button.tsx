"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button";

/** Copies a text. Says so, and says it when the browser refuses. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 2_500);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <Button
      variant="quiet"
      size="sm"
      aria-label={outcome === null ? `Copy ${what}` : undefined}
      onClick={() => {
        copy(text).then(setOutcome);
      }}
    >
      {outcome === "copied" ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      <span role="status">
        {outcome === "copied" ? "Copied" : outcome === "refused" ? "Select it and copy by hand" : "Copy"}
      </span>
    </Button>
  );
}

/** The clipboard exists only on https and localhost, and a browser may refuse it there too. */
async function copy(text: string): Promise<"copied" | "refused"> {
  if (!navigator.clipboard) return "refused";
  return navigator.clipboard.writeText(text).then(
    () => "copied" as const,
    () => "refused" as const,
  );
}
