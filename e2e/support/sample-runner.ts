import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Language } from "../../components/guide/samples/languages";

/** The guide's samples as programs: written to a file and started as the guide says, or nearly so. */

const run = promisify(execFile);

interface Program {
  command: string;
  args: string[];
  /** Ends with 0 where the language can be run on this machine. */
  probe: string[];
}

const PROGRAMS: Readonly<Record<string, Program>> = {
  curl: { command: "sh", args: [], probe: ["-c", "command -v curl"] },
  java: { command: "java", args: ["-Dfile.encoding=UTF-8"], probe: ["--version"] },
  php: { command: "php", args: [], probe: ["-r", "exit(extension_loaded('curl') ? 0 : 1);"] },
  python: { command: "python3", args: [], probe: ["--version"] },
  ruby: { command: "ruby", args: [], probe: ["--version"] },
  javascript: { command: process.execPath, args: [], probe: ["--version"] },
};

/** Why a language is not run here; null when it is. */
export function whyNot(language: Language): string | null {
  const program = PROGRAMS[language.id];
  if (!program) return `${language.name} needs a compiler that this test does not start.`;
  if (spawnSync(program.command, program.probe).status === 0) return null;
  return `${language.name} is not installed here, or not with its HTTP client.`;
}

/** Runs a sample and reads the JSON that it prints. */
export async function runSample(language: Language, code: string): Promise<unknown> {
  const program = PROGRAMS[language.id];
  if (!program) throw new Error(`${language.name} cannot be run.`);
  const folder = mkdtempSync(join(tmpdir(), "tidings-sample-"));
  try {
    const file = join(folder, language.file);
    writeFileSync(file, code);
    const env = { ...process.env, NO_PROXY: "*", no_proxy: "*" };
    const { stdout } = await run(program.command, [...program.args, file], { env, timeout: 60_000 });
    try {
      return JSON.parse(stdout);
    } catch (cause) {
      throw new Error(`The ${language.name} sample printed no JSON:\n${stdout.slice(0, 500)}`, { cause });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
