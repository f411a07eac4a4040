"use client";

import { useState } from "react";
import { Disclosure } from "@/components/ui/collapsible";
import { CopyButton } from "@/components/ui/copy-button";

/** What came over the wire, word for word. */
export function RawPayload({ payload, label }: { payload: unknown; label: string }) {
  const [open, setOpen] = useState(false);
  const text = JSON.stringify(payload, null, 2);
  return (
    <Disclosure label={label} open={open} onOpenChange={setOpen}>
      <div className="mt-1 overflow-hidden rounded-md border bg-sunken">
        <div className="flex justify-end border-b px-1">
          <CopyButton text={text} what="the payload" />
        </div>
        <pre className="max-h-80 overflow-auto whitespace-pre-wrap px-3 py-2 font-mono text-xs">{text}</pre>
      </div>
    </Disclosure>
  );
}
