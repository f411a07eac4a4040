import type { ComponentProps } from "react";
import { cn } from "./class-names";

/** A sheet that holds what belongs together. */
export function Card({ className, ...props }: ComponentProps<"section">) {
  return <section className={cn("rounded-lg border bg-surface shadow-card", className)} {...props} />;
}

/** The heading of a card. */
export function CardTitle({ className, ...props }: ComponentProps<"h2">) {
  return <h2 className={cn("font-semibold text-base text-ink", className)} {...props} />;
}
