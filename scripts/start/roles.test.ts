import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StartError } from "./failure.mjs";
import { startRoles } from "./roles.mjs";

/** Programs in place of the real roles; each writes what happens to it into a file. */
let root: string;
let running: ReturnType<typeof startRoles> | undefined;
const said: string[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tidings roles "));
  mkdirSync(join(root, "dist"));
  said.length = 0;
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(root, { recursive: true, force: true });
});

const note = (text: string) => `(await import("node:fs")).appendFileSync("notes", ${JSON.stringify(`${text}\n`)});`;
const notes = () =>
  existsSync(join(root, "notes")) ? readFileSync(join(root, "notes"), "utf8").trim().split("\n") : [];
const READY = "process.send({ ready: true });";
const UNTIL_TOLD = (name: string) =>
  `process.on("SIGTERM", async () => { ${note(`${name} stopped`)} process.exit(0); }); process.on("disconnect", () => process.exit(0));`;

function program(role: string, code: string): void {
  writeFileSync(join(root, "dist", `${role}.mjs`), code);
}

function start(roles: ("web" | "worker" | "sandbox")[]) {
  running = startRoles({ root, roles, env: { ...process.env }, say: (line) => said.push(line) });
  return running;
}

test("they are ready when each has said so, and stop in order", async () => {
  for (const role of ["web", "worker", "sandbox"]) program(role, UNTIL_TOLD(role) + note(`${role} started`) + READY);
  const roles = start(["web", "worker", "sandbox"]);
  await roles.ready;
  expect(notes().sort()).toEqual(["sandbox started", "web started", "worker started"]);
  await roles.stop();
  expect(notes().slice(3)).toEqual(["web stopped", "worker stopped", "sandbox stopped"]);
});

test("one that dies after it was ready is started again", async () => {
  program("worker", `${UNTIL_TOLD("worker")}${note("started")}${READY}if (${count("started")} === 1) process.exit(3);`);
  await start(["worker"]).ready;
  await expect.poll(() => notes()).toEqual(["started", "started"]);
  expect(said).toEqual(["The worker role ended (exit code 3); starting it again."]);
});

test("a wrong setting ends the start at once, in the program's own line", async () => {
  program("web", `${note("started")}console.error("LOG_LEVEL is wrong"); process.exit(78);`);
  const { failed } = start(["web"]);
  await expect(failed).rejects.toEqual(new StartError("LOG_LEVEL is wrong"));
  expect(notes()).toEqual(["started"]);
});

test("one that never becomes ready is given up after three attempts", async () => {
  program("web", `${note("started")}console.error("first line\\nPORT 3000 is taken"); process.exit(1);`);
  const { failed } = start(["web"]);
  await expect(failed).rejects.toThrow(/^PORT 3000 is taken$/);
  expect(notes()).toHaveLength(3);
});

test("at once means without asking", async () => {
  program("web", UNTIL_TOLD("web") + READY);
  const roles = start(["web"]);
  await roles.ready;
  roles.kill();
  await roles.stop();
  expect(notes()).toEqual([]);
});

test("a role ends with its launcher, whatever ends that", async () => {
  program("web", UNTIL_TOLD("web") + READY);
  program(
    "launcher",
    `import { startRoles } from ${JSON.stringify(new URL("roles.mjs", import.meta.url).href)};
    const roles = startRoles({ root: ${JSON.stringify(root)}, roles: ["web"], env: process.env, say: () => undefined });
    await roles.ready; process.send("ready"); setInterval(() => undefined, 1000);`,
  );
  const { fork } = await import("node:child_process");
  const launcher = fork(join(root, "dist/launcher.mjs"), { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  await once(launcher, "message");
  launcher.kill("SIGKILL");
  // The role holds the launcher's output open; it closes when the role has ended too.
  await once(launcher, "close");
});

/** The number of lines of the notes that say so, as code. */
function count(text: string): string {
  return `(await import("node:fs")).readFileSync("notes", "utf8").split(${JSON.stringify(text)}).length - 1`;
}
