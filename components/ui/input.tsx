import type { ComponentProps } from "react";
import { cn } from "./class-names";

/** The look that everything one types or chooses in shares. 16 px on a phone, so that it does not zoom in. */
export const controlLook =
  "w-full rounded-md border border-line-strong bg-surface px-2.5 text-[16px] text-ink placeholder:text-ink-muted md:text-sm " +
  "focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed " +
  "aria-invalid:border-bad aria-invalid:focus-visible:outline-bad";

/** A one-line text field. */
export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(controlLook, "h-10 md:h-9", className)} {...props} />;
}

/** A text field of several lines that grows with what is in it. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(controlLook, "field-sizing-content min-h-32 py-2", className)} {...props} />;
}
