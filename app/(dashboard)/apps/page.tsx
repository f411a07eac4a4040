import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { AppList } from "@/components/apps/app-list";
import { appsOptions } from "@/components/apps/queries";
import { PageHeader } from "@/components/layout/page-header";
import { makeQueryClient } from "@/components/query/query-client";
import { Button } from "@/components/ui/button";
import { listApps } from "@/lib/apps/list-apps";
import { requireSession } from "@/lib/people/session";

export const metadata: Metadata = { title: "Apps" };

/** The list of apps. */
export default async function AppsPage() {
  await requireSession();
  const client = makeQueryClient();
  await client.prefetchQuery({ ...appsOptions(), queryFn: () => listApps() });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHeader
        title="Apps"
        note="An app holds the credentials and the defaults that messages are sent with."
        actions={
          <Button asChild variant="primary">
            <Link href="/apps/new">
              <Plus aria-hidden="true" />
              New app
            </Link>
          </Button>
        }
      />
      <AppList />
    </HydrationBoundary>
  );
}
