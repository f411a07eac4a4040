"use client";

import { CallbackFields } from "@/components/compose/callback-fields";
import { Field } from "@/components/ui/field";
import type { FieldErrors } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import type { AppValues } from "./app-values";

export const APP_LABELS = {
  name: "Name",
  environment: "Environment",
  applicationId: "Routee application ID",
  applicationSecret: "Routee application secret",
  defaultSender: "Default sender ID",
  "defaultCallback.url": "Callback URL",
  defaultTtl: "Default validity in minutes",
  "quietHours.from": "Quiet from",
  "quietHours.until": "Quiet until",
  "quietHours.zone": "Time zone",
};

/** The path of the error that each field answers for, where it is another. */
export const APP_PATHS: Partial<Record<keyof AppValues, string>> = {
  callbackUrl: "defaultCallback.url",
  quietFrom: "quietHours.from",
  quietUntil: "quietHours.until",
  quietZone: "quietHours.zone",
};

interface AppFieldsProps {
  values: AppValues;
  errors: FieldErrors;
  onChange: (changes: Partial<AppValues>) => void;
}

/** A live app's Routee credentials. @param secretHint what an empty secret means. */
export function CredentialFields({ values, errors, onChange, secretHint }: AppFieldsProps & { secretHint: string }) {
  return (
    <>
      <Field name="applicationId" label={APP_LABELS.applicationId} error={errors.applicationId}>
        {(control) => (
          <Input
            {...control}
            name="applicationId"
            autoComplete="off"
            spellCheck={false}
            required
            value={values.applicationId}
            onChange={(event) => onChange({ applicationId: event.target.value })}
          />
        )}
      </Field>
      <Field
        name="applicationSecret"
        label={APP_LABELS.applicationSecret}
        error={errors.applicationSecret}
        hint={secretHint}
      >
        {(control) => (
          <Input
            {...control}
            name="applicationSecret"
            type="password"
            autoComplete="off"
            value={values.applicationSecret}
            onChange={(event) => onChange({ applicationSecret: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

/** What an app's messages are sent with unless they say otherwise. @param appId of one that is there already. */
export function DefaultFields({ values, errors, onChange, appId }: AppFieldsProps & { appId?: string }) {
  const text = (name: "defaultSender" | "defaultTtl" | "quietFrom" | "quietUntil" | "quietZone") => ({
    name,
    value: values[name],
    autoComplete: "off",
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <>
      <Field
        name="defaultSender"
        label={APP_LABELS.defaultSender}
        optional
        error={errors.defaultSender}
        hint="Up to 11 letters, digits and spaces, or up to 16 digits."
      >
        {(control) => <Input {...control} {...text("defaultSender")} />}
      </Field>
      <CallbackFields
        path="defaultCallback"
        url={values.callbackUrl}
        strategy={values.callbackStrategy}
        error={errors["defaultCallback.url"]}
        sample={{ applicationName: values.name.trim() || "Your app", from: values.defaultSender.trim() || "Tidings" }}
        appId={appId}
        hint="Where changes of this app’s messages are reported, unless a message says otherwise."
        onChange={({ url, strategy }) =>
          onChange({
            ...(url === undefined ? {} : { callbackUrl: url }),
            ...(strategy === undefined ? {} : { callbackStrategy: strategy }),
          })
        }
      />
      <label className="flex items-start gap-2" data-field="enforceTranscode">
        <input
          type="checkbox"
          name="enforceTranscode"
          checked={values.enforceTranscode}
          onChange={(event) => onChange({ enforceTranscode: event.target.checked })}
          className="mt-0.5 size-4 accent-accent"
        />
        <span className="grid">
          <span className="font-medium">Transcode every message</span>
          <span className="text-ink-muted text-xs">
            Characters outside the SMS alphabet are replaced where that saves segments. A message can say otherwise.
          </span>
        </span>
      </label>
      <Field
        name="defaultTtl"
        label={APP_LABELS.defaultTtl}
        optional
        error={errors.defaultTtl}
        hint="1 to 4,320. What cannot be delivered within it expires; empty, Routee tries for 72 hours."
      >
        {(control) => <Input {...control} {...text("defaultTtl")} inputMode="numeric" className="sm:max-w-40" />}
      </Field>
      <fieldset>
        <legend className="mb-1.5 font-medium">
          Quiet hours <span className="font-normal text-ink-muted">(optional)</span>
        </legend>
        <div className="grid gap-3 sm:grid-cols-[8rem_8rem_minmax(0,1fr)]">
          <Field name="quietHours.from" label="From" error={errors["quietHours.from"]}>
            {(control) => <Input {...control} {...text("quietFrom")} type="time" />}
          </Field>
          <Field name="quietHours.until" label="Until" error={errors["quietHours.until"]}>
            {(control) => <Input {...control} {...text("quietUntil")} type="time" />}
          </Field>
          <Field name="quietHours.zone" label="Time zone" error={errors["quietHours.zone"]}>
            {(control) => <Input {...control} {...text("quietZone")} />}
          </Field>
        </div>
        <p className="mt-1.5 text-ink-muted text-xs">
          Messages wait for the end of quiet hours before they are handed over.
        </p>
      </fieldset>
    </>
  );
}
