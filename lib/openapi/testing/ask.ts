import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";

/** A request as it goes over the wire: nothing of it is put right on the way, as fetch would. */
export interface Asked {
  method: string;
  /** Path and query, as written. */
  target: string;
  headers: Readonly<Record<string, string>>;
  body?: Buffer | undefined;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

const TIMEOUT_MS = 20_000;

/** Sends a request and reads its answer; of a stream of events only how it begins. */
export function ask(server: string, { method, target, headers, body }: Asked, agent?: Agent): Promise<Answer> {
  const { hostname, port } = new URL(server);
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        hostname,
        port,
        method,
        path: target,
        agent,
        headers: { ...headers, ...(body ? { "content-length": String(body.length) } : {}) },
        timeout: TIMEOUT_MS,
      },
      (response) => readAnswer(response).then(resolve, reject),
    );
    asking.on("error", reject);
    asking.on("timeout", () => asking.destroy(new Error(`No answer to ${method} ${target.slice(0, 200)}`)));
    asking.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if (headers["content-type"]?.startsWith("text/event-stream")) break;
  }
  return { status, headers, text: Buffer.concat(chunks).toString("utf8") };
}

/** Connections that are kept, so that many requests cost little. Destroy it when done. */
export const keptConnections = () => new Agent({ keepAlive: true, maxSockets: 4 });

/** Writes bytes to a server as they are. @returns all that it says until it closes the connection. */
export function askRaw(server: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(server);
  return new Promise((resolve, reject) => {
    let said = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`No answer, and no end: ${said.slice(0, 200)}`)));
    socket.on("data", (chunk) => {
      said += chunk.toString("latin1");
    });
    let broken: NodeJS.ErrnoException | undefined;
    socket.on("error", (error: NodeJS.ErrnoException) => {
      broken = error;
    });
    // A server that has said all may reset the connection, since it does not read what is still on its way.
    socket.on("close", () =>
      broken && !["ECONNRESET", "EPIPE"].includes(broken.code ?? "") ? reject(broken) : resolve(said),
    );
  });
}

/** A request in a line, to find what went wrong with it. */
export function described({ method, target, headers, body }: Asked): string {
  const short = (text: string) => (text.length > 600 ? `${text.slice(0, 600)}… (${text.length})` : text);
  return `${method} ${short(target)} ${short(JSON.stringify(headers))} ${body ? short(body.toString("latin1")) : ""}`;
}
