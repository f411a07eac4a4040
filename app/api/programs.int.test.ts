import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { createKeySchema, type Scope } from "@/lib/keys/contract";
import { createKey } from "@/lib/keys/create-key";
import { messageSchema } from "@/lib/messages/contract";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { pool, prisma } from "@/lib/platform/database";
import { problemSchema } from "@/lib/platform/problem";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { POST as analyze } from "./analyze/route";
import { GET as readAppRoute } from "./apps/[id]/route";
import { GET as listAppsRoute, POST as makeApp } from "./apps/route";
import { POST as replay } from "./callbacks/replay/route";
import type { DoorContext } from "./door";
import { POST as cancel } from "./messages/[id]/cancel/route";
import { GET as events } from "./messages/[id]/events/route";
import { POST as refresh } from "./messages/[id]/refresh/route";
import { GET as read } from "./messages/[id]/route";
import { GET as list, POST as send } from "./messages/route";

onTestDatabase();

type Handler = (request: Request, context: DoorContext) => Promise<Response>;
type Asked = { path?: string; body?: object; key?: string; headers?: Record<string, string>; id?: string };

let owner: { accountId: string; appId: string };
let other: { id: string; environment: "sandbox" | "live" };
beforeAll(async () => {
  owner = await givenOwner();
  other = await createApp(prisma(), { name: "Other", environment: "sandbox", defaultSender: "Other" });
});

const ask = (handle: Handler, { path = "/", body, key, headers, id = "" }: Asked) =>
  handle(
    new Request(`http://localhost:3000${path}`, {
      headers: {
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(body ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
    }),
    { params: Promise.resolve({ id }) },
  );
const codeOf = async (response: Response) => [response.status, problemSchema.parse(await response.json()).code];
const givenKey = (fields: object = {}, appId = owner.appId) =>
  createKey({ id: appId, environment: "sandbox" }, createKeySchema.parse(fields), null);
const count = async (table: string) =>
  Number((await pool().query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);

describe("a program", () => {
  test("sends and reads with its key alone, and its name stands with what it did", async () => {
    const key = await givenKey({ name: "Shop" });
    const sent = await ask(send, { key: key.secret, body: { to: "+306900000001", body: "Table ready" } });
    expect(sent.status).toBe(202);
    const message = messageSchema.parse(await sent.json());
    expect(message.appId).toBe(owner.appId);
    const detail = await (await ask(read, { key: key.secret, id: message.id })).json();
    expect(detail).toMatchObject({ events: [{ payload: { keyId: key.id, keyName: "Shop" } }] });
    expect(Number(sent.headers.get("ratelimit-remaining"))).toBeLessThan(6_000);
    expect(sent.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each<[string, Handler, Scope, Asked]>([
    ["send", send, "messages:read", { body: { to: "+306900000001", body: "x" } }],
    ["cancel", cancel, "messages:read", { body: {} }],
    ["list", list, "messages:send", {}],
    ["read", read, "messages:send", {}],
  ])("needs the scope to %s", async (_, handle, scope, asked) => {
    const key = await givenKey({ scopes: [scope] });
    expect(await codeOf(await ask(handle, { ...asked, key: key.secret }))).toEqual([403, "scope_missing"]);
  });

  test("may not use what is for people", async () => {
    const key = await givenKey();
    const body = { name: "New", environment: "sandbox" };
    expect(await codeOf(await ask(makeApp, { key: key.secret, body }))).toEqual([403, "forbidden"]);
  });

  test("is refused with a key that is none, also when a session would do", async () => {
    expect(await codeOf(await ask(list, { key: "tk_sandbox_x" }))).toEqual([401, "invalid_key"]);
    const response = await ask(list, { key: "tk_sandbox_x" });
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
  });

  test("that puts its key into the address is refused, and the log does not keep it", async () => {
    const key = await givenKey();
    const path = `/api/messages?api_key=${key.secret}`;
    const response = await ask(list, { key: key.secret, path });
    expect(await codeOf(response)).toEqual([400, "key_in_url"]);
  });

  test("over its rate is 429 until the next minute", async () => {
    const key = await givenKey({ requestsPerMinute: 2 });
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push(await ask(list, { key: key.secret }));
    // A minute may have begun in between.
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(4);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused && (await codeOf(refused))).toEqual([429, "rate_limited"]);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(refused?.headers.get("ratelimit-limit")).toBe("2");
    expect(refused?.headers.get("ratelimit-remaining")).toBe("0");
  });
});

describe("another app's things", () => {
  test.each<[string, Handler, Asked]>([
    ["read", read, {}],
    ["events", events, {}],
    ["refresh", refresh, { body: {} }],
    ["cancel", cancel, { body: {} }],
  ])("are not there to %s", async (_, handle, asked) => {
    const foreign = await givenMessage({ ...owner, appId: other.id });
    const key = await givenKey();
    const answer = await codeOf(await ask(handle, { ...asked, key: key.secret, id: foreign.id }));
    expect(answer).toEqual([404, "not_found"]);
    expect(answer).toEqual(
      await codeOf(await ask(handle, { ...asked, key: key.secret, id: "00000000-0000-7000-8000-000000000000" })),
    );
  });

  test("are in no list, and cannot be named", async () => {
    const foreign = await givenMessage({ ...owner, appId: other.id });
    const key = await givenKey();
    const page = await (await ask(list, { key: key.secret, path: "/?limit=100" })).text();
    expect(page).not.toContain(foreign.id);
    expect(page).not.toContain(other.id);
    expect(await codeOf(await ask(list, { key: key.secret, path: `/?appId=${other.id}` }))).toEqual([404, "not_found"]);
    const body = { appId: other.id, to: "+306900000001", body: "x" };
    expect(await codeOf(await ask(send, { key: key.secret, body }))).toEqual([404, "not_found"]);
    const window = { appId: other.id, from: "2026-01-01T00:00:00Z", until: "2036-01-01T00:00:00Z", only: "all" };
    expect(await codeOf(await ask(replay, { key: key.secret, body: window }))).toEqual([404, "not_found"]);
    expect(await codeOf(await ask(readAppRoute, { key: key.secret, id: other.id }))).toEqual([404, "not_found"]);
    const apps = (await (await ask(listAppsRoute, { key: key.secret })).json()) as { data: { id: string }[] };
    expect(apps.data.map(({ id }) => id)).toEqual([owner.appId]);
  });
});

describe("Idempotency-Key", () => {
  const body = { to: "+306900000001", body: "Once" };

  test("belongs to its API key: another's is another", async () => {
    const [one, two] = [await givenKey(), await givenKey()];
    const headers = { "idempotency-key": "shared" };
    const before = await count("messages");
    const first = await (await ask(send, { key: one.secret, headers, body })).text();
    expect(await (await ask(send, { key: one.secret, headers, body })).text()).toBe(first);
    expect(await (await ask(send, { key: two.secret, headers, body })).text()).not.toBe(first);
    expect(await count("messages")).toBe(before + 2);
    const changed = await ask(send, { key: one.secret, headers, body: { ...body, body: "Twice" } });
    expect(await codeOf(changed)).toEqual([409, "idempotency_key_reused"]);
  });

  test("while its first request is still running is 409 with Retry-After", async () => {
    const key = await givenKey();
    const holder = await pool().connect();
    try {
      await holder.query("BEGIN");
      await holder.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 7))", [`key:${key.id}\nbusy`]);
      const busy = await ask(send, { key: key.secret, headers: { "idempotency-key": "busy" }, body });
      expect(busy.headers.get("retry-after")).toBe("1");
      expect(await codeOf(busy)).toEqual([409, "idempotency_in_progress"]);
    } finally {
      await holder.query("ROLLBACK");
      holder.release();
    }
    const after = await ask(send, { key: key.secret, headers: { "idempotency-key": "busy" }, body });
    expect(after.status).toBe(202);
  });

  test("is kept at every other address too, encrypted, and freed by a request that failed", async () => {
    const key = await givenKey();
    const headers = { "idempotency-key": "text" };
    const asked = (text: string) => ask(analyze, { key: key.secret, headers, body: { body: text } });
    expect((await asked("x".repeat(1_601))).status).toBe(422);
    const first = await (await asked("Γειά")).text();
    const second = await asked("Γειά");
    expect([second.status, await second.text()]).toEqual([200, first]);
    expect(await codeOf(await asked("Other"))).toEqual([409, "idempotency_key_reused"]);
    const stored = await pool().query<{ body: string }>("SELECT body FROM idempotency_keys WHERE key = 'text'");
    expect(stored.rows[0]?.body).toMatch(/^v1\./);
  });

  test("of a process that died is free again after a minute", async () => {
    const key = await givenKey();
    const headers = { "idempotency-key": "dead" };
    await pool().query("INSERT INTO idempotency_keys (scope, key, request_hash) VALUES ($1, 'dead', '')", [
      `key:${key.id}`,
    ]);
    const asked = () => ask(analyze, { key: key.secret, headers, body: { body: "x" } });
    expect((await asked()).status).toBe(409);
    await pool().query("UPDATE idempotency_keys SET created_at = now() - interval '61 seconds' WHERE key = 'dead'");
    expect((await asked()).status).toBe(200);
  });
});
