import { afterAll, beforeAll, vi } from "vitest";
import { closeDatabase, pool } from "@/lib/platform/database";
import { createTestDatabase } from "./database";

/** Settings that tests need besides the database; a key that is no secret. */
const SETTINGS = { SECRET_KEY: Buffer.alloc(32, 5).toString("base64"), LOG_LEVEL: "silent", PORT: "3000" };

/**
 * Gives a test file a migrated database of its own, dropped at its end. Call it at the top of the file.
 * @param settings environment variables besides the usual.
 */
export function onTestDatabase(settings: Record<string, string> = {}): void {
  let drop: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    const database = await createTestDatabase();
    drop = database.drop;
    for (const [name, value] of Object.entries({ ...SETTINGS, ...settings, DATABASE_URL: database.url }))
      vi.stubEnv(name, value);
  });

  afterAll(async () => {
    await closeDatabase();
    vi.unstubAllEnvs();
    await drop?.();
  });
}

/** The jobs waiting in the queue: name and payload, in the order they were added. */
export async function waitingJobs(): Promise<{ name: string; payload: unknown; key: string | null }[]> {
  const jobs = await pool().query<{ name: string; payload: unknown; key: string | null }>(
    `SELECT j.task_identifier AS name, p.payload, j.key
     FROM graphile_worker.jobs j JOIN graphile_worker._private_jobs p USING (id) ORDER BY j.id`,
  );
  return jobs.rows;
}
