import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inDataDir } from "./data-dir.mjs";
import { StartError } from "./failure.mjs";
import { lockDataDir } from "./lock.mjs";
import { startPostgres } from "./postgres.mjs";
import { keptSecretKey, prepareDataDir } from "./settings.mjs";

/** A data folder on a small disk of its own, which takes root to make. */
let folder: string;
const mount = (options: string) =>
  spawnSync("mount", ["-t", "tmpfs", "-o", `${options},mode=755`, "tmpfs", folder]).status === 0;
const mountable = (() => {
  folder = mkdtempSync(join(tmpdir(), "tidings-probe-"));
  const possible = process.platform === "linux" && mount("size=4k");
  if (possible) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true });
  return possible;
})();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidings-disk-"));
  chmodSync(folder, 0o755);
});
afterEach(() => {
  spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true, force: true });
});

const FULL = () =>
  new StartError(`DATA_DIR ${folder} is on a disk that is full: free some space there, or choose another folder.`);

describe.skipIf(!mountable)("a data folder on a disk", () => {
  test("that is read-only is named", () => {
    mount("ro");
    expect(() => prepareDataDir(folder)).toThrow(
      `DATA_DIR ${folder} cannot be written (EROFS): choose another folder.`,
    );
  });

  test("that is full keeps no empty claim and no half of a key", async () => {
    mount("size=4k");
    const { release } = lockDataDir(folder);
    await expect(inDataDir(folder, () => keptSecretKey(folder))).rejects.toEqual(FULL());
    expect(readdirSync(folder)).toEqual(["launcher.pid"]);
    release();
    keptSecretKey(folder);
    await expect(inDataDir(folder, () => lockDataDir(folder))).rejects.toEqual(FULL());
    expect(readdirSync(folder)).toEqual(["secret-key"]);
  });

  test("that becomes full while the database is made keeps nothing half-made, and the next start succeeds", async () => {
    mount("size=24m");
    await expect(inDataDir(folder, () => startPostgres({ folder }))).rejects.toEqual(FULL());
    expect(readdirSync(folder)).toEqual(["postgres-password"]);
    spawnSync("mount", ["-o", "remount,size=400m", folder]);
    const postgres = await startPostgres({ folder, settings: { fsync: "off" } });
    await postgres.stop();
    expect(existsSync(join(folder, "postgres/PG_VERSION"))).toBe(true);
  });
});
