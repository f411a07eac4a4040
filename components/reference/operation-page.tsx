import type { ReactNode } from "react";
import { CodeBox } from "@/components/guide/code-box";
import { InlineCode } from "@/components/guide/prose";
import { PageHeader } from "@/components/layout/page-header";
import { curlOf } from "./curl";
import { Marked } from "./marked";
import { MethodBadge } from "./method-badge";
import { rulesOf, typeOf } from "./rows";
import { FieldTable, SchemaTable } from "./schema-table";
import { type TryApp, TryIt } from "./try-it";
import type { OperationView } from "./view";

const AUTH_WORDS = {
  none: "Open to everybody.",
  session: "For people who are signed in.",
  "messages:send": "For people who are signed in, and API keys with `messages:send`.",
  "messages:read": "For people who are signed in, and API keys with `messages:read`.",
} as const;

/** One operation: what it takes, what it answers, what can go wrong, and trying it. */
export function OperationPage({
  operation,
  server,
  apps,
}: {
  operation: OperationView;
  server: string;
  apps: readonly TryApp[];
}) {
  const { method, path, summary, description, auth, parameters, body, success, problems, tag } = operation;
  const routees = tag === "Routee-compatible";
  return (
    <article className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div>
        <PageHeader title={summary} />
        <p className="wrap-anywhere -mt-2 flex flex-wrap items-baseline gap-x-2">
          <MethodBadge method={method} large />
          <code className="font-mono text-sm">{path}</code>
        </p>
        {description && (
          <p className="mt-3 max-w-prose">
            <Marked text={description} />
          </p>
        )}
        <p className="mt-2 text-ink-muted">
          <Marked text={routees && auth !== "none" ? `For API keys with \`${auth}\`.` : AUTH_WORDS[auth]} />
          {routees && (
            <Marked text=" Errors come in Routee’s shapes: nine digits as `code`, or else words as `error`." />
          )}
        </p>
      </div>
      {parameters.length > 0 && (
        <Part title="Parameters">
          <FieldTable
            label="Parameters"
            way="request"
            rows={parameters.map((one) => ({
              name: one.name,
              depth: 0,
              type: `${typeOf(one.schema)}, in the ${one.in}`,
              required: one.required,
              description: one.description ?? null,
              rules: rulesOf({ ...one.schema, ...(one.description ? { description: one.description } : {}) }),
            }))}
          />
        </Part>
      )}
      {body && (
        <Part title="Body" note={body.type}>
          <SchemaTable schema={body.schema} label="Body" way="request" />
        </Part>
      )}
      <Part title="Answer" note={`${success.status}. ${success.description}`}>
        {success.schema ? (
          <SchemaTable schema={success.schema} label="Answer" way="answer" />
        ) : (
          <p className="text-ink-muted">No body.</p>
        )}
      </Part>
      <Part title="Errors">
        <dl className="rounded-lg border bg-surface">
          {problems.map((one) => (
            <div
              key={one.status}
              className="grid grid-cols-[3rem_minmax(0,1fr)] gap-3 border-t px-3 py-1.5 first:border-t-0"
            >
              <dt className="font-mono text-xs">{one.status}</dt>
              <dd className="text-xs">
                <ul className="grid gap-1">
                  {one.causes.map(({ code, title }) => (
                    <li key={code} className="wrap-anywhere">
                      <InlineCode>{code}</InlineCode>{" "}
                      <span className="text-ink-muted">
                        <Marked text={title} />
                      </span>
                    </li>
                  ))}
                </ul>
              </dd>
            </div>
          ))}
        </dl>
      </Part>
      <CodeBox title="curl" what="the command" language="curl" code={curlOf(operation, server)} />
      <TryIt key={operation.id} operation={operation} apps={apps} />
    </article>
  );
}

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h2 className="font-semibold text-base">
        {title}{" "}
        {note && (
          <span className="font-normal text-ink-muted text-xs">
            <Marked text={note} />
          </span>
        )}
      </h2>
      {children}
    </section>
  );
}
