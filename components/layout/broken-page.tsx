"use client";

import { RotateCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { NoticePage } from "./notice-page";

interface BrokenPageProps {
  error: unknown;
  retry: () => void;
}

/** What a page shows that could not be made. */
export function BrokenPage({ error, retry }: BrokenPageProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <NoticePage
      title="This page could not be shown"
      actions={
        <Button variant="primary" onClick={() => retry()}>
          <RotateCw aria-hidden="true" />
          Try again
        </Button>
      }
    >
      <p>Something went wrong on our side. No message is lost by it.</p>
      {digest && (
        <p className="mt-1 text-xs">
          The server’s log names it under <code className="font-mono">{digest}</code>.
        </p>
      )}
    </NoticePage>
  );
}
