"use client";

import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import { useId } from "react";
import { cn } from "@/components/ui/class-names";
import { SANDBOX_RECIPIENTS } from "@/lib/routee/sandbox-recipients";
import { formatInternational } from "@/lib/sms/phone";

/** The numbers whose last digits tell the sandbox what to do with a message; choosing one fills it in. */
export function TestRecipients({ onChoose, className }: { onChoose: (number: string) => void; className?: string }) {
  const id = useId();
  return (
    <Collapsible.Root
      className={cn("rounded-lg border border-sand-line border-dashed bg-sand-soft px-3 py-2", className)}
    >
      <h2 className="font-semibold text-sand">
        <span className="hidden xl:inline">Test recipients</span>
        <Collapsible.Trigger className="group -ml-1 flex min-h-10 w-full items-center gap-1 rounded-sm px-1 text-left xl:hidden">
          <ChevronRight aria-hidden="true" className="size-4 transition-transform group-data-[state=open]:rotate-90" />
          Test recipients
        </Collapsible.Trigger>
      </h2>
      {/* Beside the form there is room for them at all times. */}
      <Collapsible.Content forceMount className="data-[state=closed]:hidden xl:data-[state=closed]:block">
        <p className="mt-0.5 mb-2 text-xs">
          The last two digits decide what the sandbox does. Every other number is delivered.
        </p>
        <ul className="relative -mx-2 grid max-h-80 gap-px overflow-y-auto xl:max-h-[30rem]">
          {SANDBOX_RECIPIENTS.map((recipient) => (
            <li key={recipient.ending}>
              <button
                type="button"
                aria-describedby={`${id}-${recipient.ending}`}
                className="grid min-h-10 w-full grid-cols-[1.75rem_minmax(0,1fr)] items-baseline gap-2 rounded-md px-2 py-1.5 text-left hover:bg-surface focus-visible:bg-surface focus-visible:-outline-offset-2 md:min-h-0"
                onClick={() => onChoose(recipient.example)}
              >
                <span aria-hidden="true" className="font-mono font-semibold text-sand text-xs">
                  …{recipient.ending}
                </span>
                <span className="sr-only">{formatInternational(recipient.example)}</span>
                <span aria-hidden="true" id={`${id}-${recipient.ending}`} className="text-xs">
                  {recipient.explanation}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Collapsible.Content>
    </Collapsible.Root>
  );
}
