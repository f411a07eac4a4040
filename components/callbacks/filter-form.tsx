"use client";

import { type InputEvent, type SubmitEvent, useState } from "react";
import { useTimeZone } from "@/components/time/clock";
import { localValue } from "@/components/time/local-value";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { type FieldErrors, withoutField } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import type { CallbackFilters } from "./filters";
import { readTyped } from "./typed-filters";

interface FilterFormProps {
  filters: CallbackFilters;
  onChange: (filters: CallbackFilters) => void;
}

/** Narrowing by when a callback was made and by its message. What is wrong stays as it was typed. */
export function FilterForm({ filters, onChange }: FilterFormProps) {
  const zone = useTimeZone() ?? "UTC";
  const [errors, setErrors] = useState<FieldErrors>({});
  const { from, until, messageId, ...others } = filters;
  const apply = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { elements } = event.currentTarget;
    const input = (name: string) => elements.namedItem(name) as HTMLInputElement;
    const time = (name: string) => (input(name).validity.badInput ? null : input(name).value);
    const read = readTyped({ from: time("from"), until: time("until"), messageId: input("messageId").value });
    setErrors(read.ok ? {} : read.errors);
    if (read.ok) onChange({ ...others, ...read.filters });
    else input(Object.keys(read.errors)[0] ?? "from").focus();
  };
  const typing = (event: InputEvent<HTMLFormElement>) => {
    const { name } = event.target as HTMLInputElement;
    setErrors((before) => withoutField(before, name));
  };
  const zoneWords = <span className="font-normal text-ink-muted"> ({zone.replaceAll("_", " ")})</span>;
  return (
    <form
      // Another address (back, forward, a removed chip) brings other values.
      key={[from, until, messageId].join()}
      noValidate
      onSubmit={apply}
      onInput={typing}
      className="mb-3 grid items-start gap-3 rounded-lg border bg-surface px-3 py-3 sm:grid-cols-2 lg:grid-cols-[13rem_13rem_minmax(0,1fr)_auto]"
    >
      <Field name="from" label={<>From{zoneWords}</>} error={errors.from}>
        {(control) => (
          <Input {...control} name="from" type="datetime-local" defaultValue={from && localValue(Date.parse(from))} />
        )}
      </Field>
      <Field name="until" label={<>Until{zoneWords}</>} error={errors.until}>
        {(control) => (
          <Input
            {...control}
            name="until"
            type="datetime-local"
            defaultValue={until && localValue(Date.parse(until))}
          />
        )}
      </Field>
      <Field name="messageId" label="Message ID" error={errors.messageId} className="sm:col-span-2 lg:col-span-1">
        {(control) => (
          <Input
            {...control}
            name="messageId"
            autoComplete="off"
            spellCheck={false}
            autoCapitalize="none"
            placeholder="Ours, or Routee’s tracking ID"
            className="font-mono placeholder:font-sans md:text-xs"
            defaultValue={messageId}
          />
        )}
      </Field>
      <Button type="submit" className="sm:col-span-2 sm:justify-self-start lg:col-span-1 lg:mt-6.5">
        Apply
      </Button>
    </form>
  );
}
