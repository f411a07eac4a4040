import { StatusBadge } from "@/components/messages/status-badge";
import { statusLook } from "@/components/messages/status-look";
import type { Tone } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import type { Progress } from "@/lib/batches/contract";
import { entries, total } from "@/lib/batches/progress";
import { STATUSES } from "@/lib/messages/status";

const FILLS: Readonly<Record<Tone, string>> = {
  neutral: "bg-line-strong/40",
  info: "bg-info/70",
  ok: "bg-ok",
  warn: "bg-warn",
  bad: "bg-bad",
  sand: "bg-sand",
  accent: "bg-accent",
};

/** The statuses as stretches of one bar, those that ended first. It only helps: the counts beside it tell the same. */
export function ProgressBar({ progress, className }: { progress: Progress; className?: string }) {
  const all = total(progress);
  const stretches = entries(progress).sort(([a], [b]) => STATUSES[b].rank - STATUSES[a].rank);
  return (
    <div aria-hidden="true" className={cn("flex h-2 gap-px overflow-hidden rounded-full bg-sunken", className)}>
      {stretches.map(([status, count]) => (
        <span
          key={status}
          className={cn("min-w-1 transition-[width]", FILLS[statusLook(status).tone])}
          style={{ width: `${(100 * count) / all}%` }}
        />
      ))}
    </div>
  );
}

/** How many there are of each status, in words. */
export function ProgressCounts({ progress, shares = false }: { progress: Progress; shares?: boolean }) {
  const all = total(progress);
  const shown = entries(progress).sort(([a], [b]) => STATUSES[b].rank - STATUSES[a].rank);
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {shown.map(([status, count]) => (
        <li key={status} className="inline-flex items-center gap-1.5 tabular-nums" data-count={status}>
          <StatusBadge status={status} />
          <span className="text-xs">
            {count.toLocaleString("en-GB")}
            {shares && <span className="text-ink-muted"> ({share(count, all)})</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** So that neither a few look like none nor almost all like all. */
function share(count: number, all: number): string {
  const percent = (100 * count) / all;
  if (percent < 1) return "< 1 %";
  return percent > 99 && count < all ? "> 99 %" : `${Math.round(percent)} %`;
}
