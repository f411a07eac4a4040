import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { EditAppForm } from "@/components/apps/edit-app-form";
import { EnvironmentBadge } from "@/components/apps/environment-badge";
import { PageHeader } from "@/components/layout/page-header";
import { readApp } from "@/lib/apps/read-app";
import { requireSession } from "@/lib/people/session";

export const metadata: Metadata = { title: "Edit app" };

/** Changing an app. */
export default async function EditAppPage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession();
  const { id } = await params;
  const app = await readApp(id);
  if (!app) notFound();
  return (
    <>
      <Link
        href={`/apps/${app.id}`}
        className="-ml-1 inline-flex min-h-10 items-center gap-1 rounded-sm px-1 text-accent hover:text-accent-strong md:min-h-7"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        {app.name}
      </Link>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            Edit {app.name}
            <EnvironmentBadge environment={app.environment} />
          </span>
        }
      />
      <EditAppForm app={app} />
    </>
  );
}
