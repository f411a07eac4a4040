import { randomBytes } from "node:crypto";
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { namingDataDir, writeWhole } from "./data-dir.mjs";
import { StartError } from "./failure.mjs";

/**
 * The settings that the launcher itself needs (docs/configuration.md). The rest is checked by lib/platform/config.ts
 * in each role's process.
 *
 * @typedef {"web" | "worker" | "sandbox"} Role
 * @typedef {{
 *   port: number, sandboxPort: number, publicUrl: string, roles: Role[], dataDir: string,
 *   databaseUrl: string | null, secretKey: string | null,
 * }} Settings
 */

export const ROLES = /** @type {const} */ (["web", "worker", "sandbox"]);
const MINIMUM_NODE = [20, 19];
const KEY_BYTES = 32;

/** @param {string} version @throws {StartError} when this Node is too old */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new StartError(`Node.js ${MINIMUM_NODE.join(".")} or newer is needed; this is ${version}.`);
}

/** @param {string | undefined} text @param {string} name @param {number} fallback */
function portOf(text, name, fallback) {
  if (!text) return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new StartError(`${name} must be a port number from 1 to 65535.`);
}

/**
 * Reads the settings. Pure.
 * @param {Record<string, string | undefined>} env
 * @param {string} root the folder that a relative DATA_DIR starts from
 * @returns {Settings}
 * @throws {StartError} one line that names the setting
 */
export function readSettings(env, root) {
  const port = portOf(env.PORT, "PORT", 3000);
  const sandboxPort = portOf(env.SANDBOX_PORT, "SANDBOX_PORT", port === 65535 ? port - 1 : port + 1);
  const names = (env.ROLES || ROLES.join(","))
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const roles = ROLES.filter((role) => names.includes(role));
  if (roles.length === 0 || names.some((name) => !ROLES.some((role) => role === name)))
    throw new StartError(`ROLES must be a list of ${ROLES.join(", ")}.`);
  if (port === sandboxPort && roles.includes("web") && roles.includes("sandbox"))
    throw new StartError("SANDBOX_PORT must be another port than PORT.");
  const databaseUrl = env.DATABASE_URL || null;
  if (databaseUrl && !(/^postgres(ql)?:\/\//.test(databaseUrl) && URL.canParse(databaseUrl)))
    throw new StartError("DATABASE_URL must be a postgresql:// address.");
  const secretKey = env.SECRET_KEY || null;
  if (secretKey && Buffer.from(secretKey, "base64").length !== KEY_BYTES)
    throw new StartError("SECRET_KEY must be 32 bytes in base64 (openssl rand -base64 32 makes one).");
  if (databaseUrl && !secretKey)
    throw new StartError(
      "SECRET_KEY is missing: with DATABASE_URL it has to be set (openssl rand -base64 32 makes one).",
    );
  const publicUrl = env.PUBLIC_URL || `http://localhost:${port}`;
  if (!URL.canParse(publicUrl) || !/^https?:$/.test(new URL(publicUrl).protocol))
    throw new StartError("PUBLIC_URL must be an http:// or https:// address.");
  return {
    port,
    sandboxPort,
    publicUrl,
    roles,
    dataDir: resolve(root, env.DATA_DIR || ".data"),
    databaseUrl,
    secretKey,
  };
}

/** @param {string} dataDir @throws {StartError} when the folder cannot be made or written */
export function prepareDataDir(dataDir) {
  try {
    makeFolder(dataDir);
    if (!statSync(dataDir).isDirectory()) throw Object.assign(new Error("not a folder"), { code: "ENOTDIR" });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const named = namingDataDir(dataDir, error);
    if (named instanceof StartError) throw named;
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new StartError(`DATA_DIR ${dataDir} cannot be written (${code}): choose another folder.`, error);
  }
}

/** Makes a folder and those above it; Node's own way of doing so never ends under /proc. @param {string} path */
function makeFolder(path) {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
  // Whatever the umask: as root, PostgreSQL runs as another user, which has to pass. Secrets are files of their own.
  chmodSync(path, 0o755);
}

/**
 * The key of the embedded default, made on first use and readable only by its owner.
 * @param {string} dataDir
 * @throws {StartError} when it is damaged, or lost: a new one could not read what the old one encrypted
 */
export function keptSecretKey(dataDir) {
  const file = join(dataDir, "secret-key");
  if (!existsSync(file)) {
    if (existsSync(join(dataDir, "postgres")))
      throw new StartError(
        `SECRET_KEY is missing: the database in ${dataDir} was made with one. Set it, or put ${file} back.`,
      );
    writeWhole(file, randomBytes(KEY_BYTES).toString("base64"), 0o600);
  }
  const key = readFileSync(file, "utf8").trim();
  if (Buffer.from(key, "base64").length === KEY_BYTES) return key;
  throw new StartError(`SECRET_KEY in ${file} is damaged: put ${KEY_BYTES} bytes in base64 there.`);
}
