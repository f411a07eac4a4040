import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

/** The place of a list of messages that is being loaded. */
export function ListSkeleton() {
  return (
    <Card aria-busy="true">
      <p className="sr-only">Loading…</p>
      {ROWS.map((row) => (
        <div key={row} className="flex h-[4.75rem] items-center gap-4 border-b px-4 last:border-b-0 md:h-10">
          <Skeleton className="h-5 w-20" />
          <Skeleton className="h-4 w-32" />
          <Skeleton className="hidden h-4 flex-1 md:block" />
          <Skeleton className="ml-auto h-4 w-16" />
        </div>
      ))}
    </Card>
  );
}
