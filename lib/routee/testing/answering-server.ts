import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server in Routee's place that answers as a test tells it and remembers what it was asked. */
export interface AnsweringServer {
  url: string;
  asked: { method: string; path: string; authorization: string; body: string }[];
  /** How many connections were made to it. */
  connections: number;
  token: Handler;
  api: Handler;
  close(): Promise<void>;
}

/** Answers with JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };

export const TOKEN = "token-of-tests";

/** Starts it; it gives a token to everybody until a test says otherwise. */
export async function startAnsweringServer(): Promise<AnsweringServer> {
  const routee: AnsweringServer = {
    url: "",
    asked: [],
    connections: 0,
    token: json(200, { access_token: TOKEN, token_type: "bearer", expires_in: 3599 }),
    api: json(200, {}),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      routee.asked.push({ method, path: url, authorization: headers.authorization ?? "", body });
      (url === "/oauth/token" ? routee.token : routee.api)(request, response, body);
    });
  });
  server.on("connection", () => {
    routee.connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  routee.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return routee;
}
