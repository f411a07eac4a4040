"use client";

import { useQuery } from "@tanstack/react-query";
import { SendHorizontal } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { AppName } from "@/components/apps/environment-badge";
import { appsOptions } from "@/components/apps/queries";
import { Resource } from "@/components/query/resource";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/collapsible";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import type { App } from "@/lib/apps/contract";
import type { Message } from "@/lib/messages/contract";
import { countryOf, formatInternational } from "@/lib/sms/phone";
import { CallbackFields } from "./callback-fields";
import { OptionFields } from "./option-fields";
import { RecipientField } from "./recipient-field";
import { RouteeAnalysis } from "./routee-analysis";
import { SendFailure } from "./send-failure";
import { TestRecipients } from "./test-recipients";
import { TextField } from "./text-field";
import { TranscodeField } from "./transcode-field";
import { useCompose } from "./use-compose";

const LABELS = {
  appId: "App",
  to: "Recipient",
  from: "Sender ID",
  body: "Text",
  "callback.url": "Callback URL",
  "callback.strategy": "Call back",
  transcode: "Transcoding",
  label: "Label",
  ttl: "Validity",
  flash: "Flash",
  scheduledAt: "Send at",
};
const OPTIONS = ["label", "ttl", "flash", "scheduledAt"] as const;

/** Composing a message, once the apps are known. */
export function Compose({ again = null }: { again?: Message | null }) {
  const query = useQuery(appsOptions());
  return (
    <Resource
      query={query}
      what="Your apps"
      skeleton={<Skeleton className="h-96 max-w-2xl" />}
      isEmpty={(apps) => apps.length === 0}
      empty={
        <Alert tone="info" title="There is no app to send with">
          <Link href="/apps/new" className="underline underline-offset-2">
            Create an app
          </Link>{" "}
          first; a sandbox app needs no Routee account.
        </Alert>
      }
    >
      {(apps) => <ComposeForm apps={apps} again={again} />}
    </Resource>
  );
}

function ComposeForm({ apps, again }: { apps: readonly App[]; again: Message | null }) {
  const form = useRef<HTMLFormElement>(null);
  const recipient = useRef<HTMLInputElement>(null);
  const { values, errors, attempt, ready, app, pending, failure, change, submit, submitAnew } = useCompose(apps, again);
  const callbackWrong = "callback.url" in errors || "callback.strategy" in errors;
  const [callbackOpen, setCallbackOpen] = useState(false);
  const optionsWrong = OPTIONS.some((name) => name in errors);
  const [optionsOpen, setOptionsOpen] = useState(OPTIONS.some((name) => again?.[name]));
  const transcode = values.transcode ?? app?.enforceTranscode ?? false;
  const sandbox = app?.environment === "sandbox";

  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="relative max-w-2xl xl:max-w-none xl:pr-[24rem]"
    >
      <fieldset disabled={!ready} className="grid max-w-2xl gap-5">
        <ErrorSummary form={form} errors={errors} labels={LABELS} attempt={attempt} />
        {failure && Object.keys(errors).length === 0 && <SendFailure error={failure} onSendAnew={submitAnew} />}
        <Field
          name="appId"
          label={LABELS.appId}
          error={errors.appId}
          hint={sandbox && "A sandbox: nothing sent with it reaches a phone."}
        >
          {(control) => (
            <Select
              {...control}
              value={values.appId}
              onValueChange={(appId) => change({ appId })}
              placeholder="Choose an app"
              options={apps.map((one) => ({ value: one.id, text: one.name, content: <AppName app={one} /> }))}
            />
          )}
        </Field>
        <RecipientField
          ref={recipient}
          country={values.country}
          value={values.to}
          error={errors.to}
          onChange={change}
        />
        {sandbox && (
          <TestRecipients
            className="xl:absolute xl:top-0 xl:right-0 xl:w-[22rem]"
            onChoose={(number) => {
              change({ to: formatInternational(number), country: countryOf(number) ?? values.country });
              recipient.current?.focus();
            }}
          />
        )}
        <Field
          name="from"
          label={LABELS.from}
          optional={Boolean(app?.defaultSender)}
          error={errors.from}
          hint={
            app?.defaultSender
              ? `Empty, it is the app’s default: ${app.defaultSender}. Up to 11 letters, digits and spaces, or up to 16 digits.`
              : "Up to 11 letters, digits and spaces, or up to 16 digits. This app has no default."
          }
        >
          {(control) => (
            <Input
              {...control}
              name="from"
              autoComplete="off"
              spellCheck={false}
              placeholder={app?.defaultSender ?? ""}
              value={values.from}
              onChange={(event) => change({ from: event.target.value })}
            />
          )}
        </Field>
        <TextField value={values.body} error={errors.body} onChange={(body) => change({ body })} />
        <TranscodeField
          body={values.body}
          transcode={transcode}
          enforced={app?.enforceTranscode ?? false}
          onChange={(wanted) => change({ transcode: wanted === app?.enforceTranscode ? null : wanted })}
        />
        <RouteeAnalysis values={values} transcode={transcode} defaultSender={app?.defaultSender ?? null} />
        <Disclosure label="Options" open={optionsOpen || optionsWrong} onOpenChange={setOptionsOpen}>
          <OptionFields values={values} errors={errors} onChange={change} />
        </Disclosure>
        <Disclosure label="Callback" open={callbackOpen || callbackWrong} onOpenChange={setCallbackOpen}>
          <div className="pt-2">
            <CallbackFields
              path="callback"
              url={values.callbackUrl}
              strategy={values.callbackStrategy}
              error={errors["callback.url"]}
              sample={{
                applicationName: app?.name ?? "Your app",
                from: values.from || (app?.defaultSender ?? "Tidings"),
              }}
              hint={
                app?.defaultCallback
                  ? `Empty, the app’s default applies: ${app.defaultCallback.url} (${app.defaultCallback.strategy}).`
                  : "Empty, the app’s default applies; this app has none, so nothing is called back."
              }
              onChange={({ url, strategy }) =>
                change({
                  ...(url === undefined ? {} : { callbackUrl: url }),
                  ...(strategy === undefined ? {} : { callbackStrategy: strategy }),
                })
              }
            />
          </div>
        </Disclosure>
        <div>
          <Button type="submit" variant="primary" pending={pending} className="w-full sm:w-auto sm:min-w-32">
            {!pending && <SendHorizontal aria-hidden="true" />}
            {pending ? "Sending…" : values.scheduledAt === "" ? "Send" : "Schedule"}
          </Button>
        </div>
      </fieldset>
    </form>
  );
}
