import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { OperationPage } from "@/components/reference/operation-page";
import { viewOf } from "@/components/reference/view";
import { listApps } from "@/lib/apps/list-apps";
import { TAGS } from "@/lib/openapi/operation";
import { OPERATIONS } from "@/lib/openapi/operations";
import { requireSession } from "@/lib/people/session";
import { config } from "@/lib/platform/config";

interface ReferencePageProps {
  params: Promise<{ operation?: string[] }>;
}

const operationOf = ([id]: readonly string[]) => OPERATIONS.find((one) => one.id === id);

export async function generateMetadata({ params }: ReferencePageProps): Promise<Metadata> {
  return { title: operationOf((await params).operation ?? [])?.summary ?? "API reference" };
}

/** One operation of the API, or what there is. */
export default async function ReferencePage({ params }: ReferencePageProps) {
  await requireSession();
  const { operation = [] } = await params;
  if (operation.length === 0) return <Overview />;
  const found = operation.length === 1 ? operationOf(operation) : undefined;
  if (!found) notFound();
  const server = config().publicUrl.origin;
  const apps = (await listApps()).flatMap(({ id, name, environment }) =>
    environment === "sandbox" ? [{ id, name }] : [],
  );
  return <OperationPage operation={viewOf(found, server)} server={server} apps={apps} />;
}

function Overview() {
  return (
    <article>
      <PageHeader
        title="API reference"
        note="Every address of this installation, made from what parses its requests; each can be tried here."
      />
      <p className="max-w-prose">
        Programs send an API key as <code className="font-mono text-xs">Authorization: Bearer</code>; keys are made on
        an app’s page. Errors are <code className="font-mono text-xs">application/problem+json</code> with a stable{" "}
        <code className="font-mono text-xs">code</code> and a request id that stands in the server’s log. What changes
        something takes an <code className="font-mono text-xs">Idempotency-Key</code>. The{" "}
        <Link href="/docs/guide" className="text-accent underline underline-offset-2">
          guide
        </Link>{" "}
        tells it in order, and{" "}
        <a href="/api/openapi.json" className="text-accent underline underline-offset-2">
          openapi.json
        </a>{" "}
        is for machines.
      </p>
      <dl className="mt-4 rounded-lg border bg-surface">
        {Object.entries(TAGS).map(([tag, words]) => (
          <div
            key={tag}
            className="grid gap-x-4 gap-y-0.5 border-t px-4 py-2.5 first:border-t-0 sm:grid-cols-[10rem_minmax(0,1fr)]"
          >
            <dt className="font-medium">{tag}</dt>
            <dd className="text-ink-muted">{words}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
