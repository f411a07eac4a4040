import { closeSync, existsSync, openSync, readSync, renameSync, writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

/** A file of lines that only grows, until it is written anew. */
export interface Journal {
  lines(): Generator<string>;
  add(line: string): void;
  /** In place of everything that stands there; never half of it, even in a crash. */
  rewrite(lines: Iterable<string>): void;
  close(): void;
}

const CHUNK_BYTES = 1 << 16;
/** Lines that are written together when all are written anew. */
const LINES_AT_ONCE = 500;

/** @param path without one nothing is kept. @throws when the file cannot be written. */
export function openJournal(path: string | undefined): Journal {
  let file: number | null = path === undefined ? null : openSync(path, "a");

  return {
    *lines() {
      if (path !== undefined && existsSync(path)) yield* readLines(path);
    },
    add(line) {
      if (file !== null) writeSync(file, `${line}\n`);
    },
    rewrite(lines) {
      if (path === undefined) return;
      const fresh = `${path}.new`;
      const writing = openSync(fresh, "w");
      let waiting: string[] = [];
      const write = () => {
        if (waiting.length > 0) writeSync(writing, `${waiting.join("\n")}\n`);
        waiting = [];
      };
      for (const line of lines) if (waiting.push(line) >= LINES_AT_ONCE) write();
      write();
      closeSync(writing);
      if (file !== null) closeSync(file);
      renameSync(fresh, path);
      file = openSync(path, "a");
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

/** Not all at once: the journal of some days is larger than a string can be. */
function* readLines(path: string): Generator<string> {
  const file = openSync(path, "r");
  const decoder = new StringDecoder("utf8");
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest = "";
  try {
    for (let bytes = readSync(file, chunk); bytes > 0; bytes = readSync(file, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, bytes))).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    rest += decoder.end();
    if (rest !== "") yield rest;
  } finally {
    closeSync(file);
  }
}
