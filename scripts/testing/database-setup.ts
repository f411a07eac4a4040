import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "../migrate.mjs";
import { startPostgres } from "../start/postgres.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** A database from which others can be created; the template is beside it. */
    adminUrl: string;
  }
}

/** What test files clone: migrated once, so that a database of one's own costs a file copy. */
const TEMPLATE = "tidings_template";

/** Starts PostgreSQL for the integration tests, without waiting for the disk, and prepares the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "tidings-test-"));
  // As root PostgreSQL runs as another user, which has to get in.
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({ folder, settings: { fsync: "off", max_connections: "200" } });
  const template = new URL(postgres.url);
  template.pathname = TEMPLATE;
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  await migrate(template.href);
  project.provide("adminUrl", postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
