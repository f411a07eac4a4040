"use client";

import { ExactTime } from "@/components/time/instant";
import { Chip } from "@/components/ui/chip";
import type { CallbackFilters } from "./filters";

/** The filters that no select shows, each with a way to be rid of it. */
export function FilterChips({
  filters,
  onChange,
}: {
  filters: CallbackFilters;
  onChange: (filters: CallbackFilters) => void;
}) {
  const { from, until, messageId } = filters;
  if (!from && !until && !messageId) return null;
  const without = (name: "from" | "until" | "messageId") => () => {
    const { [name]: _, ...others } = filters;
    onChange(others);
  };
  return (
    <ul aria-label="Narrowed to" className="mb-3 flex flex-wrap gap-2">
      {from && (
        <li className="max-w-full">
          <Chip what="the filter From" onRemove={without("from")}>
            From <ExactTime at={from} />
          </Chip>
        </li>
      )}
      {until && (
        <li className="max-w-full">
          <Chip what="the filter Until" onRemove={without("until")}>
            Until <ExactTime at={until} />
          </Chip>
        </li>
      )}
      {messageId && (
        <li className="max-w-full">
          <Chip what="the filter Message" onRemove={without("messageId")}>
            Message <span className="font-mono">{messageId}</span>
          </Chip>
        </li>
      )}
    </ul>
  );
}
