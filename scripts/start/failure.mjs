/** Something that stops the start; its message is the one line that a person sees. */
export class StartError extends Error {
  /** @param {string} message @param {unknown} [cause] */
  constructor(message, cause) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/** The line of a program's output that says why it failed: the last that speaks of an error, else the last. @param {string} output */
export function reasonIn(output) {
  const lines = output.trim().split("\n");
  return lines.findLast((line) => /\b(error|fatal|panic)\b/i.test(line)) ?? lines.at(-1) ?? "";
}
