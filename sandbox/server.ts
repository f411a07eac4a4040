import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseJson } from "@/lib/routee/json";
import { springError } from "./bodies";
import { answerControl, isLoopbackHost } from "./control";
import { createCourier } from "./courier";
import { openLedger } from "./ledger";
import { type Asked, createRoutee, type Reply } from "./routee";

export interface Sandbox {
  port: number;
  url: string;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const KEEP_MS = 4 * DAY_MS;
const MAX_BODY_BYTES = 256 * 1024;

/**
 * Starts a stand-in for Routee: docs/sandbox.md tells what it does.
 * @param options.port 0 for any free one.
 * @param options.journalFile lets a restart go on where it was.
 * @param options.speed how many times faster than usual everything happens.
 * @throws when the port is taken or the journal cannot be written.
 */
export async function startSandbox(options: {
  port: number;
  host?: string;
  journalFile?: string | undefined;
  speed?: number;
  log: (line: string) => void;
}): Promise<Sandbox> {
  const { host = "127.0.0.1", speed = 1, log } = options;
  const ledger = openLedger(options.journalFile, Date.now() - KEEP_MS, log);
  const courier = createCourier(ledger, speed);
  const routee = createRoutee(ledger, courier);
  const slowAnswers = new Set<NodeJS.Timeout>();

  function reset(): void {
    courier.drop();
    ledger.reset();
    routee.reset();
  }

  function decide(request: IncomingMessage, asked: Asked): Reply {
    // A page in somebody's browser can reach this machine too: it says where it comes from.
    const ours = isLoopbackHost(request.headers.host) && request.headers.origin === undefined;
    const control = ours ? answerControl(asked, ledger, courier, reset) : null;
    return control ?? routee.answer(asked);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(request.url ?? "/", "http://sandbox");
    const text = await readBody(request);
    if (text === null) {
      const body = springError(413, "Payload Too Large", "Payload too large", path, Date.now());
      return answer(request, response, { status: 413, body, headers: { connection: "close" } });
    }
    const { method = "GET", headers } = request;
    const contentType = headers["content-type"] ?? "";
    const json = parseJson(text);
    answer(
      request,
      response,
      decide(request, { method, path, query, authorization: headers.authorization, contentType, text, json }),
    );
  }

  function answer(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
    if ("cut" in reply) {
      request.socket.destroy();
      return;
    }
    const { status, body, headers = {}, delayMs } = reply;
    const write = () => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    };
    if (delayMs === undefined) {
      write();
      return;
    }
    const timer = setTimeout(() => {
      slowAnswers.delete(timer);
      write();
    }, delayMs);
    slowAnswers.add(timer);
    response.once("close", () => {
      clearTimeout(timer);
      slowAnswers.delete(timer);
    });
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // Also when the client hangs up while its request is read.
      log(`sandbox: a request failed: ${error instanceof Error ? error.message : String(error)}`);
      response.destroy();
    });
  });
  server.listen(options.port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox has no port.");
  courier.resume();
  const forgetting = setInterval(() => ledger.forgetBefore(Date.now() - KEEP_MS), DAY_MS / 24).unref();

  return {
    port: address.port,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    async close() {
      clearInterval(forgetting);
      for (const timer of slowAnswers) clearTimeout(timer);
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, courier.close()]);
      ledger.close();
    },
  };
}

/** Null when it is larger than anything Routee takes. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("A request without an encoding is read as bytes.");
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
