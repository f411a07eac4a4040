import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A balancer as simple as they come: requests go to its targets in turn over connections that it keeps, as long as they
 * say that they are ready, and one that refuses a connection is left out for a while. A request that has been sent is
 * never sent again.
 */
export interface Balancer {
  url: string;
  /** Where requests go. */
  targets: string[];
  /** How many requests each target answered. */
  answered: Map<string, number>;
  /** What was sent and got no whole answer. */
  lost: string[];
  close(): Promise<void>;
}

const LEFT_OUT_MS = 1_500;
const LOOK_EVERY_MS = 200;
/** How long a target that ends has to go on answering, so that it is taken out before: several looks, on a busy machine. */
export const NOTICED_WITHIN_MS = 2_000;

export async function startBalancer(): Promise<Balancer> {
  const agents = new Map<string, Agent>();
  const leftOut = new Map<string, number>();
  const notReady = new Set<string>();
  let turn = 0;
  const balancer: Balancer = { url: "", targets: [], answered: new Map(), lost: [], close };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => pass(incoming, Buffer.concat(chunks), outgoing, new Set()));
  });

  function next(refused: ReadonlySet<string>): string | undefined {
    turn += 1;
    const { targets } = balancer;
    const inTurn = targets.map((_, index) => targets[(turn + index) % targets.length] ?? "");
    const left = inTurn.filter((target) => !refused.has(target));
    const isGood = (target: string) => !notReady.has(target) && (leftOut.get(target) ?? 0) < performance.now();
    return left.find(isGood) ?? left[0];
  }

  async function look(target: string): Promise<void> {
    const signal = AbortSignal.timeout(NOTICED_WITHIN_MS);
    const ready = await fetch(`${target}/api/health`, { signal }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) notReady.delete(target);
    else notReady.add(target);
  }
  const looking = setInterval(() => balancer.targets.forEach(look), LOOK_EVERY_MS);

  function pass(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, refused: Set<string>): void {
    const target = next(refused);
    if (target === undefined) return void outgoing.writeHead(503).end();
    const agent = agents.get(target) ?? new Agent({ keepAlive: true });
    agents.set(target, agent);
    const { connection: _, ...headers } = incoming.headers;
    const sent = request(`${target}${incoming.url}`, { agent, method: incoming.method, headers });
    sent.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") {
        leftOut.set(target, performance.now() + LEFT_OUT_MS);
        return pass(incoming, body, outgoing, refused.add(target));
      }
      if (outgoing.destroyed) return;
      balancer.lost.push(
        `${incoming.method} ${incoming.url?.split("/").slice(0, 3).join("/")}: ${error.message}${sent.reusedSocket ? ", on a kept connection" : ""}`,
      );
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    });
    sent.once("response", (answer: IncomingMessage) => {
      balancer.answered.set(target, (balancer.answered.get(target) ?? 0) + 1);
      const { connection: _own, "keep-alive": _wait, ...passed } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, passed);
      answer.once("aborted", () => {
        balancer.lost.push(`${incoming.method} ${incoming.url?.split("/").slice(0, 3).join("/")}: cut in its answer`);
        outgoing.destroy();
      });
      answer.pipe(outgoing);
    });
    outgoing.once("close", () => sent.destroyed || outgoing.writableFinished || sent.destroy());
    sent.end(body);
  }

  async function close(): Promise<void> {
    clearInterval(looking);
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    for (const agent of agents.values()) agent.destroy();
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  balancer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return balancer;
}
