"use client";

import { type ChangeEvent, type Ref, useId, useMemo } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { useHydrated } from "@/components/ui/use-hydrated";
import { asYouType, type CountryCode, listCountries, parseRecipient } from "@/lib/sms/phone";
import { withCountry } from "./recipient-input";

interface RecipientFieldProps {
  country: string;
  value: string;
  error: string | undefined;
  ref: Ref<HTMLInputElement>;
  onChange: (change: { to: string; country: string }) => void;
}

/** The recipient's number: typed in the way of the chosen country, or pasted with its country code. */
export function RecipientField({ country, value, error, ref, onChange }: RecipientFieldProps) {
  const countryId = useId();
  // The server may know other names for countries than the browser, so only one of them lists them.
  const hydrated = useHydrated();
  const countries = useMemo(() => (hydrated ? listCountries() : []), [hydrated]);
  const code = country as CountryCode;
  const parsed = parseRecipient(value, code);
  const choose = (chosen: string) => onChange({ to: withCountry(value, code, chosen as CountryCode), country: chosen });

  const type = (event: ChangeEvent<HTMLInputElement>) => {
    const text = event.target.value;
    // Grouped only while digits are added at the end: anywhere else the caret would jump.
    const added = text.length > value.length && event.target.selectionStart === text.length;
    const to = added ? asYouType(text, code) || text : text;
    const read = parseRecipient(to, code);
    onChange({ to, country: read.ok && read.country ? read.country : country });
  };

  return (
    <Field
      name="to"
      label="Recipient"
      error={error}
      hint={
        parsed.ok ? `Goes to ${parsed.formatted}.` : "A number of the chosen country, or any number that starts with +."
      }
    >
      {(control) => (
        <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-2">
          <div>
            <label htmlFor={countryId} className="sr-only">
              Country
            </label>
            <NativeSelect id={countryId} value={country} onChange={(event) => choose(event.target.value)}>
              {countries.map(({ code: option, name, callingCode }) => (
                <option key={option} value={option}>
                  {name} +{callingCode}
                </option>
              ))}
            </NativeSelect>
          </div>
          <Input
            {...control}
            ref={ref}
            name="to"
            type="tel"
            inputMode="tel"
            autoComplete="off"
            required
            className="tabular-nums"
            value={value}
            onChange={type}
            onBlur={() => {
              if (parsed.ok && parsed.formatted !== value) onChange({ to: parsed.formatted, country });
            }}
          />
        </div>
      )}
    </Field>
  );
}
