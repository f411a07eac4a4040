import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files that a step leaves beside what it made, saying from what, so that a second start skips it. */

/** Tests and generated files change nothing of what is built. */
const IGNORED = /(\.test\.tsx?$|(^|\/)(testing|prisma)$|\.tsbuildinfo$)/;

/**
 * A hash over files and folders: their names and contents.
 * @param {string} root @param {string[]} paths relative to the root
 */
export function fingerprint(root, paths) {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths) add(hash, root, path);
  return hash.digest("hex");
}

/** @param {import("node:crypto").Hash} hash @param {string} root @param {string} path */
function add(hash, root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  const entries = isFolder(full);
  if (!entries) {
    hash.update(`${path}\0`).update(readFileSync(full));
    return;
  }
  for (const entry of entries.sort()) if (!IGNORED.test(entry)) add(hash, root, `${path}/${entry}`);
}

/** The names in a folder, or null for a file. @param {string} path */
function isFolder(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOTDIR") return null;
    throw error;
  }
}

/** @param {string} file @param {string} value */
export const isStamped = (file, value) => existsSync(file) && readFileSync(file, "utf8") === value;

/** @param {string} file @param {string} value */
export function stamp(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, value);
}
