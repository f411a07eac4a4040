import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join, sep } from "node:path";
import type { APIRequestContext, APIResponse, Page } from "@playwright/test";

/** Everything that leaves the server, gathered to be looked through. */
export interface Seen {
  where: string;
  text: string;
}

/** The answers that show a secret exactly once, on purpose, and the field that it stands in. */
export const SHOWN_ONCE: readonly { method: string; path: RegExp; field: string }[] = [
  { method: "POST", path: /^\/api\/apps$/, field: "callbackSigningSecret" },
  { method: "POST", path: /^\/api\/apps\/[^/]+\/signing-secret$/, field: "callbackSigningSecret" },
  { method: "POST", path: /^\/api\/apps\/[^/]+\/keys$/, field: "secret" },
  { method: "POST", path: /^\/oauth\/token$/, field: "access_token" },
];
/** next-auth gives the session's cookie to the browser here; scripts cannot read it. */
const COOKIE_PATHS = /^\/api\/auth\//;

interface Answer {
  url(): string;
  text(): Promise<string>;
  headersArray(): { name: string; value: string }[] | Promise<{ name: string; value: string }[]>;
}

/** An answer with its headers, without what it shows once. */
export async function seenOf(method: string, answer: Answer): Promise<Seen> {
  const { pathname, search } = new URL(answer.url());
  const headers = (await answer.headersArray()).filter(
    ({ name }) => !(name.toLowerCase() === "set-cookie" && COOKIE_PATHS.test(pathname)),
  );
  const once = SHOWN_ONCE.find((shown) => shown.method === method && shown.path.test(pathname));
  const text = await answer.text();
  return {
    where: `${method} ${pathname}${search}`,
    text: `${JSON.stringify(headers)}\n${once ? without(text, once.field) : text}`,
  };
}

function without(text: string, field: string): string {
  const { [field]: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(rest);
}

/** Keeps all that the page is answered from now on. @returns what came, once all of it is there. */
export function listen(page: Page): () => Promise<Seen[]> {
  const coming: Promise<Seen | null>[] = [];
  page.on("response", (response) => {
    const method = response.request().method();
    const streams = response.headers()["content-type"]?.startsWith("text/event-stream");
    const local = response.url().startsWith("http");
    // A redirect has no body, and the browser drops the body of what it left behind.
    if (local && !streams) coming.push(seenOf(method, response).catch(() => null));
  });
  return async () => (await Promise.all(coming)).filter((seen) => seen !== null);
}

/** What stands in an address's brackets, by the address before them. */
export interface Ids {
  [before: string]: string;
}

function filled(address: string, ids: Ids): string {
  return address.replace(/\[+[^\]]+\]+/g, (name, at: number) => {
    const before = address.slice(0, at);
    const id = ids[before + name] ?? ids[before];
    if (id === undefined) throw new Error(`Say what ${name} is to be in ${address}, so that it is crawled too.`);
    return id;
  });
}

/** All addresses under app/ with such a file, without groups, with their brackets filled. */
function addresses(name: string, ids: Ids, wanted: (source: string) => boolean = () => true): string[] {
  return readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => file.split(sep).at(-1) === name && wanted(readFileSync(join("app", file), "utf8")))
    .map((file) => file.split(sep).slice(0, -1))
    .map((folders) => `/${folders.filter((folder) => !/^\(.*\)$/.test(folder)).join("/")}`)
    .map((address) => filled(address, ids));
}

/** Every page. */
export const allPages = (ids: Ids) => addresses("page.tsx", ids);

/** Every address that answers GET, but for the stream, which does not end. */
export const allReads = (ids: Ids) =>
  addresses("route.ts", ids, (source) => /export (const|async function|\{[^}]*) ?GET\b|as GET\b/.test(source)).filter(
    (address) => address !== "/api/stream",
  );

/** A page as it is rendered, as its payload for navigation, as it stands in the browser, and what scripts can keep. */
export async function seenOfPage(page: Page, path: string): Promise<Seen[]> {
  const html = await page.request.get(path);
  const payload = await page.request.get(path, { headers: { rsc: "1" } });
  await page.goto(path);
  await page.waitForLoadState("networkidle");
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  return [
    await seenOf("GET", html),
    { ...(await seenOf("GET", payload)), where: `${path} (payload)` },
    { where: `${path} (in the browser)`, text: await page.content() },
    { where: `${path} (kept by scripts)`, text: kept },
  ];
}

/** What the browser is sent as static files. */
export async function seenOfScripts(request: APIRequestContext): Promise<Seen[]> {
  const files = readdirSync(".next/static", { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(js|css|json|map)$/.test(file),
  );
  if (files.length < 5) throw new Error("There are hardly any scripts: is the build where it was?");
  return Promise.all(
    files.map(async (file) => seenOf("GET", await request.get(`/_next/static/${file.split(sep).join("/")}`))),
  );
}

/** The beginning of the live stream, with all that it catches up on. */
export async function seenOfStream(url: string, cookie: string): Promise<Seen> {
  const gone = new AbortController();
  const headers = { cookie, "last-event-id": "0" };
  const response = await fetch(new URL("/api/stream", url), { headers, signal: gone.signal });
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (/event: (ready|reset)/.test(text)) break;
  }
  gone.abort();
  return { where: "the live stream", text };
}

/** Hangs up in the middle of a request. */
export async function hangUp(url: string, path: string, headers: string[], body: string): Promise<void> {
  const { port, host } = new URL(url);
  const socket = connect(Number(port), "localhost");
  await once(socket, "connect");
  const lines = [`POST ${path} HTTP/1.1`, `host: ${host}`, "content-type: application/json", "content-length: 9999"];
  socket.write([...lines, ...headers, "", body].join("\r\n"));
  await new Promise<void>((sent) => socket.end(() => sent()));
  socket.destroy();
}

export const answered = (answers: readonly APIResponse[], method = "POST"): Promise<Seen[]> =>
  Promise.all(answers.map((answer) => seenOf(method, answer)));
