import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { encode } from "next-auth/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import { receiptToken } from "@/lib/messages/receipt-token";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { sessionCookie, sessionSecrets } from "@/lib/people/session-token";
import { problemSchema } from "@/lib/platform/problem";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { POST as receipt } from "../webhooks/routee/[token]/route";
import { answerProblem, type DoorContext } from "./door";
import { GET as health } from "./health/route";
import { POST as send } from "./messages/route";

onTestDatabase();

type Handler = (request: Request, context: DoorContext) => Promise<Response>;

/** Open to everybody: health, set-up, sign-in itself, receipts (whose token is their proof). */
const OPEN = [
  "app/api/health",
  "app/api/health/live",
  "app/api/openapi.json",
  "app/api/setup",
  "app/api/auth/[...nextauth]",
  "app/webhooks/routee/[token]",
];

/** Open as well, and with Routee's shapes in place of ours. */
const ROUTEE = /^app\/(sms|oauth|accounts|system|campaigns|not-offered)\b/;
const OPEN_AT_ROUTEE = ["app/oauth/token", "app/not-offered/[...path]", "app/sms/[...path]"];

const routes = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts"))
  .map((file) => join("app", file, ".."));

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const context = (params: Record<string, string> = {}) => ({ params: Promise.resolve(params) });

let owner: { accountId: string; appId: string };
let cookie: string;
beforeAll(async () => {
  owner = await givenOwner();
  const [secret] = sessionSecrets();
  cookie = `${sessionCookie()}=${await encode({ token: { sub: owner.accountId, sessionVersion: 1 }, secret })}`;
});

const post = (body: string | object, headers: Record<string, string> = {}) =>
  new Request("http://localhost:3000/api/messages", {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", cookie, ...headers },
  });
const problemOf = async (response: Response) => problemSchema.parse(await response.json());
const message = () => ({ appId: owner.appId, to: "+306900000001", body: "Table ready" });

async function handlersOf(route: string): Promise<[string, Handler][]> {
  const module = (await import(/* @vite-ignore */ pathToFileURL(resolve(route, "route.ts")).href)) as Record<
    string,
    Handler
  >;
  return METHODS.flatMap((method) => (module[method] ? [[method, module[method]]] : []));
}

test("the list of routes is not empty", () => expect(routes.length).toBeGreaterThan(8));

test.each(routes.filter((route) => ROUTEE.test(route) && !OPEN_AT_ROUTEE.includes(route)))(
  "%s needs a token, and says so as Routee does",
  async (route) => {
    for (const [method, handle] of await handlersOf(route)) {
      const response = await handle(new Request("http://localhost:3000/sms", { method }), context({ id: "x" }));
      expect([method, response.status]).toEqual([method, 401]);
      expect(await response.json()).toEqual({ error: "unauthorized", error_description: expect.any(String) });
    }
  },
);

test.each(routes.filter((route) => !OPEN.includes(route) && !ROUTEE.test(route)))(
  "%s needs a session or a key",
  async (route) => {
    for (const [method, handle] of await handlersOf(route)) {
      const body = method === "GET" ? {} : { body: "{}", headers: { "content-type": "application/json" } };
      const response = await handle(new Request("http://localhost:3000/", { method, ...body }), context({ id: "x" }));
      expect([method, response.status]).toEqual([method, 401]);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await problemOf(response)).toMatchObject({ code: "unauthenticated", requestId: expect.any(String) });
    }
  },
);

describe("a door", () => {
  test("accepts a message and gives a repetition the same answer", async () => {
    const ask = () => send(post(message(), { "idempotency-key": "door-1" }), context());
    const answers = [await ask(), await ask()];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const [one, two] = await Promise.all(answers.map((answer) => answer.text()));
    expect(one).toBe(two);
    expect(answers[0]?.headers.get("x-request-id")).toBeTruthy();
  });

  test.each([
    [{ to: "6900000001" }, "to"],
    [{ to: "+30690" }, "to"],
    [{ body: "" }, "body"],
    [{ body: "x".repeat(1601) }, "body"],
    [{ body: "half \ud800" }, "body"],
    [{ from: "TooLongSender" }, "from"],
    [{ ttl: 0 }, "ttl"],
    [{ label: "x".repeat(351) }, "label"],
    [{ callback: { url: "ftp://x", strategy: "OnChange" } }, "callback.url"],
    [{ callback: { url: "https://x.example", strategy: "Often" } }, "callback.strategy"],
    [{ appId: "x" }, "appId"],
    [{ surprise: 1 }, "surprise"],
  ])("names the field of %o", async (wrong, path) => {
    const response = await send(post({ ...message(), ...wrong }), context());
    expect(response.status).toBe(422);
    const problem = await problemOf(response);
    expect(problem.code).toBe("invalid_fields");
    expect(problem.errors?.map((error) => error.path)).toContain(path);
  });

  test("refuses what is not JSON, too large, or from another site", async () => {
    const outcome = async (request: Request) => {
      const response = await send(request, context());
      return [response.status, (await problemOf(response)).code];
    };
    expect(await outcome(post("{"))).toEqual([400, "malformed_json"]);
    expect(await outcome(post({}, { "content-type": "text/plain" }))).toEqual([415, "unsupported_media_type"]);
    expect(await outcome(post("x".repeat(70_000)))).toEqual([413, "body_too_large"]);
    expect(await outcome(post(message(), { origin: "https://evil.example" }))).toEqual([403, "forbidden"]);
    expect(await outcome(post(message(), { "sec-fetch-site": "cross-site" }))).toEqual([403, "forbidden"]);
    expect(await outcome(post(message(), { "idempotency-key": "with space" }))).toEqual([422, "invalid_fields"]);
  });
});

describe("the receipts' address", () => {
  const deliver = async (token: string, body: string) => {
    const request = new Request(`http://localhost:3000/webhooks/routee/${token}`, { method: "POST", body });
    return (await receipt(request, context({ token }))).status;
  };

  test("answers as the contract says", async () => {
    const { id } = await givenMessage(owner);
    const token = receiptToken(id);
    const body = JSON.stringify({
      messageId: "m",
      part: 1,
      parts: 1,
      status: { name: "Sent", updatedDate: "2026-03-02T09:15:01Z" },
    });
    expect(await deliver(token, body)).toBe(200);
    expect(await deliver(token, body)).toBe(200);
    expect(await deliver(token, "{}")).toBe(200);
    expect(await deliver("unknown", body)).toBe(404);
    expect(await deliver(token, "not json")).toBe(400);
    expect(await deliver(token, JSON.stringify({ text: "x".repeat(65 * 1024) }))).toBe(413);
  });
});

test("health tells of the database and the worker", async () => {
  const response = await health(new Request("http://localhost:3000/api/health"), context());
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    status: "ok",
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    database: "ok",
    worker: { lastSeenAt: null, queued: expect.any(Number) },
  });
});

test.each([
  ["a server that is starting", Object.assign(new Error("the database system is starting up"), { code: "57P03" })],
  ["the same through Prisma", Object.assign(new Error("Database error. Code: `57P03`."), { code: "P2010" })],
  ["a pool that waited too long", new Error("timeout exceeded when trying to connect")],
  ["no server", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })],
])("%s is 503 with Retry-After, so that Routee comes again", async (_, error) => {
  const response = answerProblem(error, "r-1", new Request("http://localhost:3000/webhooks/routee/x"));
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await problemOf(response)).toMatchObject({ code: "unavailable", requestId: "r-1" });
});

test("an error that we did not foresee is 500 and tells nothing of itself", async () => {
  const response = answerProblem(new Error("secret detail"), "r-2", new Request("http://localhost:3000/api/x"));
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret detail");
});
