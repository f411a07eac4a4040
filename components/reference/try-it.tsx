"use client";

import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState } from "react";
import { CodeBox } from "@/components/guide/code-box";
import { PasswordInput } from "@/components/people/password-input";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { controlLook, Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { SAMPLE } from "@/lib/openapi/operation";
import { addressOf } from "./curl";
import { refusalOf, tryRequest } from "./try-request";
import type { OperationView } from "./view";

/** An app that can be tried with: nothing leaves the sandbox. */
export interface TryApp {
  id: string;
  name: string;
}

/** Calls an operation of this installation, with the reader's own session or a key. */
export function TryIt({ operation, apps }: { operation: OperationView; apps: readonly TryApp[] }) {
  const { path, parameters, body } = operation;
  const [appId, setAppId] = useState(apps[0]?.id ?? "");
  const own = (text: string) => (appId === "" ? text : text.replaceAll(SAMPLE.app, appId));
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() => ({
    ...operation.pathValues,
    ...Object.fromEntries(parameters.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]]))),
  }));
  const [text, setText] = useState(body ? JSON.stringify(body.example, null, 2) : "");
  const [key, setKey] = useState("");
  const needsKey = operation.tag === "Routee-compatible" && operation.auth !== "none";
  const call = useMutation({
    mutationFn: () => {
      const part = (where: "path" | "query") =>
        Object.fromEntries(
          parameters.flatMap(({ name, in: place }) => (place === where ? [[name, own(values[name] ?? "")]] : [])),
        );
      const address = addressOf(path, part("path"), part("query"));
      return tryRequest({ operation, address, body: body ? own(text) : null, key: key.trim() });
    },
  });
  const refusal = refusalOf({ operation, body: own(text), key: key.trim(), apps });
  const inputs = parameters.filter((one) => one.in !== "header");
  return (
    <Card aria-labelledby="try-it" className="grid gap-4 px-4 py-4 md:px-5">
      <div className="grid gap-0.5">
        <CardTitle id="try-it">Try it</CardTitle>
        <p className="text-ink-muted">
          Calls this installation. What sends is held to sandbox apps here: no phone is reached.
        </p>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        {apps.length > 0 && (
          <Field name="tryApp" label="App" hint="Stands in for the example’s app.">
            {(control) => (
              <NativeSelect {...control} value={appId} onChange={(event) => setAppId(event.target.value)}>
                {apps.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name} (sandbox)
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        )}
        {operation.auth !== "none" && operation.auth !== "session" && (
          <Field
            name="tryKey"
            label="API key secret"
            optional={!needsKey}
            hint={needsKey ? "It stays in this page." : "Your own session without one. It stays in this page."}
          >
            {(control) => (
              <PasswordInput
                {...control}
                what="the key"
                autoComplete="off"
                placeholder="tk_sandbox_…"
                value={key}
                onChange={(event) => setKey(event.target.value)}
              />
            )}
          </Field>
        )}
        {inputs.map(({ name, in: place, required }) => (
          <Field key={name} name={name} label={<code className="font-mono text-xs">{name}</code>} optional={!required}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                aria-label={`${name}, in the ${place}`}
                value={own(values[name] ?? "")}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {body && (
        <Field name="tryBody" label="Body">
          {(control) => (
            <textarea
              {...control}
              className={`${controlLook} min-h-32 resize-y py-2 font-mono text-xs`}
              rows={Math.min(16, own(text).split("\n").length + 1)}
              spellCheck={false}
              value={own(text)}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="primary"
          size="sm"
          disabled={refusal !== null}
          pending={call.isPending}
          onClick={() => call.mutate()}
        >
          {!call.isPending && <Play aria-hidden="true" />}
          Send
        </Button>
        {refusal && <p className="text-ink-muted">{refusal}</p>}
      </div>
      <div role="status" className="grid gap-2 empty:hidden">
        {call.error && <p className="text-bad">{call.error.message}</p>}
        {call.data && (
          <>
            <p className="flex flex-wrap items-center gap-2">
              <Badge tone={call.data.status < 300 ? "ok" : "bad"}>
                {call.data.status} {call.data.status < 300 ? "as described" : "refused"}
              </Badge>
              <span className="text-ink-muted tabular-nums">{call.data.milliseconds} ms</span>
            </p>
            <CodeBox title="Headers" what="the headers" language="text" code={call.data.headers} />
            <CodeBox title="Answer" what="the answer" language="json" code={call.data.body || "(no body)"} />
          </>
        )}
      </div>
    </Card>
  );
}
