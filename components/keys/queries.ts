import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { appKeys } from "@/components/apps/queries";
import { requestJson } from "@/components/query/api";
import {
  type ApiKey,
  apiKeyListSchema,
  type CreatedKey,
  type CreateKeyInput,
  createdKeySchema,
} from "@/lib/keys/contract";

const pathOf = (appId: string, rest = "") => `/api/apps/${encodeURIComponent(appId)}/keys${rest}`;

/** An app's API keys, newest first. */
export function keysOptions(appId: string) {
  return queryOptions({
    queryKey: [...appKeys.detail(appId), "keys"],
    queryFn: async ({ signal }): Promise<ApiKey[]> =>
      (await requestJson(apiKeyListSchema, pathOf(appId), { signal })).data,
  });
}

/** Makes a key; its secret is in this answer only. */
export function createKey(appId: string, key: CreateKeyInput): Promise<CreatedKey> {
  return requestJson(createdKeySchema, pathOf(appId), { method: "POST", body: JSON.stringify(key) });
}

/** Ends a key, at once. */
export async function revokeKey(appId: string, keyId: string): Promise<void> {
  await requestJson(z.unknown(), pathOf(appId, `/${encodeURIComponent(keyId)}`), { method: "DELETE" });
}
