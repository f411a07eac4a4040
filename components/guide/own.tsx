"use client";

import Link from "next/link";
import { EnvironmentBadge } from "@/components/apps/environment-badge";
import { None, Row } from "@/components/apps/facts";
import { Alert } from "@/components/ui/alert";
import { Card, CardTitle } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { CodeBox } from "./code-box";
import { useGuide } from "./guide-provider";
import { InlineCode } from "./prose";

/** The address of this Tidings, or of a path on it. */
export function Host({ path = "" }: { path?: string }) {
  return (
    <span className="wrap-anywhere">
      <InlineCode>{useGuide().host + path}</InlineCode>
    </span>
  );
}

/** The name of the reader's app. */
export function AppName() {
  const { app } = useGuide();
  return app ? (
    <Link href={`/apps/${app.id}`} className="font-medium text-accent underline underline-offset-2">
      {app.name}
    </Link>
  ) : (
    <>your app</>
  );
}

/** A header line with the reader's key in it. */
export function BearerHeader() {
  const { values } = useGuide();
  const code = `Authorization: Bearer ${values.bearer}\nContent-Type: application/json`;
  return <CodeBox title="The headers of every request" what="the headers" code={code} language="http" />;
}

/** Whose values stand in the samples: the app, and a key that stays in the page. */
export function FillIn() {
  const { apps, app, host, pasted, paste } = useGuide();
  if (!app)
    return (
      <Alert title="You have no app yet">
        An app holds the sender and the credentials of your messages.{" "}
        <Link href="/apps/new" className="text-accent underline underline-offset-2">
          Create an app
        </Link>
        , and its values stand in the samples.
      </Alert>
    );
  return (
    <Card aria-labelledby="fill-in" className="grid gap-4 px-4 py-4 md:px-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <CardTitle id="fill-in">What stands in the samples</CardTitle>
        <EnvironmentBadge environment={app.environment} />
      </div>
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <div className="grid content-start gap-3">
          <Field name="guideApp" label="App">
            {(control) => (
              <NativeSelect {...control} value={app.id} onChange={({ target }) => chooseApp(target.value)}>
                {apps.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <dl>
            <Row name="Host">
              <code className="font-mono text-xs">{host}</code>
            </Row>
            <Row name="Default sender">{app.defaultSender ?? <None />}</Row>
            <Row name="Default callback">{app.defaultCallback?.url ?? <None />}</Row>
          </dl>
        </div>
        <div className="grid content-start gap-3">
          <Field name="guideKeyId" label="Key ID" optional>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                value={pasted.id}
                onChange={({ target }) => paste({ ...pasted, id: target.value })}
              />
            )}
          </Field>
          <Field
            name="guideKeySecret"
            label="Key secret"
            optional
            hint="Stays in this page: it is neither stored nor sent, and gone when you leave the guide."
          >
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                value={pasted.secret}
                onChange={({ target }) => paste({ ...pasted, secret: target.value })}
              />
            )}
          </Field>
        </div>
      </div>
    </Card>
  );
}

function chooseApp(id: string): void {
  const address = new URL(window.location.href);
  address.searchParams.set("appId", id);
  window.history.replaceState(null, "", address);
}
