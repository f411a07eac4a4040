import type { Callback } from "@/lib/apps/callback-contract";
import { type CreateApp, createAppSchema, type Environment } from "@/lib/apps/contract";
import { type FieldError, fieldErrors } from "@/lib/platform/problem";

/** The form of a new app as it is typed. */
export interface NewAppValues {
  name: string;
  environment: Environment;
  applicationId: string;
  applicationSecret: string;
  defaultSender: string;
  callbackUrl: string;
  callbackStrategy: Callback["strategy"];
}

/** A form with nothing in it. */
export const EMPTY_APP: NewAppValues = {
  name: "",
  environment: "sandbox",
  applicationId: "",
  applicationSecret: "",
  defaultSender: "",
  callbackUrl: "",
  callbackStrategy: "OnChange",
};

/** The app that the form stands for, or what is wrong with it. A sandbox app has no credentials. Pure. */
export function composedApp(
  values: NewAppValues,
): { ok: true; app: CreateApp } | { ok: false; errors: readonly FieldError[] } {
  const live = values.environment === "live";
  const parsed = createAppSchema.safeParse({
    name: values.name,
    environment: values.environment,
    ...(live ? { applicationId: values.applicationId, applicationSecret: values.applicationSecret } : {}),
    ...(values.defaultSender.trim() === "" ? {} : { defaultSender: values.defaultSender }),
    ...(values.callbackUrl.trim() === ""
      ? {}
      : { defaultCallback: { url: values.callbackUrl, strategy: values.callbackStrategy } }),
  });
  return parsed.success ? { ok: true, app: parsed.data } : { ok: false, errors: fieldErrors(parsed.error) };
}
