/** Something that stops the start; its message is the one line that a person sees. */
export class StartError extends Error {
  /** @param {string} message @param {unknown} [cause] */
  constructor(message, cause) {
    super(message, cause === undefined ? undefined : { cause });
  }
}
