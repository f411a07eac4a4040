import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One callback as it arrived. */
export interface Arrived {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A user's receiver for tests: keeps what arrives and answers as it is told. */
export interface Receiver {
  url: string;
  arrived: Arrived[];
  /** Answers 200 unless a test sets something else. */
  answer: (arrived: Arrived, response: ServerResponse) => void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = {
    url: "",
    arrived: [],
    answer: (_arrived, response) => response.end("ok"),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const arrived = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() };
      receiver.arrived.push(arrived);
      receiver.answer(arrived, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return receiver;
}
