"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

const itemLook =
  "relative flex min-h-10 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none data-[highlighted]:bg-accent-soft md:min-h-8 [&>svg]:size-4 [&>svg]:text-ink-muted";

/** A menu that a button opens. */
export function Menu({ trigger, children, ...content }: { trigger: ReactNode } & ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-52 max-w-[calc(100vw-1rem)] rounded-md border bg-surface p-1 text-ink shadow-float"
          {...content}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** One command of a menu. */
export function MenuItem({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item className={cn(itemLook, className)} {...props} />;
}

/** What the group below is about. */
export function MenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn("px-2 py-1.5 text-ink-muted text-xs", className)} {...props} />;
}

/** A line between groups. */
export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}

/** A choice of one within a menu. */
export function MenuRadioGroup(props: ComponentProps<typeof Radix.RadioGroup>) {
  return <Radix.RadioGroup {...props} />;
}

/** One value of a choice within a menu. */
export function MenuRadioItem({ className, children, ...props }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(itemLook, "pr-8", className)} {...props}>
      {children}
      <Radix.ItemIndicator className="absolute right-2">
        <Check aria-hidden="true" className="size-4 text-accent" />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  );
}
