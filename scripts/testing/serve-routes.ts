import { readdirSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { toNodeHandler } from "srvx/node";
import type { DoorContext } from "@/app/api/door";
import { REMOTE_ADDRESS, remoteAddress } from "@/lib/platform/remote-address";
import { setHeader } from "@/scripts/roles/listener";

export type Handler = (request: Request, context: DoorContext) => Promise<Response>;

/** A route file: its address as Next writes it (`/api/messages/[id]`), and its handlers by method. */
export interface Route {
  address: string;
  handlers: Readonly<Record<string, Handler>>;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** All route files under app/. @param wanted which addresses; all but next-auth's unless told. */
export async function allRoutes(
  wanted: (address: string) => boolean = (address) => !address.startsWith("/api/auth"),
): Promise<Route[]> {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("route.ts"));
  const routes: Route[] = [];
  for (const file of files) {
    const address = `/${file.split(sep).slice(0, -1).join("/")}`;
    if (!wanted(address)) continue;
    const module = (await import(/* @vite-ignore */ pathToFileURL(resolve(join("app", file))).href)) as Record<
      string,
      Handler
    >;
    const handlers = METHODS.flatMap((method): [string, Handler][] => {
      const handler = module[method];
      return handler ? [[method, handler]] : [];
    });
    routes.push({ address, handlers: Object.fromEntries(handlers) });
  }
  // As Next does: what is written out comes before a parameter, and that before a rest.
  const rank = ({ address }: Route) => address.replace(/\[\.\.\.[^\]]+\]/g, "\uffff").replace(/\[[^\]]+\]/g, "\ufffe");
  return routes.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/**
 * The handler for a request and its path parameters, or the status with which Next itself answers: an address belongs
 * to the first route that it fits, whatever that one's methods are. Pure.
 */
export function handlerFor(
  routes: readonly Route[],
  method: string,
  path: string,
): { handle: Handler; params: Record<string, string> } | 400 | 404 | 405 {
  for (const { address, handlers } of routes) {
    const names = [...address.matchAll(/\[(?:\.\.\.)?([^\]]+)\]/g)].map(([, name]) => name ?? "");
    const pattern = address.replace(/\[\.\.\.[^\]]+\]/g, "(.+)").replace(/\[[^\]]+\]/g, "([^/]+)");
    const match = new RegExp(`^${pattern}$`).exec(path);
    if (!match) continue;
    const handle = handlers[method];
    if (!handle) return 405;
    try {
      const values = match.slice(1).map((value) => decodeURIComponent(value));
      return { handle, params: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])) };
    } catch (error) {
      if (error instanceof URIError) return 400;
      throw error;
    }
  }
  return 404;
}

/** Serves routes over real HTTP, without Next. */
export async function serveRoutes(routes: readonly Route[]): Promise<{ url: string; close(): void }> {
  const answer = async (request: Request) => {
    const found = handlerFor(routes, request.method, new URL(request.url).pathname);
    return typeof found === "number"
      ? new Response(null, { status: found })
      : found.handle(request, { params: Promise.resolve(found.params) });
  };
  const handler = toNodeHandler(answer) as RequestListener;
  const server = createServer((request, response) => {
    setHeader(request, REMOTE_ADDRESS, remoteAddress(request.socket.remoteAddress, undefined));
    handler(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
