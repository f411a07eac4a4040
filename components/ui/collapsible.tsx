"use client";

import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./class-names";

interface DisclosureProps {
  label: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  className?: string;
  children: ReactNode;
}

/** A part that is shown on request, opened by a button that says what it holds. */
export function Disclosure({ label, open, onOpenChange, className, children }: DisclosureProps) {
  return (
    <Collapsible.Root open={open} onOpenChange={onOpenChange} className={className}>
      <Collapsible.Trigger className="group -ml-1 inline-flex min-h-10 items-center gap-1 rounded-sm px-1 font-medium text-accent text-sm hover:text-accent-strong md:min-h-7">
        <ChevronRight
          aria-hidden="true"
          className={cn("size-4 transition-transform group-data-[state=open]:rotate-90")}
        />
        {label}
      </Collapsible.Trigger>
      <Collapsible.Content>{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}
