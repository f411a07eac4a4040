import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { StartError } from "./failure.mjs";
import { checkPort, lockDataDir } from "./lock.mjs";
import { checkNode, keptSecretKey, prepareDataDir, readSettings } from "./settings.mjs";

const key = Buffer.alloc(32, 3).toString("base64");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidings start "));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("readSettings", () => {
  test("needs nothing", () => {
    expect(readSettings({}, "/srv/tidings")).toEqual({
      port: 3000,
      sandboxPort: 3001,
      publicUrl: "http://localhost:3000",
      roles: ["web", "worker", "sandbox"],
      dataDir: "/srv/tidings/.data",
      databaseUrl: null,
      secretKey: null,
    });
  });

  test("takes roles in any order and ignores empty settings", () => {
    const { roles, port } = readSettings({ ROLES: "worker, web", PORT: "", DATABASE_URL: "" }, ".");
    expect([roles, port]).toEqual([["web", "worker"], 3000]);
  });

  test.each([
    [{ PORT: "80a" }, "PORT"],
    [{ PORT: "0" }, "PORT"],
    [{ SANDBOX_PORT: "99999" }, "SANDBOX_PORT"],
    [{ PORT: "3000", SANDBOX_PORT: "3000" }, "SANDBOX_PORT"],
    [{ ROLES: "web,cook" }, "ROLES"],
    [{ ROLES: "," }, "ROLES"],
    [{ DATABASE_URL: "mysql://x", SECRET_KEY: key }, "DATABASE_URL"],
    [{ DATABASE_URL: "postgresql://localhost/x" }, "SECRET_KEY"],
    [{ SECRET_KEY: "c2hvcnQ=" }, "SECRET_KEY"],
    [{ PUBLIC_URL: "tidings.example" }, "PUBLIC_URL"],
  ])("%o ends in one line that begins with %s", (env, name) => {
    expect(() => readSettings(env, ".")).toThrow(StartError);
    expect(() => readSettings(env, ".")).toThrow(new RegExp(`^${name} [^\\n]+$`));
  });
});

test.each(["v20.19.0", "v20.20.2", "v22.1.0", "v24.0.0"])("Node %s is new enough", (version) =>
  expect(() => checkNode(version)).not.toThrow(),
);
test.each(["v18.20.0", "v20.18.9"])("Node %s is too old", (version) =>
  expect(() => checkNode(version)).toThrow(/needed/),
);

describe("the data folder", () => {
  test("that cannot be made is named", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => prepareDataDir(join(file, "data"))).toThrow(/^DATA_DIR .*file\/data cannot be written/);
  });

  test("keeps a key of 32 bytes that only its owner can read, and keeps it", () => {
    const made = keptSecretKey(folder);
    expect(Buffer.from(made, "base64")).toHaveLength(32);
    expect(statSync(join(folder, "secret-key")).mode & 0o777).toBe(0o600);
    expect(keptSecretKey(folder)).toBe(made);
  });

  test("is one launcher's at a time; a dead one's claim does not count", () => {
    writeFileSync(join(folder, "launcher.pid"), "999999999");
    const { release, abandoned } = lockDataDir(folder);
    expect(abandoned).toBe(true);
    expect(existsSync(join(folder, "launcher.pid"))).toBe(true);
    release();
    expect(existsSync(join(folder, "launcher.pid"))).toBe(false);
  });
});

test("a port that is taken is named, a free one is fine", async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await expect(checkPort(port, "PORT", { host: "127.0.0.1" })).rejects.toThrow(
    `PORT ${port} is taken by another program`,
  );
  await new Promise((done) => server.close(done));
  await expect(checkPort(port, "PORT", { host: "127.0.0.1" })).resolves.toBeUndefined();
});
