import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetupForm } from "@/components/people/setup-form";
import { setupOpen } from "@/lib/people/setup-needed";
import { orAway } from "@/lib/platform/database-away";

export const metadata: Metadata = { title: "Set up" };

/** Making the first account; once there is one, this leads to sign-in. */
export default async function SetupPage() {
  if (!(await orAway(setupOpen()))) redirect("/sign-in");
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">Create the owner’s account</h1>
      <p className="mt-1 mb-5 text-base text-ink-muted">
        It can do everything here. A sandbox app comes with it, so that you can send a first message without a Routee
        account.
      </p>
      <SetupForm />
    </>
  );
}
