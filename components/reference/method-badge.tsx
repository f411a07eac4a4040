import { cn } from "@/components/ui/class-names";

const TONES: Readonly<Record<string, string>> = { GET: "text-info", DELETE: "text-bad" };

/** An HTTP method, set apart from what stands beside it. */
export function MethodBadge({ method, large = false }: { method: string; large?: boolean }) {
  return (
    <span
      className={cn(
        "shrink-0 font-mono font-semibold",
        large ? "text-sm" : "w-11 text-2xs",
        TONES[method] ?? "text-accent-strong",
      )}
    >
      {method}
    </span>
  );
}
