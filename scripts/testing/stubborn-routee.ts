import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a test makes a request do: answer as usual, or anything else with the bare response. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server in Routee's place that misbehaves on command and counts what it took. */
export interface StubbornRoutee {
  url: string;
  /** The bodies of the requests to /sms that it took. */
  taken: { label: string; to: string; callback: { url: string } }[];
  /** How many times each path was asked for. */
  asked(path: string): number;
  on: { token: Behaviour; sms: Behaviour; search: Behaviour; single: Behaviour };
  close(): Promise<void>;
}

const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
};

/** Answers with a token, as Routee does. */
export const giveToken: Behaviour = (_request, response) => {
  json(response, 200, { access_token: "3f0c2d7e-8b1a-4c55-9a3e-1d2b3c4d5e6f", token_type: "bearer", expires_in: 3599 });
};

/** Behaves so and takes nothing: the message is not counted. */
export const notTaking =
  (routee: StubbornRoutee, behaviour: Behaviour): Behaviour =>
  (request, response, body) => {
    routee.taken.pop();
    behaviour(request, response, body);
  };

/** Never answers; the connection stays open. */
export const stayMute: Behaviour = () => undefined;

/** Starts it, on a free port unless one is named. */
export async function startStubbornRoutee(port = 0): Promise<StubbornRoutee> {
  const asked = new Map<string, number>();
  const taken: StubbornRoutee["taken"] = [];
  const trackingId = (label: string) => `tracking-of-${label}`;
  const on: StubbornRoutee["on"] = {
    token: giveToken,
    sms: (_request, response, body) => {
      const { label } = JSON.parse(body) as { label: string };
      json(response, 200, {
        trackingId: trackingId(label),
        status: "Queued",
        createdAt: new Date().toISOString(),
        bodyAnalysis: { parts: 1 },
      });
    },
    search: (_request, response) => {
      const content = taken.map(({ label, to }) => ({
        direction: "Outbound",
        smsId: `sms-of-${label}`,
        messageId: trackingId(label),
        label,
        to,
        part: 1,
        parts: 1,
        status: { status: "Sent", date: new Date().toISOString() },
      }));
      json(response, 200, { content, last: true, totalPages: 1, number: 0, size: 200 });
    },
    single: (_request, response) =>
      json(response, 404, { code: "404005000", developerMessage: "SMS tracking was not found" }),
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const path = (request.url ?? "").split("?")[0] ?? "";
      asked.set(path, (asked.get(path) ?? 0) + 1);
      if (path === "/oauth/token") return on.token(request, response, body);
      if (path.startsWith("/sms/tracking/single/")) return on.single(request, response, body);
      if (path === "/sms/tracking") return on.search(request, response, body);
      if (path === "/sms") {
        taken.push(JSON.parse(body) as StubbornRoutee["taken"][number]);
        return on.sms(request, response, body);
      }
      return json(response, 404, {});
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    asked: (path) => asked.get(path) ?? 0,
    on,
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
