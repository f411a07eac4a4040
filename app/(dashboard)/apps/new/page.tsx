import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { NewAppForm } from "@/components/apps/new-app-form";
import { PageHeader } from "@/components/layout/page-header";
import { requireSession } from "@/lib/people/session";

export const metadata: Metadata = { title: "New app" };

/** Creating an app. */
export default async function NewAppPage() {
  await requireSession();
  return (
    <>
      <Link
        href="/apps"
        className="-ml-1 inline-flex min-h-10 items-center gap-1 rounded-sm px-1 text-accent hover:text-accent-strong md:min-h-7"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        Apps
      </Link>
      <PageHeader title="New app" />
      <NewAppForm />
    </>
  );
}
