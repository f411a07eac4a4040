import { readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { basename } from "node:path";
import { writeFirst } from "./data-dir.mjs";
import { commandOf, isAlive } from "./processes.mjs";

/** A claim without a number is being written, unless it is older than this. */
const WRITING_MS = 2_000;

/** Somebody else has the claim. */
export class ClaimHeld extends Error {
  /** @param {number} holder its process id, 0 where it is not written yet */
  constructor(holder) {
    super(`held by process ${holder}`);
    this.holder = holder;
  }
}

/**
 * Claims something for this process with a file: its process id in the first line, and below it whatever it notes
 * there. The claim of a process that has ended does not count.
 * @param {string} file @param {RegExp} scripts the names of the programs that make such claims
 * @returns {{ release(): void, abandoned: string[] | null }} `abandoned`: the notes of an earlier holder that ended
 * without letting go
 * @throws {ClaimHeld}
 */
export function claim(file, scripts) {
  /** @type {string[] | null} */
  let abandoned = null;
  for (;;) {
    try {
      writeFirst(file, `${process.pid}\n`);
      return { release: () => rmSync(file, { force: true }), abandoned };
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    notesOfDead(file, scripts);
    // Moved before it is removed: another may have seen the same and put its own claim there meanwhile.
    const aside = `${file}.${process.pid}`;
    if (!moved(file, aside)) continue;
    try {
      abandoned = notesOfDead(aside, scripts);
    } catch (error) {
      renameSync(aside, file);
      throw error;
    }
    rmSync(aside, { force: true });
  }
}

/** @param {string} file @param {RegExp} scripts @throws {ClaimHeld} when the holder lives */
function notesOfDead(file, scripts) {
  try {
    const [first, ...notes] = readFileSync(file, "utf8").split("\n").filter(Boolean);
    const holder = Number(first ?? 0);
    const writing = holder === 0 && Date.now() - statSync(file).mtimeMs < WRITING_MS;
    if (writing || isHolder(holder, scripts)) throw new ClaimHeld(holder);
    return notes;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** @param {string} from @param {string} to */
function moved(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;

/** @param {number} pid @param {RegExp} scripts */
function isHolder(pid, scripts) {
  if (!pid || pid === process.pid || !isAlive(pid)) return false;
  const [program = "", ...args] = commandOf(pid);
  // Where the system tells what runs under this number, it is asked. npm's shell names the script too.
  return program === "" || (/node/i.test(basename(program)) && args.some((arg) => scripts.test(basename(arg))));
}
