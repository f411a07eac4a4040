import type { ReactNode } from "react";
import { Shell } from "@/components/layout/shell";
import { LiveProvider } from "@/components/live/live-provider";
import { QueryProvider } from "@/components/query/query-provider";
import { requireSession } from "@/lib/people/session";

/** Everything behind sign-in. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { person } = await requireSession();
  return (
    <QueryProvider>
      <LiveProvider>
        <Shell email={person.email}>{children}</Shell>
      </LiveProvider>
    </QueryProvider>
  );
}
