import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/people/sign-in-form";
import { returnPath } from "@/components/query/return-path";
import { currentSession } from "@/lib/people/session";
import { setupOpen } from "@/lib/people/setup-needed";
import { orAway } from "@/lib/platform/database-away";

export const metadata: Metadata = { title: "Sign in" };

/** Signing in; the very first visit goes to set-up instead. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<{ from?: string | string[] }> }) {
  const { from } = await searchParams;
  const next = returnPath(typeof from === "string" ? from : null);
  if (await orAway(setupOpen())) redirect("/setup");
  if (await currentSession()) redirect(next);
  return (
    <>
      <h1 className="mb-5 font-semibold text-2xl tracking-tight">Sign in</h1>
      <SignInForm next={next} />
    </>
  );
}
