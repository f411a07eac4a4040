"use client";

import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import Link from "next/link";
import { Resource } from "@/components/query/resource";
import { SignatureCard } from "@/components/signatures/signature-card";
import { ExactTime } from "@/components/time/instant";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Skeleton } from "@/components/ui/skeleton";
import type { AppDetail } from "@/lib/apps/contract";
import { CallbackTools } from "./callback-tools";
import { ConnectionCard } from "./connection-card";
import { DangerZone } from "./danger-zone";
import { None, Row } from "./facts";
import { appDetailOptions } from "./queries";

/** One app: what it sends with, how its way to Routee stands, and its callbacks. */
export function AppView({ id }: { id: string }) {
  return (
    <Resource query={useQuery(appDetailOptions(id))} what="The app" skeleton={<Skeleton className="h-96" />}>
      {(app) => (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="grid gap-4">
            <AppFacts app={app} />
            <DangerZone app={app} />
          </div>
          <div className="grid gap-4">
            <ConnectionCard app={app} />
            <CallbackTools key={app.defaultCallback?.url ?? ""} app={app} />
          </div>
          <div className="lg:col-span-2">
            <SignatureCard />
          </div>
        </div>
      )}
    </Resource>
  );
}

function AppFacts({ app }: { app: AppDetail }) {
  return (
    <Card aria-labelledby="app-facts" className="px-4 py-4 md:px-5">
      <div className="mb-2 flex items-center justify-between gap-3">
        <CardTitle id="app-facts">Settings</CardTitle>
        <Button asChild size="sm">
          <Link href={`/apps/${app.id}/edit`}>
            <Pencil aria-hidden="true" />
            Edit
          </Link>
        </Button>
      </div>
      <dl>
        {app.environment === "live" && (
          <>
            <Row name="Application ID">
              {app.applicationId ? <code className="font-mono text-xs">{app.applicationId}</code> : <None />}
            </Row>
            <Row name="Secret">
              <span className="sr-only">Set, ends in {app.applicationSecret.last4}</span>
              <span aria-hidden="true" className="font-mono text-xs">
                ••••{app.applicationSecret.last4}
              </span>
            </Row>
          </>
        )}
        <Row name="Default sender">{app.defaultSender ?? <None />}</Row>
        <Row name="Default callback">
          {app.defaultCallback ? (
            <span className="wrap-anywhere">
              {app.defaultCallback.url} <span className="text-ink-muted">({app.defaultCallback.strategy})</span>
            </span>
          ) : (
            <None />
          )}
        </Row>
        <Row name="Transcoding">{app.enforceTranscode ? "Every message" : "Only where a message asks for it"}</Row>
        <Row name="Validity">{app.defaultTtl === null ? "72 hours, Routee’s default" : `${app.defaultTtl} min`}</Row>
        <Row name="Quiet hours">
          {app.quietHours ? (
            `${app.quietHours.from} to ${app.quietHours.until}, ${app.quietHours.zone.replaceAll("_", " ")}`
          ) : (
            <None />
          )}
        </Row>
        <Row name="Created">
          <ExactTime at={app.createdAt} />
        </Row>
        <Row name="App ID">
          <span className="flex flex-wrap items-center gap-x-2">
            <code className="font-mono text-xs">{app.id}</code>
            <CopyButton text={app.id} what="the app ID" />
          </span>
        </Row>
      </dl>
      <Link
        href={`/messages?appId=${app.id}`}
        className="mt-2 inline-flex min-h-10 items-center text-accent underline-offset-2 hover:underline md:min-h-0"
      >
        Messages of this app
      </Link>
    </Card>
  );
}
