import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { administer } from "./administer";

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A migrated database of one's own, cloned from the template. Drop it when done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${inject("template")}`);
  const url = new URL(adminUrl);
  url.pathname = name;
  return { url: url.href, drop: () => administer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}
