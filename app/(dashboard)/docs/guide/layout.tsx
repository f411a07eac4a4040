import type { ReactNode } from "react";
import { GuideNav } from "@/components/guide/guide-nav";
import { GuideProvider } from "@/components/guide/guide-provider";
import { listApps } from "@/lib/apps/list-apps";
import { requireSession } from "@/lib/people/session";
import { config } from "@/lib/platform/config";

/** The guide: its contents beside its pages, and the reader's own apps for the samples. */
export default async function GuideLayout({ children }: { children: ReactNode }) {
  await requireSession();
  const apps = (await listApps()).map(({ id, name, environment, defaultSender, defaultCallback, enforceTranscode }) => {
    return { id, name, environment, defaultSender, defaultCallback, enforceTranscode };
  });
  return (
    <GuideProvider host={config().publicUrl.href.replace(/\/+$/, "")} apps={apps}>
      <div className="grid gap-x-10 gap-y-4 lg:grid-cols-[11rem_minmax(0,50rem)]">
        <div>
          <GuideNav />
        </div>
        <div className="min-w-0">{children}</div>
      </div>
    </GuideProvider>
  );
}
