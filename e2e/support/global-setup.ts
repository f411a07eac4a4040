import { spawn } from "node:child_process";
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { commandOf, isAlive } from "../../scripts/start/processes.mjs";
import { findBrowser } from "../../scripts/testing/browser.mjs";
import { freePort } from "../../scripts/testing/free-port";
import { childrenOf, postmasterOf } from "./processes";

const READY_MS = 240_000;

/** Starts Tidings as `npm start` does, on a database and ports of its own, and stops it after the last test. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  process.env.CHROMIUM_PATH ??= (await findBrowser()) ?? "";
  const dataDir = mkdtempSync(join(tmpdir(), "tidings e2e "));
  // As root PostgreSQL runs as another user, which has to get in.
  chmodSync(dataDir, 0o755);
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const launcher = spawn(process.execPath, [resolve("scripts/start.mjs")], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      // Four times as fast: what takes seconds on a real network must not take them in each test.
      SANDBOX_SPEED: "4",
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      SECRET_KEY: "",
      PUBLIC_URL: "",
      OWNER_EMAIL: "",
      OWNER_PASSWORD: "",
      // All that can be logged is, so that a test can look through it.
      LOG_LEVEL: "debug",
      CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8",
      // Live apps speak to the sandbox too: nothing leaves this machine.
      ROUTEE_AUTH_URL: `http://127.0.0.1:${sandboxPort}`,
      ROUTEE_API_URL: `http://127.0.0.1:${sandboxPort}`,
    },
  });
  let output = "";
  const logFile = join(dataDir, "server.log");
  process.env.E2E_SERVER_LOG = logFile;
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
    appendFileSync(logFile, chunk);
    if (process.env.E2E_SHOW_SERVER) process.stdout.write(chunk);
  };
  launcher.stdout.on("data", keep);
  launcher.stderr.on("data", keep);
  const ended = new Promise<void>((end) => launcher.once("exit", () => end()));
  let late: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((ready, reject) => {
      late = setTimeout(() => reject(new Error(`Tidings was not ready in time:\n${output}`)), READY_MS);
      launcher.stdout.on("data", () => output.includes("Tidings is ready") && ready());
      void ended.then(() => reject(new Error(`Tidings ended before it was ready:\n${output}`)));
    });
  } catch (error) {
    launcher.kill("SIGTERM");
    await ended;
    throw error;
  } finally {
    clearTimeout(late);
  }
  process.env.E2E_BASE_URL = `http://localhost:${port}`;
  process.env.E2E_SANDBOX_URL = `http://127.0.0.1:${sandboxPort}`;

  return async () => {
    const processes = [...childrenOf(launcher.pid), ...postmasterOf(dataDir)];
    launcher.kill("SIGTERM");
    await ended;
    const left = processes.filter(isAlive).map((pid) => commandOf(pid).join(" "));
    if (left.length > 0) throw new Error(`These outlived Tidings:\n${left.join("\n")}`);
    rmSync(dataDir, { recursive: true, force: true });
    if (/"level":"(error|fatal)"/.test(output)) throw new Error(`The server logged errors:\n${output}`);
  };
}
