"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { AppName } from "@/components/apps/environment-badge";
import { ExactTime, TimeAgo } from "@/components/time/instant";
import { Card, CardTitle } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { App } from "@/lib/apps/contract";
import type { MessageDetail } from "@/lib/messages/contract";
import { formatInternational } from "@/lib/sms/phone";
import { countSegments } from "@/lib/sms/segments";
import { CountryName } from "./country-name";

/** What is known of a message. */
export function MessageFacts({ message, app }: { message: MessageDetail; app: App | undefined }) {
  const { characters } = countSegments(message.body);
  const callback = message.callback ?? app?.defaultCallback ?? null;
  return (
    <Card aria-labelledby="facts" className="px-4 py-4 md:px-5">
      <CardTitle id="facts" className="mb-2">
        Message
      </CardTitle>
      <dl>
        <Fact name="Recipient">
          <span className="tabular-nums">{formatInternational(message.to)}</span>
        </Fact>
        <Fact name="Sender ID">{message.from ?? <Nothing>None</Nothing>}</Fact>
        <Fact name="App">{app ? <AppName app={app} /> : <Nothing>No longer in use</Nothing>}</Fact>
        <Fact name="Text">
          <p className="whitespace-pre-wrap rounded-md bg-sunken px-2.5 py-1.5">{message.body}</p>
        </Fact>
        <Fact name="Encoding">
          <span className="tabular-nums">
            {message.encoding}, {characters} {characters === 1 ? "character" : "characters"}, {message.segmentCount}{" "}
            {message.segmentCount === 1 ? "segment" : "segments"}
          </span>
        </Fact>
        <Fact name="Price">
          {message.price ? (
            <span className="tabular-nums">{[message.price, message.currency].filter(Boolean).join(" ")}</span>
          ) : (
            <Nothing>Not reported yet</Nothing>
          )}
        </Fact>
        <Fact name="Network">
          {message.operator && <span>{message.operator}, </span>}
          {message.country ? <CountryName country={message.country} /> : <Nothing>Not reported yet</Nothing>}
        </Fact>
        {message.latency !== null && <Fact name="Latency">{message.latency} s, by Routee’s measure</Fact>}
        <Fact name="Tracking ID">
          {message.trackingId ? (
            <Copyable text={message.trackingId} what="the tracking ID" />
          ) : (
            <Nothing>Routee has not given one yet</Nothing>
          )}
        </Fact>
        <Fact name="Message ID">
          <Copyable text={message.id} what="the message ID" />
        </Fact>
        {message.transcode && (
          <Fact name="Transcoding">Asked for: Routee rewrites the text where that saves segments</Fact>
        )}
        {message.flash && <Fact name="Flash">Shown at once, not stored</Fact>}
        {message.ttl !== null && <Fact name="Validity">{message.ttl} min</Fact>}
        {message.label && <Fact name="Label">{message.label}</Fact>}
        {message.batch && (
          <Fact name="Batch">
            <Link href={`/batches/${message.batch.id}`} className="wrap-anywhere text-accent hover:underline">
              {message.batch.name ?? "One of a batch"}
            </Link>
          </Fact>
        )}
        <Fact name="Accepted">
          <ExactTime at={message.createdAt} />
        </Fact>
        {message.scheduledAt && (
          <Fact name="Scheduled">
            <ExactTime at={message.scheduledAt} />
          </Fact>
        )}
        {message.askedAt && (
          <Fact name="Asked Routee">
            {message.asks === 1 ? "Once" : `${message.asks} times`}, last <TimeAgo at={message.askedAt} />
          </Fact>
        )}
        {message.finalAt && (
          <Fact name="Final">
            <ExactTime at={message.finalAt} />
          </Fact>
        )}
        <Fact name="Callback">
          {callback ? (
            <>
              {callback.url}{" "}
              <span className="text-ink-muted">
                ({callback.strategy}
                {message.callback ? "" : ", the app’s default"})
              </span>
            </>
          ) : (
            <Nothing>None</Nothing>
          )}
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-3 border-b py-1.5 last:border-b-0">
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <span className="text-ink-muted">{children}</span>;
}

function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <code className="font-mono text-xs">{text}</code>
      <span className="-ml-2">
        <CopyButton text={text} what={what} />
      </span>
    </span>
  );
}
