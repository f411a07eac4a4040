"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw, SendHorizontal, Undo2 } from "lucide-react";
import Link from "next/link";
import { describeFailure } from "@/components/query/api";
import { Button } from "@/components/ui/button";
import type { MessageDetail } from "@/lib/messages/contract";
import { actionsFor, refreshWords } from "./message-actions-for";
import { cancelMessage, messageDetailOptions, messageKeys, refreshMessage } from "./queries";

/** What a person can do with a message where it stands. */
export function MessageActions({ message }: { message: MessageDetail }) {
  const client = useQueryClient();
  const settle = (fresh: MessageDetail) => {
    client.setQueryData(messageDetailOptions(message.id).queryKey, fresh);
    return client.invalidateQueries({ queryKey: messageKeys.lists() });
  };
  const ask = useMutation({ mutationFn: () => refreshMessage(message.id), onSuccess: settle });
  const cancel = useMutation({ mutationFn: () => cancelMessage(message.id), onSuccess: settle });
  const { canAsk, canCancel, canSendAgain } = actionsFor(message);
  const told = ask.data ? refreshWords(ask.data) : null;
  const error = ask.error ?? cancel.error;
  if (!canAsk && !canCancel && !canSendAgain && !told) return null;
  return (
    <div className="mt-1 flex flex-wrap items-center gap-2">
      {canAsk && (
        <Button size="sm" pending={ask.isPending} onClick={() => ask.mutate()}>
          {!ask.isPending && <RefreshCw aria-hidden="true" />}
          Ask Routee now
        </Button>
      )}
      {canCancel && (
        <Button size="sm" pending={cancel.isPending} onClick={() => cancel.mutate()}>
          {!cancel.isPending && <Undo2 aria-hidden="true" />}
          Cancel message
        </Button>
      )}
      {canSendAgain && (
        <Button asChild size="sm">
          <Link href={`/compose?again=${message.id}`}>
            <SendHorizontal aria-hidden="true" />
            Send again
          </Link>
        </Button>
      )}
      <p role="status" className={error ? "text-bad" : "text-ink-muted"}>
        {error ? describeFailure(error) : told}
      </p>
    </div>
  );
}
