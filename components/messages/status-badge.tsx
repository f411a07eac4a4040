import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import { statusLook } from "./status-look";

/** A status as icon, word and colour. */
export function StatusBadge({ status, large }: { status: string; large?: boolean }) {
  const { Icon, tone } = statusLook(status);
  return (
    <Badge
      tone={tone}
      data-status={status}
      className={cn(large && "gap-2 rounded-md px-2.5 py-1 text-lg [&_svg]:size-5")}
    >
      <Icon aria-hidden="true" />
      {status}
    </Badge>
  );
}
