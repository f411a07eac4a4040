import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "../../scripts/start/command.mjs";
import { startPostgres } from "../../scripts/start/postgres.mjs";
import { startRoles } from "../../scripts/start/roles.mjs";
import { freePort } from "../../scripts/testing/free-port";
import { type Balancer, NOTICED_WITHIN_MS, startBalancer } from "./balancer";
import { PERSON } from "./person";

/** Two machines' worth of processes, each a web and a worker process, on one database that belongs to neither. */
export interface Several {
  balancer: Balancer;
  databaseUrl: string;
  sandboxUrl: string;
  /** Of the two web processes. */
  urls: readonly [string, string];
  /** Ends one machine's processes in order and starts them anew. */
  restart(machine: 0 | 1): Promise<void>;
  /** What any process told of a death that nobody ordered. */
  deaths: string[];
  stop(): Promise<void>;
}

const root = resolve(".");

export async function startSeveral(): Promise<Several> {
  const folder = mkdtempSync(join(tmpdir(), "tidings-several-"));
  // As root PostgreSQL runs as another user, which has to get in.
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({ folder, settings: { fsync: "off" } });
  const balancer = await startBalancer();
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const sandboxUrl = `http://127.0.0.1:${ports[2]}`;
  const deaths: string[] = [];
  const env = (port: number) => ({
    ...process.env,
    NODE_ENV: "production" as const,
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(port),
    PUBLIC_URL: balancer.url,
    DATABASE_URL: postgres.url,
    SECRET_KEY: secretKey,
    SANDBOX_PORT: String(ports[2]),
    SANDBOX_URL: sandboxUrl,
    SANDBOX_SPEED: "20",
    OWNER_EMAIL: PERSON.email,
    OWNER_PASSWORD: PERSON.password,
    SHUTDOWN_DELAY_MS: String(NOTICED_WITHIN_MS),
    LOG_LEVEL: "error",
  });
  const secretKey = randomBytes(32).toString("base64");
  const start = (roles: ("web" | "worker" | "sandbox")[], port: number) =>
    startRoles({ root, roles, env: env(port), say: (line) => deaths.push(line) });
  await run(process.execPath, [join(root, "scripts/migrate.mjs")], {
    cwd: root,
    env: env(ports[0]),
    failure: "The database could not be brought up to date",
    brief: true,
  });
  const sandbox = start(["sandbox"], ports[2]);
  const machine = (index: 0 | 1) => start(["web", "worker"], ports[index]);
  const machines: [ReturnType<typeof start>, ReturnType<typeof start>] = [machine(0), machine(1)];
  const stop = async () => {
    await Promise.all(machines.map((one) => one.stop()));
    await sandbox.stop();
    await balancer.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const all = [sandbox, ...machines];
    await Promise.race([Promise.all(all.map(({ ready }) => ready)), ...all.map(({ failed }) => failed)]);
  } catch (error) {
    await stop();
    throw error;
  }
  const urls = [`http://127.0.0.1:${ports[0]}`, `http://127.0.0.1:${ports[1]}`] as const;
  balancer.targets.push(...urls);
  return {
    balancer,
    databaseUrl: postgres.url,
    sandboxUrl,
    urls,
    deaths,
    async restart(index) {
      await machines[index].stop();
      machines[index] = machine(index);
      await Promise.race([machines[index].ready, machines[index].failed]);
    },
    stop,
  };
}
