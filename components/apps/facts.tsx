import type { ReactNode } from "react";

/** One line of what is known of an app. */
export function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-3 border-t py-1.5">
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** In place of what is not set. */
export function None() {
  return <span className="text-ink-muted">None</span>;
}
