import { pool, prisma } from "@/lib/platform/database";
import type { ApiKey as KeyRow } from "@/lib/platform/prisma/client";
import { type ApiKey, scopeSchema } from "./contract";
import { type Environment, secretPrefix } from "./secret";

type Usage = { key_id: string; last_used_at: Date; day: string; month: string; limited: string };

/** The keys of an app, newest first: those that can be used, and those that no longer can. */
export async function listKeys(app: { id: string; environment: Environment }): Promise<ApiKey[]> {
  const rows = await prisma().apiKey.findMany({ where: { appId: app.id }, orderBy: { id: "desc" } });
  // Primary key of api_key_usage.
  const { rows: usage } = await pool().query<Usage>(
    `SELECT key_id, max(last_used_at) AS last_used_at, sum(requests) AS month,
       coalesce(sum(requests) FILTER (WHERE hour > now() - interval '24 hours'), 0) AS day, sum(limited) AS limited
     FROM api_key_usage WHERE key_id = ANY($1::uuid[]) AND hour > now() - interval '30 days' GROUP BY key_id`,
    [rows.map(({ id }) => id)],
  );
  return rows.map((row) =>
    keyView(
      row,
      app.environment,
      usage.find(({ key_id }) => key_id === row.id),
    ),
  );
}

/** A key as it leaves the server: of its secret only how it begins and ends. Pure. */
export function keyView(row: KeyRow, environment: Environment, usage?: Usage): ApiKey {
  return {
    id: row.id,
    appId: row.appId,
    name: row.name,
    secretPrefix: secretPrefix(environment),
    secretLast4: row.secretLast4,
    scopes: row.scopes.map((scope) => scopeSchema.parse(scope)),
    requestsPerMinute: row.requestsPerMinute,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: usage?.last_used_at.toISOString() ?? null,
    usage: { day: Number(usage?.day ?? 0), month: Number(usage?.month ?? 0), limited: Number(usage?.limited ?? 0) },
  };
}
