"use client";

import Link from "next/link";
import { ApiError, describeFailure, NoAnswerError } from "@/components/query/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { outcomeOf } from "./send-key";

/** Why sending did not work, and what is safe to do now. */
export function SendFailure({ error, onSendAnew }: { error: unknown; onSendAnew: () => void }) {
  if (error instanceof ApiError && error.code === "idempotency_key_reused")
    return (
      <Alert tone="bad" title="An earlier attempt of this message was already accepted">
        <p>
          What you changed since then was not sent.{" "}
          <Link href="/messages" className="underline underline-offset-2">
            Look at the messages
          </Link>{" "}
          to see the first one.
        </p>
        <Button size="sm" className="mt-2" onClick={onSendAnew}>
          Send this as another message
        </Button>
      </Alert>
    );
  if (error instanceof ApiError && error.status === 401)
    return (
      <Alert tone="bad" title="Your session has ended">
        <Link href="/sign-in?from=/compose" className="underline underline-offset-2">
          Sign in again
        </Link>
        ; what you typed is kept in this tab.
      </Alert>
    );
  const status = error instanceof ApiError ? error.status : null;
  const open = outcomeOf(status) === "open" && !(error instanceof ApiError && error.status === 409);
  return (
    <Alert
      tone="bad"
      title={error instanceof NoAnswerError ? "No answer from the server" : "The message was not accepted"}
    >
      <p>{describeFailure(error)}</p>
      {open && <p>Pressing Send again is safe: it cannot become two messages.</p>}
    </Alert>
  );
}
