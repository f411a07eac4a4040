"use client";

import { useState } from "react";
import { cn } from "@/components/ui/class-names";
import { Disclosure } from "@/components/ui/collapsible";
import { SANDBOX_RECIPIENTS } from "@/lib/routee/sandbox-recipients";
import { formatInternational } from "@/lib/sms/phone";

/** The numbers whose end tells the sandbox what to do with a message; choosing one fills it in. */
export function TestRecipients({ onChoose, className }: { onChoose: (number: string) => void; className?: string }) {
  const [open, setOpen] = useState(true);
  return (
    <Disclosure
      label="Test recipients"
      open={open}
      onOpenChange={setOpen}
      className={cn("rounded-lg border border-sand-line border-dashed bg-sand-soft px-3 py-2", className)}
    >
      <p className="mt-1 mb-2 text-xs">
        The end of the number decides what the sandbox does with the message. Any number with that end will do.
      </p>
      <ul className="-mx-1 grid gap-px">
        {SANDBOX_RECIPIENTS.map((recipient) => (
          <li key={recipient.ending}>
            <button
              type="button"
              className="grid min-h-10 w-full gap-0.5 rounded-md px-2 py-1.5 text-left hover:bg-surface focus-visible:bg-surface"
              onClick={() => onChoose(recipient.example)}
            >
              <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-0.5">
                <span className="font-medium tabular-nums">{formatInternational(recipient.example)}</span>
                <span className="text-xs">{recipient.outcome}</span>
              </span>
              <span className="text-ink-muted text-xs">{recipient.explanation}</span>
            </button>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
