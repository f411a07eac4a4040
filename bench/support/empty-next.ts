import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@/scripts/testing/free-port";

const FOLDER = resolve("bench/empty-next");
const NEXT = resolve("node_modules/next/dist/bin/next");
const READY_MS = 30_000;

/** Builds and starts a Next application that does nothing, in one process, for comparison. */
export async function startEmptyNext(): Promise<{ url: string; stop(): Promise<void> }> {
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  const build = spawn(process.execPath, [NEXT, "build", FOLDER], { env, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = (await once(build, "exit")) as [number | null];
  if (code !== 0) throw new Error(`The empty Next application could not be built (${code}).`);
  const port = await freePort();
  const server = spawn(process.execPath, [NEXT, "start", FOLDER, "-p", String(port)], { env, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  const ended = once(server, "exit");
  const until = performance.now() + READY_MS;
  while (!(await answers(url))) {
    if (performance.now() > until) throw new Error("The empty Next application does not answer.");
    await delay(50);
  }
  return {
    url,
    async stop() {
      server.kill("SIGTERM");
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: "POST", body: "{}" })).ok;
  } catch (error) {
    // Not listening yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
