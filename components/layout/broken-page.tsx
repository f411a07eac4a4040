"use client";

import { RotateCw } from "lucide-react";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { AWAY_DIGEST } from "@/lib/platform/database-away";
import { NoticePage } from "./notice-page";

interface BrokenPageProps {
  error: unknown;
  retry: () => void;
}

const AGAIN_MS = 5_000;

/** What a page shows that could not be made. While the database is away it tries again by itself. */
export function BrokenPage({ error, retry }: BrokenPageProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  const away = digest === AWAY_DIGEST;
  useEffect(() => {
    if (!away) return;
    const timer = setInterval(retry, AGAIN_MS);
    return () => clearInterval(timer);
  }, [away, retry]);
  return (
    <NoticePage
      title={away ? "The database does not answer" : "This page could not be shown"}
      actions={
        <Button variant="primary" onClick={() => retry()}>
          <RotateCw aria-hidden="true" />
          Try again
        </Button>
      }
    >
      {away ? (
        <p>
          Tidings tries again every few seconds. No message is lost by it: what was accepted is stored, and Routee posts
          its receipts again.
        </p>
      ) : (
        <p>Something went wrong on our side. No message is lost by it.</p>
      )}
      {digest && !away && (
        <p className="mt-1 text-xs">
          The server’s log names it under <code className="font-mono">{digest}</code>.
        </p>
      )}
    </NoticePage>
  );
}
