import { Card, CardTitle } from "@/components/ui/card";
import { CodeTabs } from "./code-tabs";
import { SignatureForm } from "./signature-form";

/** Why a receiver refuses a callback, found out in the browser; and code that does not refuse wrongly. */
export function SignatureCard() {
  return (
    <Card aria-labelledby="signatures" className="px-4 py-4 md:px-5">
      <CardTitle id="signatures">Check a signature</CardTitle>
      <p className="mt-1 mb-4 max-w-[70ch] text-ink-muted">
        Paste a callback as it arrived to see whether its signature is right, and why not. It is calculated in this
        browser: nothing pasted here is sent anywhere or kept.
      </p>
      <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-2">
        <SignatureForm />
        <CodeTabs />
      </div>
    </Card>
  );
}
