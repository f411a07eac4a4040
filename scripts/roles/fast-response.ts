/**
 * What `Response` means in the bare listener's program (scripts/bundle.mjs): one that keeps its text as it is, since
 * the built-in one turns it into a stream, which costs more than most answers. Next's own program has the built-in one.
 */
export { FastResponse as Response } from "srvx/node";
