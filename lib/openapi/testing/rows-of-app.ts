import { pool } from "@/lib/platform/database";

/** How a table's rows belong to an app, by the columns that say it; the first that a table has counts. */
const WAYS: readonly (readonly [column: string, condition: string])[] = [
  ["app_id", "app_id = $1"],
  ["message_id", "message_id IN (SELECT id FROM messages WHERE app_id = $1)"],
  ["batch_id", "batch_id IN (SELECT id FROM batches WHERE app_id = $1)"],
  ["key_id", "key_id IN (SELECT id FROM api_keys WHERE app_id = $1)"],
];

/** Every row of an app in every table, the new tables too, as text to be compared. */
export async function rowsOfApp(appId: string): Promise<Record<string, string[]>> {
  const columns = await pool().query<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     GROUP BY c.relname ORDER BY c.relname`,
  );
  const rows: Record<string, string[]> = {
    apps: await texts("SELECT to_jsonb(t)::text AS row FROM apps t WHERE id = $1", appId),
    jobs: await texts(
      `SELECT to_jsonb(j)::text AS row FROM graphile_worker._private_jobs j
       JOIN messages m ON j.payload::text LIKE '%' || m.id || '%' WHERE m.app_id = $1 ORDER BY j.id`,
      appId,
    ),
  };
  for (const { name, columns: names } of columns.rows) {
    const way = WAYS.find(([column]) => names.includes(column));
    if (way)
      rows[name] = await texts(`SELECT to_jsonb(t)::text AS row FROM ${name} t WHERE ${way[1]} ORDER BY 1`, appId);
  }
  return rows;
}

async function texts(sql: string, appId: string): Promise<string[]> {
  return (await pool().query<{ row: string }>(sql, [appId])).rows.map(({ row }) => row);
}
