import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Role } from "@/scripts/start/settings.mjs";
import { freePort } from "@/scripts/testing/free-port";
import { type HeldDatabase, holdDatabase } from "./held-database";
import { holdRoles } from "./held-roles";

/** A whole Tidings on a database and ports of its own, as `npm start` runs it, for measurements. */
export interface Stack {
  url: string;
  sandboxUrl: string;
  database: HeldDatabase;
  /** Ends a role's process the hard way (kill -9). @returns whether it was running */
  kill(role: Role): boolean;
  /** The process of a role, while it is running. */
  pidOf(role: Role): number | undefined;
  /** Ends a role's process the hard way, and it stays away until `resume`, which waits until it is ready. */
  halt(role: Role): Promise<void>;
  resume(role: Role): Promise<void>;
  /** The roles' environment. */
  env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export const OWNER = { email: "bench@example.com", password: "bench bench bench" };

/**
 * Starts PostgreSQL as durable as in use, migrates, and starts the roles; they are started again when they die. What
 * it made is removed by `stop`, and by SIGINT and SIGTERM.
 */
export async function startStack(options: {
  roles: Role[];
  env?: Record<string, string>;
  /** Environment of one role alone. */
  envOf?: Partial<Record<Role, Record<string, string>>>;
  /** Whether a sandbox that is started again goes on where it was. */
  journal?: boolean;
}): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), "tidings-bench-"));
  // As root PostgreSQL runs as another user, which has to get in.
  chmodSync(folder, 0o755);
  const say = (line: string) => process.stderr.write(`  ${line}\n`);
  const database = await holdDatabase(folder, say);
  const port = await freePort();
  const sandboxPort = await freePort();
  const env = {
    NODE_ENV: "production" as const,
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: database.url,
    SECRET_KEY: randomBytes(32).toString("base64"),
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_URL: `http://127.0.0.1:${sandboxPort}`,
    OWNER_EMAIL: OWNER.email,
    OWNER_PASSWORD: OWNER.password,
    LOG_LEVEL: "error",
    ...(options.journal ? { SANDBOX_JOURNAL: join(folder, "sandbox.jsonl") } : {}),
    ...options.env,
  };
  Object.assign(process.env, env);
  await program("scripts/migrate.mjs", env);
  const roles = holdRoles(options.roles, { env: { ...process.env, ...env }, envOf: options.envOf ?? {}, say });

  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      await roles.stop();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    })();
    return stopping;
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void stop().then(() => process.exit(130)));
  try {
    await roles.ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    sandboxUrl: `http://127.0.0.1:${sandboxPort}`,
    database,
    pidOf: roles.pidOf,
    kill: roles.kill,
    halt: roles.halt,
    resume: roles.resume,
    env,
    stop,
  };
}

/** Runs one of our programs to its end. @throws when it fails */
export async function program(file: string, env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [resolve(file)], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${file} ended with ${code}.`);
}
