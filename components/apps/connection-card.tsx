"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CirclePause, LoaderCircle, TriangleAlert } from "lucide-react";
import { ExactTime, TimeAgo } from "@/components/time/instant";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card, CardTitle } from "@/components/ui/card";
import type { AppDetail } from "@/lib/apps/contract";
import { connectionWords } from "./connection-words";
import { None, Row } from "./facts";
import { accountOptions, verifyApp } from "./queries";
import { VerifyButton } from "./verify-button";

/** How the app's way to Routee stands. */
export function ConnectionCard({ app }: { app: AppDetail }) {
  const { connection } = app;
  const { word, sentence } = connectionWords(connection);
  const [tone, Icon] = lookOf(connection);
  return (
    <Card aria-labelledby="connection" className="grid gap-3 px-4 py-4 md:px-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <CardTitle id="connection">Connection to Routee</CardTitle>
        <Badge tone={tone} data-connection={connection.state}>
          <Icon aria-hidden="true" />
          {word}
        </Badge>
      </div>
      <p>{sentence}</p>
      <dl>
        <Account app={app} />
        <Row name="Last receipt">{app.lastReceiptAt ? <TimeAgo at={app.lastReceiptAt} /> : <None />}</Row>
      </dl>
      {connection.failures > 0 && (
        <dl>
          {connection.since && (
            <Row name="Paused since">
              <ExactTime at={connection.since} />
            </Row>
          )}
          {connection.retryAt && (
            <Row name="Next try">
              <ExactTime at={connection.retryAt} />
            </Row>
          )}
          {connection.lastFailureAt && (
            <Row name="Last failure">
              <TimeAgo at={connection.lastFailureAt} />
            </Row>
          )}
          {connection.problem && <Row name="What it was">{connection.problem}</Row>}
        </dl>
      )}
      <VerifyButton verify={() => verifyApp(app.id)} />
    </Card>
  );
}

const TOKENS = { good: "Routee gives one", refused: "Refused", unknown: "Could not be asked" } as const;

function Account({ app }: { app: AppDetail }) {
  const { data, error } = useQuery(accountOptions(app.id));
  const asking = error ? "Could not be asked" : "Asking Routee…";
  return (
    <>
      <Row name="Token">
        {data ? TOKENS[data.token] : asking}
        {data?.problem && <span className="block text-ink-muted">{data.problem}</span>}
      </Row>
      <Row name="Balance">
        {data ? (
          data.balance === null ? (
            "Not told"
          ) : (
            <span className="tabular-nums">{[data.balance, data.currency].filter(Boolean).join(" ")}</span>
          )
        ) : (
          asking
        )}
      </Row>
    </>
  );
}

function lookOf({ state, failures }: AppDetail["connection"]): [Tone, typeof CircleCheck] {
  if (state === "open") return ["bad", CirclePause];
  if (state === "half_open") return ["warn", LoaderCircle];
  return failures > 0 ? ["warn", TriangleAlert] : ["ok", CircleCheck];
}
