"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, RefreshCcw, Send, Stethoscope, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { answerWords } from "@/components/callbacks/callback-words";
import { PausedEndpoints } from "@/components/callbacks/paused-endpoints";
import { describeFailure } from "@/components/query/api";
import { ExactTime } from "@/components/time/instant";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { App } from "@/lib/apps/contract";
import type { Check } from "@/lib/callbacks/contract";
import { examineCallback, previewOptions, testCallback } from "./callback-queries";
import { rotateSigningSecret } from "./queries";

/** What helps to have an app's callbacks arrive: a test, the doctor, a new secret, what each strategy would make. */
export function CallbackTools({ app }: { app: App }) {
  const [url, setUrl] = useState(app.defaultCallback?.url ?? "");
  const test = useMutation({ mutationFn: () => testCallback(app.id, url) });
  const doctor = useMutation({ mutationFn: () => examineCallback(app.id, url) });
  const error = test.error ?? doctor.error;
  return (
    <Card aria-labelledby="callback-tools" className="grid gap-4 px-4 py-4 md:px-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <CardTitle id="callback-tools">Callbacks</CardTitle>
        <Link href={`/callbacks?appId=${app.id}`} className="text-accent hover:underline">
          All callbacks of this app
        </Link>
      </div>
      <PausedEndpoints appId={app.id} />
      <Preview app={app} />
      <Field
        name="callbackTest"
        label="Address to try"
        hint="Where test events go; the app’s default unless you change it here."
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" disabled={url.trim() === ""} pending={test.isPending} onClick={() => test.mutate()}>
          {!test.isPending && <Send aria-hidden="true" />}
          Send a test event
        </Button>
        <Button size="sm" disabled={url.trim() === ""} pending={doctor.isPending} onClick={() => doctor.mutate()}>
          {!doctor.isPending && <Stethoscope aria-hidden="true" />}
          Examine
        </Button>
      </div>
      <div role="status" className="grid gap-2 empty:hidden">
        {error && <p className="text-bad">{describeFailure(error)}</p>}
        {test.data && (
          <p data-test-result={test.data.problem === null ? "good" : "bad"}>
            Test event: {answerWords(test.data)} ({test.data.durationMs} ms)
          </p>
        )}
        {doctor.data && <Checks checks={doctor.data.checks} />}
      </div>
      <SigningSecret app={app} />
    </Card>
  );
}

const CHECK_LOOKS = {
  good: { Icon: CircleCheck, tone: "text-ok", word: "Good" },
  warning: { Icon: TriangleAlert, tone: "text-warn", word: "Warning" },
  bad: { Icon: CircleX, tone: "text-bad", word: "Problem" },
} as const;

function Checks({ checks }: { checks: readonly Check[] }) {
  return (
    <ul aria-label="What was found" className="grid gap-px overflow-hidden rounded-md border bg-line">
      {checks.map((check) => {
        const { Icon, tone, word } = CHECK_LOOKS[check.result];
        return (
          <li key={check.name} data-check={check.result} className="flex gap-2.5 bg-surface px-3 py-2">
            <Icon aria-label={word} role="img" className={`mt-0.5 size-4 shrink-0 ${tone}`} />
            <div className="grid gap-0.5">
              <p className="font-medium">{check.name}</p>
              <p className="wrap-anywhere">{check.found}</p>
              {check.advice && <p className="text-ink-muted">{check.advice}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Preview({ app }: { app: App }) {
  const { data } = useQuery(previewOptions(app.id));
  if (!data || data.messages === 0) return null;
  return (
    <p className="text-ink-muted">
      For {data.sampled ? "the newest " : "the "}
      {data.messages.toLocaleString("en-GB")} messages of the last {data.days} days OnChange makes{" "}
      <b className="font-medium text-ink tabular-nums">{data.onChange.toLocaleString("en-GB")}</b> callbacks,
      OnCompletion <b className="font-medium text-ink tabular-nums">{data.onCompletion.toLocaleString("en-GB")}</b>.
    </p>
  );
}

function SigningSecret({ app }: { app: App }) {
  const [sure, setSure] = useState(false);
  const rotation = useMutation({ mutationFn: () => rotateSigningSecret(app.id), onSuccess: () => setSure(false) });
  return (
    <div className="grid gap-2 border-t pt-3">
      <p>
        Callbacks are signed as{" "}
        <a href="https://www.standardwebhooks.com" className="text-accent underline underline-offset-2">
          Standard Webhooks
        </a>{" "}
        say. The secret was shown when the app was created.
      </p>
      {rotation.error && <p className="text-bad">{describeFailure(rotation.error)}</p>}
      {rotation.data && (
        <Alert tone="warn" title="Copy the new signing secret now: it is not shown again">
          <p className="mt-1 flex flex-wrap items-center gap-2 rounded-md border bg-surface px-2 py-1">
            <code className="wrap-anywhere min-w-0 flex-1 font-mono text-xs">
              {rotation.data.callbackSigningSecret}
            </code>
            <CopyButton text={rotation.data.callbackSigningSecret} what="the signing secret" />
          </p>
          <p className="mt-1">
            The old one signs too until <ExactTime at={rotation.data.previousValidUntil} />.
          </p>
        </Alert>
      )}
      <div className="flex flex-wrap gap-2">
        {sure ? (
          <>
            <Button size="sm" variant="primary" pending={rotation.isPending} onClick={() => rotation.mutate()}>
              Make a new secret
            </Button>
            <Button size="sm" onClick={() => setSure(false)}>
              Keep the old one
            </Button>
          </>
        ) : (
          <Button size="sm" onClick={() => setSure(true)}>
            <RefreshCcw aria-hidden="true" />
            New signing secret…
          </Button>
        )}
      </div>
    </div>
  );
}
