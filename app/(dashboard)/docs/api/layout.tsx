import type { ReactNode } from "react";
import { ReferenceNav } from "@/components/reference/reference-nav";
import { linkOf } from "@/components/reference/view";
import { OPERATIONS } from "@/lib/openapi/operations";
import { requireSession } from "@/lib/people/session";

/** The API's reference: its operations beside the one that is read. */
export default async function ReferenceLayout({ children }: { children: ReactNode }) {
  await requireSession();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-4 lg:grid-cols-[15rem_minmax(0,50rem)]">
      <div className="min-w-0">
        <ReferenceNav operations={OPERATIONS.map(linkOf)} />
      </div>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
