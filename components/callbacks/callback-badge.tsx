import { Badge } from "@/components/ui/badge";
import type { CallbackStatus } from "@/lib/messages/contract";
import { CALLBACK_LOOKS } from "./callback-look";

/** A callback's status as icon, word and colour. */
export function CallbackBadge({ status }: { status: CallbackStatus }) {
  const { Icon, tone, word } = CALLBACK_LOOKS[status];
  return (
    <Badge tone={tone} data-callback-status={status}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  );
}
