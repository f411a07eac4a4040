"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { CreatedApp } from "@/lib/apps/contract";
import { EnvironmentBadge } from "./environment-badge";

/** The new app's signing secret, this once. */
export function SecretOnce({ app }: { app: CreatedApp }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="grid max-w-2xl gap-4">
      <h2
        ref={heading}
        tabIndex={-1}
        className="flex flex-wrap items-center gap-2 font-semibold text-base outline-none"
      >
        {app.name} is ready
        <EnvironmentBadge environment={app.environment} />
      </h2>
      <Alert tone="warn" title="Copy the callback signing secret now: it is not shown again">
        <p>Your receiver checks with it that a callback comes from here.</p>
        <p className="mt-2 flex flex-wrap items-center gap-2 rounded-md border bg-surface px-2 py-1">
          <code className="min-w-0 flex-1 font-mono text-xs">{app.callbackSigningSecret}</code>
          <CopyButton text={app.callbackSigningSecret} what="the signing secret" />
        </p>
      </Alert>
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="primary">
          <Link href="/apps">Done</Link>
        </Button>
        <Button asChild>
          <Link href="/compose">Compose a message</Link>
        </Button>
      </div>
    </div>
  );
}
