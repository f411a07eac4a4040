"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";

/** Something that is chosen and can be taken away. @param what it is called in the button's name. */
export function Chip({ what, onRemove, children }: { what: string; onRemove: () => void; children: ReactNode }) {
  return (
    <span className="inline-flex min-h-10 max-w-full items-center gap-1 rounded-full border border-line-strong bg-surface pl-3 text-xs md:min-h-7">
      <span className="min-w-0 truncate">{children}</span>
      <button
        type="button"
        aria-label={`Remove ${what}`}
        onClick={onRemove}
        className="grid size-10 shrink-0 place-items-center rounded-full text-ink-muted hover:bg-hover hover:text-ink md:size-6.5"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </span>
  );
}
