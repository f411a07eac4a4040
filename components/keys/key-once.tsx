"use client";

import { useEffect, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { CreatedKey } from "@/lib/keys/contract";
import { curlLine } from "./key-words";

/** A new key's secret, this once, and how to try it. */
export function KeyOnce({ created, onDone }: { created: CreatedKey; onDone: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  const curl = curlLine(window.location.origin, created.secret);
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Alert tone="warn" title="Copy the key’s secret now: it is not shown again">
        <Line name="Key ID" text={created.id} what="the key ID" />
        <Line name="Secret" text={created.secret} what="the secret" />
        <Line name="Try it" text={curl} what="the line for a shell" />
        <p className="mt-2">
          Send the secret as <code className="font-mono text-xs">Authorization: Bearer</code>, or use both as client ID
          and secret at <code className="font-mono text-xs">POST /oauth/token</code>, as with Routee.
        </p>
        <div className="mt-2">
          <Button size="sm" onClick={onDone}>
            I have copied it
          </Button>
        </div>
      </Alert>
    </div>
  );
}

function Line({ name, text, what }: { name: string; text: string; what: string }) {
  return (
    <p className="mt-1 flex items-center gap-2 rounded-md border bg-surface px-2 py-1">
      <span className="w-14 shrink-0 text-ink-muted text-xs">{name}</span>
      <code className="min-w-0 flex-1 overflow-x-auto whitespace-nowrap font-mono text-xs">{text}</code>
      <CopyButton text={text} what={what} />
    </p>
  );
}
