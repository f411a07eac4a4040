"use client";

import { CircleAlert, CircleCheck } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { MAX_RECIPIENTS, type RejectionCode } from "@/lib/batches/contract";
import { counted, reasonWords } from "./batch-words";
import { checkPasted, readPasted } from "./pasted-recipients";

interface RecipientsFieldProps {
  value: string;
  body: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** The recipients, with what will become of them. */
export function RecipientsField({ value, body, error, onChange }: RecipientsFieldProps) {
  return (
    <div className="grid gap-1.5">
      <Field
        name="recipients"
        label="Recipients"
        error={error}
        hint={
          <>
            One number per line, with + and country code. Or a table (CSV) with a first line like{" "}
            <code className="font-mono">to,name</code>: its columns become variables.
          </>
        }
      >
        {(control) => (
          <Textarea
            {...control}
            name="recipients"
            rows={8}
            required
            spellCheck={false}
            autoComplete="off"
            // What is pasted can be very long: it scrolls, and does not grow.
            className="field-sizing-fixed max-h-96 font-mono"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <Outcome text={useDeferredValue(value)} body={useDeferredValue(body)} />
    </div>
  );
}

const SHOWN = 5;

function Outcome({ text, body }: { text: string; body: string }) {
  const pasted = useMemo(() => readPasted(text), [text]);
  const { valid, rejected } = useMemo(() => checkPasted(pasted.recipients, body), [pasted, body]);
  if (pasted.recipients.length === 0) return <p role="status" />;
  const byCode = new Map<RejectionCode, typeof rejected>();
  for (const one of rejected) byCode.set(one.code, [...(byCode.get(one.code) ?? []), one].slice(0, SHOWN + 1));
  const countOf = (code: RejectionCode) => rejected.reduce((sum, one) => sum + (one.code === code ? 1 : 0), 0);
  const tooMany = pasted.recipients.length > MAX_RECIPIENTS;
  return (
    <div className="grid gap-1.5 rounded-md bg-sunken px-3 py-2 text-xs" data-outcome="">
      <p role="status" className="flex flex-wrap gap-x-4 gap-y-0.5 tabular-nums">
        <span className="inline-flex items-center gap-1 font-medium text-ok">
          <CircleCheck aria-hidden="true" className="size-3.5" />
          {counted(valid, "recipient")} will get the text
        </span>
        {rejected.length > 0 && (
          <span className="inline-flex items-center gap-1 font-medium text-bad">
            <CircleAlert aria-hidden="true" className="size-3.5" />
            {rejected.length.toLocaleString("en-GB")} will be left out
          </span>
        )}
        {tooMany && <span className="font-medium text-bad">At most 100,000 at once</span>}
      </p>
      {pasted.columns !== null && pasted.columns.length > 0 && (
        <p className="text-ink-muted">Variables: {pasted.columns.map((name) => `{{${name}}}`).join(", ")}</p>
      )}
      {rejected.length > 0 && (
        <ul className="grid gap-1">
          {[...byCode].map(([code, first]) => (
            <li key={code}>
              <span className="tabular-nums">{countOf(code).toLocaleString("en-GB")} ×</span> {reasonWords(code)}{" "}
              <span className="wrap-anywhere text-ink-muted">
                {first
                  .slice(0, SHOWN)
                  .map(({ row, to }) => `Row ${row}${to ? ` (${to})` : ""}`)
                  .join(", ")}
                {first.length > SHOWN && " …"}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
