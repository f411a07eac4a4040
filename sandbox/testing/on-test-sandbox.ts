import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, vi } from "vitest";
import { createRouteeClient } from "@/lib/routee/client";
import { type Sandbox, startSandbox } from "../server";

export const FAST = 500;
export const credentials = { key: "a", applicationId: "app", applicationSecret: "secret" };
export const to = (ending: string) => `+3069000000${ending}`;

/** Waits until a check holds. */
export const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 5 });

export interface Received {
  messageId: string;
  part: number;
  label?: string;
  status: { name: string; reason?: { detailedStatus: string } };
}

export interface Taken {
  sequence: number;
  trackingId: string;
  to: string;
  body: string;
  label: string | null;
  at: string;
  finished: boolean;
  segments: { part: number; status: string }[];
}

export interface PostedTry {
  sequence: number;
  trackingId: string;
  label: string | null;
  change: number;
  copy: number;
  kind: string;
  part: number;
  status: string;
  attempt: number;
  httpStatus: number | null;
  problem: string | null;
  done: boolean;
}

type Start = { speed?: number; journalFile?: string; port?: number };

/** A sandbox and a receiver of receipts for each test of a file, both real and over HTTP. */
export function onTestSandbox(usual: Start = { speed: FAST }) {
  const closing: (() => Promise<void>)[] = [];
  const log: string[] = [];
  /** What was posted, as text, and as JSON where it is some. */
  const texts: string[] = [];
  const received: Received[] = [];
  /** What the receiver answers next; 200 when there is nothing. */
  const answers: number[] = [];
  let sandbox: Sandbox;
  let receiverUrl = "";
  let connections = 0;

  beforeEach(async () => {
    for (const list of [texts, received, answers, log]) list.length = 0;
    const receiver = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      request.on("end", () => {
        texts.push(body);
        if (request.headers["content-type"] === "application/json") received.push(JSON.parse(body));
        response.writeHead(answers.shift() ?? 200, { location: "/elsewhere" }).end();
      });
    });
    connections = 0;
    receiver.on("connection", () => {
      connections += 1;
    });
    receiver.listen(0, "127.0.0.1");
    await once(receiver, "listening");
    receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/receipts`;
    closing.push(async () => {
      receiver.closeAllConnections();
      receiver.close();
      await once(receiver, "close");
    });
    await start(usual);
  });

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  /** Starts another one, that the rest speaks to from now on. */
  async function start(options: Start): Promise<Sandbox> {
    const started = await startSandbox({ port: 0, ...options, log: (line) => log.push(line) });
    let open = true;
    const close = async () => {
      if (open) await started.close();
      open = false;
    };
    closing.push(close);
    sandbox = { ...started, close };
    return sandbox;
  }

  const client = (timeoutMs = 5_000) => createRouteeClient({ authUrl: sandbox.url, apiUrl: sandbox.url, timeoutMs });

  function send(ending: string, more: Record<string, unknown> = {}, timeoutMs?: number) {
    return client(timeoutMs).send(credentials, {
      to: to(ending),
      from: "Kiosk",
      body: "Table ready",
      callback: { url: receiverUrl, strategy: "OnChange" },
      ...more,
    });
  }

  async function token(id = "app", secret = "secret"): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${sandbox.url}/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** A request with a token. @param options.authorization in place of a good one. */
  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const authorization = headers.authorization ?? `Bearer ${(await token()).body.access_token}`;
    const response = await fetch(sandbox.url + path, {
      method,
      headers: { "content-type": "application/json", ...headers, authorization },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    return { status: response.status, body: json, headers: response.headers, text };
  }

  async function control(method: string, path: string, body?: unknown) {
    const response = await fetch(`${sandbox.url}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async function ledger(query = "") {
    const { body } = await control("GET", `ledger${query}`);
    return body as unknown as { taken: Taken[]; posted: PostedTry[]; next?: number };
  }

  return {
    log,
    texts,
    received,
    answers,
    closing,
    get url() {
      return sandbox.url;
    },
    get port() {
      return sandbox.port;
    },
    /** How many connections the receiver of receipts has had. */
    get connections() {
      return connections;
    },
    get receiverUrl() {
      return receiverUrl;
    },
    /** Ends the current one. */
    stop: () => sandbox.close(),
    start,
    client,
    send,
    token,
    call,
    control,
    ledger,
    setSpeed: (speed: number) => control("POST", "speed", { speed }),
    /** The status words that were posted, in the order of their arrival. */
    names: () => received.map(({ status }) => status.name),
  };
}
