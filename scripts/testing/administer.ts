import pg from "pg";

/** Runs one statement that makes or drops a database, one at a time on a server. */
export async function administer(adminUrl: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    // Two clones of one template at once would get in each other's way.
    await admin.query("SELECT pg_advisory_lock(1)");
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
