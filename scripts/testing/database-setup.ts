import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "../migrate.mjs";
import { startPostgres } from "../start/postgres.mjs";
import { administer } from "./administer";

declare module "vitest" {
  interface ProvidedContext {
    /** A database from which others can be created. */
    adminUrl: string;
    /** The name of the database that others clone: migrated once, so that one of one's own costs a file copy. */
    template: string;
  }
}

/**
 * Prepares the template on the server of TEST_DATABASE_URL (its user has to be allowed to make databases), or else on
 * a PostgreSQL of its own that does not wait for the disk.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => undefined } : await ownServer();
  const template = `tidings_template_${randomBytes(6).toString("hex")}`;
  try {
    await administer(server.url, `CREATE DATABASE ${template}`);
    const url = new URL(server.url);
    url.pathname = template;
    await migrate(url.href);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("adminUrl", server.url);
  project.provide("template", template);
  return async () => {
    if (given) await administer(server.url, `DROP DATABASE ${template} WITH (FORCE)`);
    await server.stop();
  };
}

async function ownServer(): Promise<{ url: string; stop(): Promise<undefined> }> {
  const folder = mkdtempSync(join(tmpdir(), "tidings-test-"));
  // As root PostgreSQL runs as another user, which has to get in.
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({ folder, settings: { fsync: "off", max_connections: "200" } });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
