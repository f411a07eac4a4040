import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { StartError } from "./failure.mjs";

/** Writing in the data folder, which may be read-only or on a disk that is full. */

/** The last is PostgreSQL's own. */
const FULL = /^(ENOSPC|EDQUOT|53100)$/;
/** PostgreSQL's programs say it in words only. */
const FULL_IN_WORDS = /No space left on device|Disk quota exceeded/;
const NOT_WRITABLE = /^(EROFS|EACCES|EPERM|EIO)$/;

/**
 * Does something in the data folder.
 * @template T
 * @param {string} dataDir @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 * @throws what `work` throws, which names DATA_DIR where the folder is at fault
 */
export async function inDataDir(dataDir, work) {
  try {
    return await work();
  } catch (error) {
    throw namingDataDir(dataDir, error);
  }
}

/** An error as one line that names DATA_DIR, where the folder is at fault. Pure. @param {string} dataDir @param {unknown} error */
export function namingDataDir(dataDir, error) {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  if (causesOf(error).some((one) => FULL.test(one.code ?? "") || FULL_IN_WORDS.test(one.message)))
    return new StartError(
      `DATA_DIR ${dataDir} is on a disk that is full: free some space there, or choose another folder.`,
      error,
    );
  if (!NOT_WRITABLE.test(code)) return error;
  return new StartError(`DATA_DIR ${dataDir} cannot be written (${code}): choose another folder.`, error);
}

/** An error and what it came of. @param {Error} error @returns {NodeJS.ErrnoException[]} */
function causesOf(error) {
  return [error, ...(error.cause instanceof Error ? causesOf(error.cause) : [])];
}

/**
 * Writes a small file as a whole or not at all, and durably.
 * @param {string} file @param {string} text @param {number} mode
 */
export function writeWhole(file, text, mode) {
  const fresh = `${file}.new`;
  const descriptor = openSync(fresh, "w", mode);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  renameSync(fresh, file);
}

/** Makes a file that is not there yet, for one of all who try. @param {string} file @param {string} text @throws EEXIST for the others */
export function writeFirst(file, text) {
  const descriptor = openSync(file, "wx");
  try {
    writeFileSync(descriptor, text);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
