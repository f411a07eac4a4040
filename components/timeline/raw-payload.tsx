"use client";

import { CopyButton } from "@/components/ui/copy-button";

/** What came over the wire, word for word. */
export function RawPayload({ payload }: { payload: unknown }) {
  const text = JSON.stringify(payload, null, 2);
  return (
    <div className="my-1 overflow-hidden rounded-md border bg-sunken">
      <div className="flex justify-end border-b px-1">
        <CopyButton text={text} what="the payload" />
      </div>
      <pre className="wrap-anywhere overflow-visible whitespace-pre-wrap px-3 py-2 font-mono text-xs">{text}</pre>
    </div>
  );
}
