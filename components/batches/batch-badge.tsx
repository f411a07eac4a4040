import { Badge } from "@/components/ui/badge";
import type { BatchState } from "@/lib/batches/contract";
import { STATE_LOOKS } from "./batch-words";

/** A batch's state as icon, word and colour. */
export function BatchBadge({ state }: { state: BatchState }) {
  const { Icon, tone, word } = STATE_LOOKS[state];
  return (
    <Badge tone={tone} data-state={state}>
      <Icon aria-hidden="true" />
      {word}
    </Badge>
  );
}
