import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Holds a body to a limit where nothing of ours reads it: announced, it is refused before it is read; in chunks, when
 * the limit is passed.
 * @returns false when it has been refused already
 */
export function limitBody(request: IncomingMessage, response: ServerResponse, mostBytes: number): boolean {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) {
    // Not closed at once: whoever is still sending would lose the answer.
    response.writeHead(413).end();
    return false;
  }
  if (request.headers["transfer-encoding"] === undefined) return true;
  const push = request.push.bind(request);
  let size = 0;
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    size += chunk?.length ?? 0;
    if (size <= mostBytes) return push(chunk, encoding);
    // Whoever reads the body must not wait for more of it.
    request.push = () => false;
    if (response.headersSent) request.destroy();
    else
      response
        .writeHead(413, { connection: "close" })
        .end()
        .once("close", () => request.destroy());
    return false;
  };
  return true;
}

/** Lets go of a connection whose caller goes on sending a body that has been answered. */
export function endLeftover(request: IncomingMessage, patienceMs: number): void {
  if (request.complete || request.destroyed) return;
  setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, patienceMs).unref();
}
