import { FlaskConical, Zap } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Environment } from "@/lib/apps/contract";

/** Marks what is not real: a sandbox sends nothing to any phone. */
export function SandboxBadge() {
  return (
    <Badge tone="sand">
      <FlaskConical aria-hidden="true" />
      Sandbox
    </Badge>
  );
}

/** An app's environment in words. */
export function EnvironmentBadge({ environment }: { environment: Environment }) {
  if (environment === "sandbox") return <SandboxBadge />;
  return (
    <Badge tone="accent">
      <Zap aria-hidden="true" />
      Live
    </Badge>
  );
}

/** An app's name, marked when it is a sandbox. */
export function AppName({ app }: { app: { name: string; environment: Environment } }) {
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-1.5">
      <span className="truncate">{app.name}</span>
      {app.environment === "sandbox" && <SandboxBadge />}
    </span>
  );
}
