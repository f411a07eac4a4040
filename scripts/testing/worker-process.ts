import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/** Real worker processes for tests that end them the hard way. */
export interface WorkerPrograms {
  /** Starts one and waits until it says that it is ready. @param onOutput gets what it writes, in place of ours */
  start(onOutput?: (text: string) => void): Promise<ChildProcess>;
  /** Ends what still runs and removes the program. */
  close(): Promise<void>;
}

/** Bundles the worker as the build does. @param env what the processes get besides this process's environment */
export async function workerPrograms(env: Record<string, string>): Promise<WorkerPrograms> {
  // Beside node_modules, so that the bundle finds its packages.
  const folder = mkdtempSync(resolve("node_modules/.tidings-worker-"));
  const program = join(folder, "worker.mjs");
  await build({
    entryPoints: [resolve("scripts/roles/worker.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    tsconfig: resolve("tsconfig.json"),
    logLevel: "warning",
  });
  const running = new Set<ChildProcess>();
  return {
    async start(onOutput) {
      const output = onOutput ? "pipe" : "inherit";
      const child = spawn(process.execPath, [program], {
        env: { ...process.env, ...env },
        stdio: ["ignore", output, output, "ipc"],
      });
      for (const stream of [child.stdout, child.stderr])
        stream?.on("data", (chunk: Buffer) => onOutput?.(chunk.toString()));
      running.add(child);
      child.once("exit", () => running.delete(child));
      await once(child, "message");
      return child;
    },
    async close() {
      await Promise.all([...running].map((child) => kill(child)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** kill -9, and waits until the process is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
