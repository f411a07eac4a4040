import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { writeWhole } from "./data-dir.mjs";
import { StartError } from "./failure.mjs";

/** @typedef {import("./postgres-identity.mjs").Identity} Identity */

export const USER = "tidings";
const UNFINISHED = "postgres-unfinished-";

/** The environment of PostgreSQL's programs: nothing of ours, above all no secret. */
export const ENVIRONMENT = { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: "C" };

/** The database's password, made on first use and readable only by its owner. @param {string} folder */
export function passwordOf(folder) {
  const file = join(folder, "postgres-password");
  if (!existsSync(file)) writeWhole(file, randomBytes(24).toString("base64url"), 0o600);
  return readFileSync(file, "utf8");
}

/**
 * Makes the cluster beside its place and moves it there when it is whole, so that an end in the midst of it leaves
 * nothing half-made.
 * @param {{ initdb: string, data: string, folder: string, identity: Identity, signal?: AbortSignal | undefined }} options
 */
export async function createCluster({ initdb, data, folder, identity: { uid, gid, prefix }, signal }) {
  if (existsSync(data) && !isEmpty(data))
    throw new StartError(`${data} holds something that is not a database, or is another user's: move it away.`);
  removeUnfinished(folder);
  const password = passwordOf(folder);
  const unfinished = join(folder, `${UNFINISHED}${process.pid}`);
  const passwordFile = `${unfinished}.password`;
  const user = uid === undefined || gid === undefined ? {} : { uid, gid };
  const [command = initdb, ...args] = [
    ...[...prefix, initdb, "-D", unfinished, "-U", USER],
    ...["--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8"],
    // PostgreSQL's own locale: the same on every machine, whatever is installed there.
    ...["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
  ];
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (uid !== undefined && gid !== undefined)
      for (const path of [unfinished, passwordFile]) chownSync(path, uid, gid);
    const failure = `The database could not be created in ${data}`;
    await run(command, args, { cwd: "/", env: ENVIRONMENT, failure, signal, brief: true, ...user });
    rmSync(passwordFile);
    renameSync(unfinished, data);
  } catch (error) {
    removeUnfinished(folder);
    throw error;
  }
}

/** What a launcher that was killed left; its initdb may still be at it for a moment. @param {string} folder */
function removeUnfinished(folder) {
  for (const name of readdirSync(folder))
    if (name.startsWith(UNFINISHED))
      rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** @param {string} folder */
function isEmpty(folder) {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EACCES") return false;
    throw error;
  }
}
