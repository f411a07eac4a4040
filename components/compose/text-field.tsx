"use client";

import { useDeferredValue } from "react";
import { cn } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { LIMITS } from "@/lib/messages/contract";
import { offenders } from "@/lib/sms/offenders";
import { countSegments, type SegmentCount } from "@/lib/sms/segments";
import { groupOffenders, markOffenders } from "./offender-groups";

interface TextFieldProps {
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** The text, with what it costs in segments and which characters make it cost more. */
export function TextField({ value, error, onChange }: TextFieldProps) {
  const text = useDeferredValue(value);
  const count = countSegments(text);
  return (
    <div className="grid gap-1.5">
      <Field name="body" label="Text" error={error} hint={<Counter count={count} />}>
        {(control) => (
          <Textarea
            {...control}
            name="body"
            rows={5}
            required
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <p role="status" className="sr-only">
        {text === "" ? "" : `${count.encoding}, ${count.segments} ${count.segments === 1 ? "segment" : "segments"}`}
      </p>
      {count.encoding === "UCS-2" && <Offenders text={text} />}
    </div>
  );
}

function Counter({ count }: { count: SegmentCount }) {
  const over = count.characters > LIMITS.body;
  return (
    <span data-counter="" className="flex flex-wrap gap-x-4 gap-y-0.5 tabular-nums">
      <span className="font-medium text-ink">{count.encoding}</span>
      <span className={cn(over && "font-medium text-bad")}>
        {count.characters.toLocaleString("en-GB")} {count.characters === 1 ? "character" : "characters"}
        {over && ` (at most ${LIMITS.body.toLocaleString("en-GB")})`}
      </span>
      <span className="font-medium text-ink">
        {count.segments} {count.segments === 1 ? "segment" : "segments"}
      </span>
      <span>
        {count.remaining} of {count.perSegment} left in {count.segments > 1 ? "the last segment" : "this segment"}
      </span>
    </span>
  );
}

const SHOWN_POSITIONS = 8;

function Offenders({ text }: { text: string }) {
  const found = offenders(text);
  const groups = groupOffenders(text, found);
  return (
    <div className="grid gap-2 rounded-md border border-warn/40 bg-warn-soft px-3 py-2 text-xs">
      <p>
        {groups.length === 1 ? "One character is" : `${groups.length} characters are`} not in the GSM-7 alphabet, so
        every segment holds 70 characters or fewer instead of 160 (67 instead of 153 when there are several).
      </p>
      <p className="max-h-24 overflow-y-auto whitespace-pre-wrap rounded-sm bg-surface px-2 py-1 text-sm">
        {markOffenders(text, found).map((stretch) =>
          stretch.off ? (
            <mark key={stretch.start} className="rounded-xs bg-warn px-px text-surface">
              {stretch.text}
            </mark>
          ) : (
            <span key={stretch.start}>{stretch.text}</span>
          ),
        )}
      </p>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
        className="grid max-h-36 gap-0.5 overflow-y-auto"
        aria-label="Characters that force UCS-2"
      >
        {groups.map((group) => (
          <li key={group.char} className="flex flex-wrap gap-x-2">
            <span className="w-4 text-center font-medium">{group.char.trim() || "␣"}</span>
            <span>{group.name}</span>
            <span className="text-ink-muted">
              at {group.positions.slice(0, SHOWN_POSITIONS).join(", ")}
              {group.positions.length > SHOWN_POSITIONS && ` and ${group.positions.length - SHOWN_POSITIONS} more`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
