"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { SandboxBadge } from "@/components/apps/environment-badge";
import { TimeAgo } from "@/components/time/instant";
import { Alert } from "@/components/ui/alert";
import type { App } from "@/lib/apps/contract";
import { pausedSummary } from "./paused-summary";
import { endpointsOptions } from "./queries";

/** Away from the callbacks nobody waits for this, so it is asked for seldom. */
const LOOK_EVERY_MS = 30_000;

/** That callbacks are being held back, for pages that are about something else. */
export function PausedBanner({ appOf }: { appOf: (id: string) => App | undefined }) {
  const endpoints = useQuery({ ...endpointsOptions(), refetchInterval: LOOK_EVERY_MS }).data ?? [];
  const summary = pausedSummary(endpoints);
  if (!summary) return null;
  const sandbox = summary.appIds.every((id) => appOf(id)?.environment === "sandbox");
  return (
    <Alert
      tone="warn"
      title={
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="wrap-anywhere">{summary.title}</span>
          {sandbox && <SandboxBadge />}
        </span>
      }
      className="mb-3"
    >
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span>
          {summary.held}
          {summary.oldest && (
            <>
              , the oldest of <TimeAgo at={summary.oldest} />
            </>
          )}
          .
        </span>
        <Link
          href="/callbacks?status=held"
          className="inline-flex min-h-10 items-center gap-1 font-medium text-accent underline-offset-2 hover:underline md:min-h-0"
        >
          See to it
          <ArrowRight aria-hidden="true" className="size-4" />
        </Link>
      </p>
    </Alert>
  );
}
