import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { SandboxBadge } from "@/components/apps/environment-badge";
import { appsOptions, archivedAppsOptions } from "@/components/apps/queries";
import { PageHeader } from "@/components/layout/page-header";
import { MessageView } from "@/components/messages/message-view";
import { messageDetailOptions } from "@/components/messages/queries";
import { makeQueryClient } from "@/components/query/query-client";
import { listApps } from "@/lib/apps/list-apps";
import { readMessage } from "@/lib/messages/read-message";
import { requireSession } from "@/lib/people/session";
import { formatInternational } from "@/lib/sms/phone";

export const metadata: Metadata = { title: "Message" };

/** One message. */
export default async function MessagePage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession();
  const { id } = await params;
  const message = await readMessage(id);
  if (!message) notFound();
  const client = makeQueryClient();
  client.setQueryData(messageDetailOptions(id).queryKey, message);
  const [inUse, archived] = await Promise.all([
    client.fetchQuery({ ...appsOptions(), queryFn: () => listApps() }),
    client.fetchQuery({ ...archivedAppsOptions(), queryFn: () => listApps({ archived: true }) }),
  ]);
  const app = [...inUse, ...archived].find(({ id: one }) => one === message.appId);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Link
        href="/messages"
        className="-ml-1 inline-flex min-h-10 items-center gap-1 rounded-sm px-1 text-accent hover:text-accent-strong md:min-h-7"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        Messages
      </Link>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span>
              Message to <span className="tabular-nums">{formatInternational(message.to)}</span>
            </span>
            {app?.environment === "sandbox" && <SandboxBadge />}
          </span>
        }
      />
      <MessageView id={id} />
    </HydrationBoundary>
  );
}
