"use client";

import { Field } from "@/components/ui/field";
import type { FieldErrors } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import { LIMITS } from "@/lib/messages/contract";
import type { FormValues } from "./form-values";

interface OptionFieldsProps {
  values: FormValues;
  errors: FieldErrors;
  onChange: (changes: Partial<FormValues>) => void;
}

/** What few messages need. */
export function OptionFields({ values, errors, onChange }: OptionFieldsProps) {
  return (
    <div className="grid gap-4 pt-2 sm:grid-cols-2">
      <Field
        name="scheduledAt"
        label="Send at"
        optional
        error={errors.scheduledAt}
        hint="By your clock. Tidings keeps the message until then; it can be cancelled."
      >
        {(control) => (
          <Input
            {...control}
            name="scheduledAt"
            type="datetime-local"
            value={values.scheduledAt}
            onChange={(event) => onChange({ scheduledAt: event.target.value })}
          />
        )}
      </Field>
      <Field
        name="ttl"
        label="Validity in minutes"
        optional
        error={errors.ttl}
        hint="1 to 4,320; what cannot be delivered within it expires. Empty: 72 hours, or the app’s default."
      >
        {(control) => (
          <Input
            {...control}
            name="ttl"
            inputMode="numeric"
            autoComplete="off"
            value={values.ttl}
            onChange={(event) => onChange({ ttl: event.target.value })}
          />
        )}
      </Field>
      <Field
        name="label"
        label="Label"
        optional
        error={errors.label}
        hint="Your own mark, to find the message by. It comes back in callbacks."
      >
        {(control) => (
          <Input
            {...control}
            name="label"
            autoComplete="off"
            maxLength={LIMITS.label}
            value={values.label}
            onChange={(event) => onChange({ label: event.target.value })}
          />
        )}
      </Field>
      <label className="flex items-start gap-2 self-center" data-field="flash">
        <input
          type="checkbox"
          name="flash"
          checked={values.flash}
          onChange={(event) => onChange({ flash: event.target.checked })}
          className="mt-0.5 size-4 accent-accent"
        />
        <span className="grid">
          <span className="font-medium">Flash message</span>
          <span className="text-ink-muted text-xs">Shown on the screen at once, and not stored.</span>
        </span>
      </label>
    </div>
  );
}
