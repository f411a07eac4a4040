import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "@/scripts/testing/free-port";
import type { Scene } from "./faults";

/** `npm start` on a data folder that cannot be used: one line that names DATA_DIR, and nothing half-made. */

/** What may be there afterwards: each is whole, and of use to the next start. */
const WHOLE = ["secret-key", "postgres-password", "postgres.log"];

/** Starts on a folder that is read-only and on disks that are full: at once, and in the midst of making the database. */
export async function startOnBadFolders(scene: Pick<Scene, "problems" | "skipped" | "count">): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), "tidings-chaos-start-"));
  chmodSync(parent, 0o755);
  try {
    const readOnly = join(parent, "read-only");
    mkdirSync(readOnly, { mode: 0o555 });
    await Promise.all([
      // What may not be written is written by root all the same.
      onDisk(scene, readOnly, "ro", process.getuid?.() === 0, "start on a read-only folder"),
      ...["4k", "64k", "24m"].map((size) =>
        onDisk(scene, join(parent, `full-${size}`), `size=${size}`, true, `start on a disk of ${size}`),
      ),
    ]);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** @param mounted whether the folder has to be a small disk of its own for this. */
async function onDisk(
  scene: Pick<Scene, "problems" | "skipped" | "count">,
  folder: string,
  options: string,
  mounted: boolean,
  what: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (mounted && spawnSync("mount", ["-t", "tmpfs", "-o", `${options},mode=755`, "tmpfs", folder]).status !== 0) {
    scene.skipped.push(`${what}: a small disk cannot be mounted here, which takes root`);
    return;
  }
  try {
    scene.count(what);
    const { code, said } = await start(folder);
    const lines = said.split("\n").filter((line) => line.trim() !== "");
    const line = lines.find((one) => one.includes("could not start"));
    if (code === 0) scene.problems.push(`${what} ended with 0`);
    if (!line?.includes(`DATA_DIR ${folder}`)) scene.problems.push(`${what} did not name DATA_DIR: ${said}`);
    if (/^\s+at /m.test(said)) scene.problems.push(`${what} printed more than a line: ${said}`);
    const left = readdirSync(folder).filter((name) => !WHOLE.includes(name));
    if (left.length > 0) scene.problems.push(`${what} left ${left.join(", ")}`);
  } finally {
    if (mounted) spawnSync("umount", [folder]);
  }
}

async function start(dataDir: string): Promise<{ code: number | null; said: string }> {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const launcher = spawn(process.execPath, [resolve("scripts/start.mjs")], {
    env: {
      ...process.env,
      NODE_OPTIONS: "",
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      DATA_DIR: dataDir,
      ...{ DATABASE_URL: "", SECRET_KEY: "", PUBLIC_URL: "", OWNER_EMAIL: "", OWNER_PASSWORD: "", SANDBOX_URL: "" },
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [launcher.stdout, launcher.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      // It was not to start.
      if (said.includes("Tidings is ready")) launcher.kill("SIGTERM");
    });
  const [code] = (await once(launcher, "close")) as [number | null];
  return { code, said };
}
