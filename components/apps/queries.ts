import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { requestJson } from "@/components/query/api";
import {
  type App,
  type AppContent,
  type AppDetail,
  appContentSchema,
  appDetailSchema,
  appListSchema,
  appSchema,
  type CreateAppInput,
  type CreatedApp,
  createdAppSchema,
  type ProviderAccount,
  providerAccountSchema,
  rotatedSecretSchema,
  type UpdateAppInput,
  type Verified,
  type Verify,
  verifiedSchema,
} from "@/lib/apps/contract";

export const appKeys = {
  all: ["apps"] as const,
  archived: () => [...appKeys.all, "archived"] as const,
  detail: (id: string) => [...appKeys.all, id] as const,
  content: (id: string) => [...appKeys.all, id, "content"] as const,
};

const pathOf = (id: string, rest = "") => `/api/apps/${encodeURIComponent(id)}${rest}`;
/** While the way to Routee is disturbed, its state changes by itself. */
const LOOK_EVERY_MS = 5_000;

/** One app with its connection to Routee. */
export function appDetailOptions(id: string) {
  return queryOptions({
    queryKey: appKeys.detail(id),
    queryFn: ({ signal }): Promise<AppDetail> => requestJson(appDetailSchema, pathOf(id), { signal }),
    refetchInterval: ({ state }) => (state.data?.connection.failures ? LOOK_EVERY_MS : false),
  });
}

/** What Routee says of an app's account. Asked once a minute at most. */
export function accountOptions(id: string) {
  return queryOptions({
    queryKey: [...appKeys.detail(id), "account"],
    queryFn: ({ signal }): Promise<ProviderAccount> =>
      requestJson(providerAccountSchema, pathOf(id, "/account"), { signal }),
    staleTime: 60_000,
    retry: false,
  });
}

/** What would go with an app if it were deleted. */
export function appContentOptions(id: string) {
  return queryOptions({
    queryKey: appKeys.content(id),
    queryFn: ({ signal }): Promise<AppContent> => requestJson(appContentSchema, pathOf(id, "/content"), { signal }),
  });
}

/** Every app. */
export function appsOptions() {
  return queryOptions({
    queryKey: appKeys.all,
    queryFn: async ({ signal }): Promise<App[]> => (await requestJson(appListSchema, "/api/apps", { signal })).data,
  });
}

/** Every app that was put away. */
export function archivedAppsOptions() {
  return queryOptions({
    queryKey: appKeys.archived(),
    queryFn: async ({ signal }): Promise<App[]> =>
      (await requestJson(appListSchema, "/api/apps?archived=true", { signal })).data,
  });
}

/** Creates an app; the answer holds its callback signing secret, this once. */
export function createApp(app: CreateAppInput): Promise<CreatedApp> {
  return requestJson(createdAppSchema, "/api/apps", { method: "POST", body: JSON.stringify(app) });
}

/** Changes an app; what is left out stays. */
export function updateApp(id: string, change: UpdateAppInput): Promise<App> {
  return requestJson(appSchema, pathOf(id), { method: "PATCH", body: JSON.stringify(change) });
}

/** Deletes an app. @param name as typed, which it needs when it has messages. */
export async function deleteApp(id: string, name: string): Promise<void> {
  await requestJson(z.unknown(), `${pathOf(id)}?${new URLSearchParams({ name })}`, { method: "DELETE" });
}

/** Whether Routee accepts credentials that are not stored. */
export function verifyTyped(credentials: Verify): Promise<Verified> {
  return requestJson(verifiedSchema, "/api/apps/verify", { method: "POST", body: JSON.stringify(credentials) });
}

/** Whether Routee accepts an app's stored credentials. */
export function verifyApp(id: string): Promise<Verified> {
  return requestJson(verifiedSchema, pathOf(id, "/verify"), { method: "POST" });
}

/** A new signing secret, this once. */
export function rotateSigningSecret(id: string) {
  return requestJson(rotatedSecretSchema, pathOf(id, "/signing-secret"), { method: "POST" });
}
