import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SandboxBadge } from "@/components/apps/environment-badge";
import { appsOptions, archivedAppsOptions } from "@/components/apps/queries";
import { BackLink } from "@/components/layout/back-link";
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
      <BackLink href="/messages">Messages</BackLink>
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
