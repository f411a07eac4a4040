import type { Sql } from "@/lib/platform/database";
import { uuids } from "@/lib/platform/sql-arrays";

/** What sending needs to know of an app. */
export interface AppDefaults {
  id: string;
  name: string;
  environment: "sandbox" | "live";
  archived: boolean;
  defaultSender: string | null;
  defaultTtl: number | null;
  enforceTranscode: boolean;
}

/** The defaults of apps, by id; those that do not exist or are being deleted are left out. Primary key. */
export async function readDefaults(sql: Sql, ids: readonly string[]): Promise<Map<string, AppDefaults>> {
  const found = await sql.query<AppDefaults>({
    name: "read defaults",
    text: `SELECT id, name, environment, archived_at IS NOT NULL AS archived, default_sender AS "defaultSender",
       default_ttl AS "defaultTtl", enforce_transcode AS "enforceTranscode"
     FROM apps WHERE id = ANY($1::uuid[]) AND deleting_at IS NULL`,
    values: [uuids([...new Set(ids)])],
  });
  return new Map(found.rows.map((row) => [row.id, row]));
}
