import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { AppView } from "@/components/apps/app-view";
import { EnvironmentBadge } from "@/components/apps/environment-badge";
import { appDetailOptions } from "@/components/apps/queries";
import { PageHeader } from "@/components/layout/page-header";
import { makeQueryClient } from "@/components/query/query-client";
import { ZoneNote } from "@/components/time/instant";
import { readAppDetail } from "@/lib/apps/read-app";
import { requireSession } from "@/lib/people/session";

export const metadata: Metadata = { title: "App" };

/** One app. */
export default async function AppPage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession();
  const { id } = await params;
  const app = await readAppDetail(id);
  if (!app) notFound();
  const client = makeQueryClient();
  client.setQueryData(appDetailOptions(id).queryKey, app);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Link
        href="/apps"
        className="-ml-1 inline-flex min-h-10 items-center gap-1 rounded-sm px-1 text-accent hover:text-accent-strong md:min-h-7"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        Apps
      </Link>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            <span className="wrap-anywhere">{app.name}</span>
            <EnvironmentBadge environment={app.environment} />
          </span>
        }
        note={<ZoneNote />}
      />
      <AppView id={id} />
    </HydrationBoundary>
  );
}
