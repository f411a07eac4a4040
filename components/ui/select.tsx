"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";
import { controlLook } from "./input";

export interface Option {
  value: string;
  /** What typing the first letters finds. */
  text: string;
  content?: ReactNode;
}

interface SelectProps extends Omit<ComponentProps<typeof Radix.Trigger>, "value" | "onChange"> {
  value: string;
  options: readonly Option[];
  onValueChange: (value: string) => void;
  placeholder?: string;
}

/** A choice of one among a few, with room for icons and markers in its options. */
export function Select({ value, options, onValueChange, placeholder, className, ...trigger }: SelectProps) {
  return (
    <Radix.Root value={value} onValueChange={onValueChange}>
      <Radix.Trigger
        className={cn(
          controlLook,
          "inline-flex h-10 items-center justify-between gap-2 text-left md:h-9 [&>span]:truncate",
          className,
        )}
        {...trigger}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon>
          <ChevronDown aria-hidden="true" className="size-4 text-ink-muted" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-[calc(100vw-2rem)] overflow-hidden rounded-md border bg-surface text-ink shadow-float"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                textValue={option.text}
                className="relative flex min-h-10 cursor-default select-none items-center rounded-sm py-1 pr-8 pl-2 text-sm outline-none data-[highlighted]:bg-accent-soft md:min-h-8"
              >
                <Radix.ItemText>{option.content ?? option.text}</Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check aria-hidden="true" className="size-4 text-accent" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
