import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "./failure.mjs";

/** Who runs PostgreSQL, and by which command. @typedef {{ uid?: number, gid?: number, prefix: string[] }} Identity */

/**
 * PostgreSQL refuses to run as root. Then it runs as the user postgres, or, where that user cannot reach the folder or
 * the programs (a clone under /root), as another user inside a user namespace, to which root's files look its own.
 * Leaves the data folder in that user's hands.
 * @param {string} data the data folder @param {string[]} needed the programs
 * @returns {Identity}
 * @throws {StartError} when neither way is open
 */
export function identityFor(data, needed) {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const user = postgresUser();
  if (user && reaches(user, data, needed)) {
    own(data, user);
    return { ...user, prefix: [] };
  }
  // Any user with a name will do; nobody has one everywhere.
  const [uid, gid] = [idOf("-u", "nobody"), idOf("-g", "nobody")];
  const prefix = ["unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`, "--"];
  const [command = "", ...rest] = prefix;
  if (spawnSync(command, [...rest, needed[0] ?? "true", "--version"]).status === 0) {
    own(data, { uid: 0, gid: 0 });
    return { prefix };
  }
  throw new StartError(
    `PostgreSQL does not run as root, and the user postgres cannot enter ${data}: start Tidings as another user, move it out of a private folder such as /root, or set DATABASE_URL.`,
  );
}

/** Whether a user can work in the data folder and run the programs. @param {{ uid: number, gid: number }} user @param {string} data @param {string[]} needed */
function reaches(user, data, needed) {
  const existed = existsSync(data);
  if (!existed) mkdirSync(data, { mode: 0o700 });
  const { uid, gid } = statSync(data);
  chownSync(data, user.uid, user.gid);
  const reached = [...needed.map((path) => ["-x", path]), ["-w", data]].every(
    ([flag = "", path = ""]) => spawnSync("test", [flag, path], { ...user, cwd: "/" }).status === 0,
  );
  if (!existed) rmSync(data, { recursive: true });
  else chownSync(data, uid, gid);
  return reached;
}

/** Hands an existing cluster over, for example after the folder was moved to where another user runs it. @param {string} data @param {{ uid: number, gid: number }} user */
function own(data, { uid, gid }) {
  const version = join(data, "PG_VERSION");
  if (!existsSync(version) || (statSync(version).uid === uid && statSync(data).uid === uid)) return;
  const { status, stderr } = spawnSync("chown", ["-R", `${uid}:${gid}`, data], { encoding: "utf8" });
  if (status !== 0) throw new StartError(`The owner of ${data} could not be changed: ${stderr.trim()}`);
}

/** The user postgres, made when it is missing. */
function postgresUser() {
  if (Number.isNaN(idOf("-u", "postgres")))
    spawnSync("useradd", ["--system", "--no-create-home", "--user-group", "postgres"]);
  const [uid, gid] = [idOf("-u", "postgres"), idOf("-g", "postgres")];
  return Number.isNaN(uid) || Number.isNaN(gid) ? null : { uid, gid };
}

/** @param {"-u" | "-g"} flag @param {string} name */
function idOf(flag, name) {
  return Number.parseInt(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout ?? "", 10);
}
