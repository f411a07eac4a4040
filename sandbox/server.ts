import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseJson } from "@/lib/routee/json";
import { createAnswers, isLoopback, readBody } from "./answers";
import { createCampaignRunner } from "./campaign-runner";
import { createControl } from "./control/control";
import { createCourier } from "./courier";
import { type Asked, type Reply, spring } from "./exchange";
import { createHostility } from "./hostility";
import { openLedger } from "./ledger";
import { createRoutee } from "./routee";
import { createTaking } from "./taking";
import { createTimers } from "./timers";
import { createTokenDesk } from "./tokens";

export interface Sandbox {
  port: number;
  url: string;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const KEEP_MS = 4 * DAY_MS;
const MAX_MESSAGE_BYTES = 256 * 1024;
/** As much as 30,000 numbers need. */
const MAX_CAMPAIGN_BYTES = 1024 * 1024;

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
  ledger.setSpeed(speed, Date.now());
  const timers = createTimers();
  const desk = createTokenDesk(ledger, Date.now);
  const hostility = createHostility(ledger, Date.now);
  const runner = createCampaignRunner({ ledger, timers, courier: () => courier, take: () => take });
  const courier = createCourier(ledger, timers, runner.onChange);
  const take = createTaking(ledger, courier, hostility);
  const routee = createRoutee({ ledger, desk, take, runner, hostility });
  const control = createControl({ ledger, timers, desk, hostility, reset });
  const answers = createAnswers();

  function reset(): void {
    courier.drop();
    ledger.reset();
    desk.expire();
    routee.reset();
    runner.reset();
    hostility.restart();
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(request.url ?? "/", "http://sandbox");
    const text = await readBody(request, path === "/sms" ? MAX_MESSAGE_BYTES : MAX_CAMPAIGN_BYTES);
    if (text === null) {
      const headers = { connection: "close" };
      answers.give(request, response, spring(413, "Payload Too Large", "Payload too large", path, headers));
      return;
    }
    const { method = "GET", headers } = request;
    const contentType = headers["content-type"] ?? "";
    const asked = {
      method,
      path,
      query,
      authorization: headers.authorization,
      contentType,
      text,
      json: parseJson(text),
    };
    answers.give(request, response, decide(request, asked));
  }

  function decide(request: IncomingMessage, asked: Asked): Reply {
    const answered = isLoopback(request.headers) ? control(asked) : null;
    return answered ?? routee.answer(asked);
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
  runner.resume();
  const forgetting = setInterval(() => ledger.forgetBefore(Date.now() - KEEP_MS), DAY_MS / 24).unref();

  return {
    port: address.port,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    async close() {
      clearInterval(forgetting);
      answers.drop();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, courier.close()]);
      ledger.close();
    },
  };
}
