import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { appsOptions } from "@/components/apps/queries";
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
  await client.prefetchQuery({ ...appsOptions(), queryFn: () => listApps() });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <BackLink href="/messages">Messages</BackLink>
      <PageHeader
        title={
          <>
            Message to <span className="tabular-nums">{formatInternational(message.to)}</span>
          </>
        }
      />
      <MessageView id={id} />
    </HydrationBoundary>
  );
}
