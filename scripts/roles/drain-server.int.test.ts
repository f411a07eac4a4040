import type { RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { toNodeHandler } from "srvx/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "@/lib/openapi/testing/ask";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { allRoutes, handlerFor } from "@/scripts/testing/serve-routes";
import { drainable } from "./drain";
import { drainServer } from "./drain-server";
import { webServer } from "./web-server";

/** The end of a web process, as load balancers and callers see it. */
onTestDatabase();

const routes = await allRoutes((address) => address.startsWith("/api/health"));
const held: (() => void)[] = [];
const health = toNodeHandler((request) => {
  const found = handlerFor(routes, request.method, new URL(request.url).pathname);
  if (typeof found === "number") return new Response(null, { status: found });
  return found.handle(request, { params: Promise.resolve(found.params) });
}) as RequestListener;
const server = webServer(
  (request, response) => {
    if (request.url === "/messages") held.push(() => response.end("finished"));
    else return health(request, response);
  },
  { connections: 100 },
);
let url: string;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());

const get = (target: string) => ask(url, { method: "GET", target, headers: {} });
const isOpen = () =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });

test("it is alive and no longer ready, answers meanwhile, takes nothing new, and finishes what it has", async () => {
  expect((await get("/api/health")).status).toBe(200);
  const underWay = get("/messages");
  await expect.poll(() => held.length).toBe(1);

  const ended = drainServer(drainable(server), 1_500);
  const ready = await get("/api/health");
  expect([ready.status, JSON.parse(ready.text)]).toMatchObject([503, { status: "draining", database: "ok" }]);
  expect(ready.headers.connection).toBe("close");
  const alive = await get("/api/health/live");
  expect([alive.status, JSON.parse(alive.text)]).toMatchObject([200, { status: "ok" }]);

  await expect.poll(isOpen).toBe(false);
  held[0]?.();
  expect((await underWay).text).toBe("finished");
  await ended;
});
