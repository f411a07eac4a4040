"use client";

import { useQuery } from "@tanstack/react-query";
import { AppWindow, Plus } from "lucide-react";
import Link from "next/link";
import { Resource } from "@/components/query/resource";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import type { App } from "@/lib/apps/contract";
import { EnvironmentBadge } from "./environment-badge";
import { None, Row } from "./facts";
import { appsOptions } from "./queries";

/** Every app with what it sends and calls back by default. */
export function AppList() {
  return (
    <Resource
      query={useQuery(appsOptions())}
      what="Your apps"
      skeleton={<Skeleton className="h-48" />}
      isEmpty={(apps) => apps.length === 0}
      empty={<NoApps />}
    >
      {(apps) => (
        <ul className="grid gap-3 lg:grid-cols-2">
          {apps.map((app) => (
            <li key={app.id}>
              <AppCard app={app} />
            </li>
          ))}
        </ul>
      )}
    </Resource>
  );
}

function AppCard({ app }: { app: App }) {
  const { set, last4 } = app.applicationSecret;
  return (
    <Card aria-label={app.name} className="h-full px-4 py-3">
      <div className="mb-2 flex items-center justify-between gap-3">
        <CardTitle className="min-w-0">
          <Link href={`/apps/${app.id}`} className="wrap-anywhere hover:underline">
            {app.name}
          </Link>
        </CardTitle>
        <EnvironmentBadge environment={app.environment} />
      </div>
      <dl>
        {app.environment === "live" && (
          <>
            <Row name="Application ID">
              {app.applicationId ? <code className="font-mono text-xs">{app.applicationId}</code> : <None />}
            </Row>
            <Row name="Secret">
              {set ? (
                <>
                  <span className="sr-only">Set, ends in {last4}</span>
                  <span aria-hidden="true" className="font-mono text-xs">
                    ••••{last4}
                  </span>
                </>
              ) : (
                <None />
              )}
            </Row>
          </>
        )}
        <Row name="Default sender">{app.defaultSender ?? <None />}</Row>
        <Row name="Default callback">
          {app.defaultCallback ? (
            <>
              {app.defaultCallback.url} <span className="text-ink-muted">({app.defaultCallback.strategy})</span>
            </>
          ) : (
            <None />
          )}
        </Row>
        <Row name="App ID">
          <code className="font-mono text-xs">{app.id}</code>
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

function NoApps() {
  return (
    <Card className="grid justify-items-center gap-2 px-6 py-14 text-center">
      <AppWindow aria-hidden="true" className="size-6 text-accent" />
      <h2 className="font-semibold text-base">No apps yet</h2>
      <p className="max-w-80 text-ink-muted">
        An app holds the credentials and the defaults that messages are sent with.
      </p>
      <Button asChild variant="primary" className="mt-2">
        <Link href="/apps/new">
          <Plus aria-hidden="true" />
          Create an app
        </Link>
      </Button>
    </Card>
  );
}
