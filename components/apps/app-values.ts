import type { Callback } from "@/lib/apps/callback-contract";
import {
  type App,
  type CreateApp,
  createAppSchema,
  type Environment,
  type UpdateApp,
  updateAppSchema,
} from "@/lib/apps/contract";
import { type FieldError, fieldErrors } from "@/lib/platform/problem";

/** The form of an app as it is typed: everything is text. */
export interface AppValues {
  name: string;
  environment: Environment;
  applicationId: string;
  /** When an app is changed: empty leaves the secret as it is. */
  applicationSecret: string;
  defaultSender: string;
  callbackUrl: string;
  callbackStrategy: Callback["strategy"];
  enforceTranscode: boolean;
  /** Minutes. */
  defaultTtl: string;
  /** Times of day like 22:00; both empty for none. */
  quietFrom: string;
  quietUntil: string;
  quietZone: string;
}

/** A form with nothing in it. @param zone the reader's time zone. */
export function emptyApp(zone = "UTC"): AppValues {
  return {
    name: "",
    environment: "sandbox",
    applicationId: "",
    applicationSecret: "",
    defaultSender: "",
    callbackUrl: "",
    callbackStrategy: "OnChange",
    enforceTranscode: false,
    defaultTtl: "",
    quietFrom: "",
    quietUntil: "",
    quietZone: zone,
  };
}

/** The form of an app that is there. Its secret is not known. */
export function valuesOf(app: App, zone = "UTC"): AppValues {
  return {
    name: app.name,
    environment: app.environment,
    applicationId: app.applicationId ?? "",
    applicationSecret: "",
    defaultSender: app.defaultSender ?? "",
    callbackUrl: app.defaultCallback?.url ?? "",
    callbackStrategy: app.defaultCallback?.strategy ?? "OnChange",
    enforceTranscode: app.enforceTranscode,
    defaultTtl: app.defaultTtl === null ? "" : String(app.defaultTtl),
    quietFrom: app.quietHours?.from ?? "",
    quietUntil: app.quietHours?.until ?? "",
    quietZone: app.quietHours?.zone ?? zone,
  };
}

type Composed<T> = { ok: true; app: T } | { ok: false; errors: readonly FieldError[] };

/** The app that the form stands for, or what is wrong with it. A sandbox app has no credentials. Pure. */
export function composedApp(values: AppValues): Composed<CreateApp> {
  const live = values.environment === "live";
  const { defaultSender, defaultCallback, defaultTtl, quietHours } = defaultsOf(values);
  const parsed = createAppSchema.safeParse({
    name: values.name,
    environment: values.environment,
    ...(live ? { applicationId: values.applicationId, applicationSecret: values.applicationSecret } : {}),
    ...(values.enforceTranscode ? { enforceTranscode: true } : {}),
    ...(defaultSender === null ? {} : { defaultSender }),
    ...(defaultCallback === null ? {} : { defaultCallback }),
    ...(defaultTtl === null ? {} : { defaultTtl }),
    ...(quietHours === null ? {} : { quietHours }),
  });
  return parsed.success ? { ok: true, app: parsed.data } : { ok: false, errors: fieldErrors(parsed.error) };
}

/** The change that the form stands for, or what is wrong with it. Pure. */
export function composedChange(values: AppValues): Composed<UpdateApp> {
  const live = values.environment === "live";
  const parsed = updateAppSchema.safeParse({
    name: values.name,
    ...(live ? { applicationId: values.applicationId } : {}),
    ...(live && values.applicationSecret !== "" ? { applicationSecret: values.applicationSecret } : {}),
    enforceTranscode: values.enforceTranscode,
    ...defaultsOf(values),
  });
  return parsed.success ? { ok: true, app: parsed.data } : { ok: false, errors: fieldErrors(parsed.error) };
}

/** What the fields of defaults hold; null for those that are empty. */
function defaultsOf({ defaultSender, callbackUrl, callbackStrategy, defaultTtl, ...quiet }: AppValues) {
  const { quietFrom, quietUntil, quietZone } = quiet;
  const noQuiet = quietFrom === "" && quietUntil === "";
  return {
    defaultSender: defaultSender.trim() === "" ? null : defaultSender,
    defaultCallback: callbackUrl.trim() === "" ? null : { url: callbackUrl, strategy: callbackStrategy },
    defaultTtl: defaultTtl.trim() === "" ? null : /^\d{1,6}$/.test(defaultTtl.trim()) ? Number(defaultTtl) : defaultTtl,
    quietHours: noQuiet ? null : { from: quietFrom, until: quietUntil, zone: quietZone },
  };
}
