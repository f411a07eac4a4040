import { Client, DatabaseError } from "pg";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { pool, prisma } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { acceptMessage } from "./accept-message";
import { messageSchema } from "./contract";
import { listMessages } from "./list-messages";
import { readMessage } from "./read-message";
import { MESSAGE, MESSAGE_COLUMNS } from "./store";
import { dueIn } from "./testing/due-in";
import { givenMessage, givenOwner } from "./testing/given";

onTestDatabase();

let owner: { accountId: string; appId: string };
beforeAll(async () => {
  owner = await givenOwner();
});

const count = async (table: "messages" | "message_events") =>
  Number((await pool().query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);

/** Messages are stored, and then the connection seems to have broken before that is confirmed. */
function unconfirmed(commit: string, error: Error) {
  const { query } = Client.prototype;
  return async function (this: Client, ...call: unknown[]) {
    const result: unknown = await Reflect.apply(query, this, call);
    if (namesOf(call).includes(commit)) throw error;
    return result;
  };
}

/** The first time that messages are to be stored PostgreSQL refuses them. */
function refusedOnce(error: Error) {
  const { query } = Client.prototype;
  let refused = false;
  return async function (this: Client, ...call: unknown[]): Promise<unknown> {
    if (refused || !namesOf(call).includes("insert messages")) return Reflect.apply(query, this, call);
    refused = true;
    throw error;
  };
}

/** What a call asks for: the text of its statement or the name. */
const namesOf = ([asked]: readonly unknown[]): unknown[] => [asked, (asked as { name?: string }).name];

describe("acceptMessage", () => {
  test("stores the message, its first event and its job", async () => {
    const message = await givenMessage(owner, { body: "Γειά σου", label: "t-17", ttl: 60 });
    expect(message).toMatchObject({
      status: "Accepted",
      final: false,
      encoding: "UCS-2",
      segmentCount: 1,
      from: "Tidings",
      country: "GR",
      label: "t-17",
      ttl: 60,
      trackingId: null,
    });
    const stored = await readMessage(message.id);
    expect(stored?.events).toEqual([
      expect.objectContaining({ sequence: 1, source: "dashboard", status: "Accepted", verdict: "applied" }),
    ]);
    expect(await dueIn(message)).toBeLessThanOrEqual(0.001);
  });

  test("counts what will be sent when it is transcoded: as the sender says, or else as the app does", async () => {
    const body = "ΚΑΛΗΜΕΡΑ ΣΑΣ ".repeat(7);
    const enforcing = await createApp(prisma(), {
      name: "Enforcing",
      environment: "sandbox",
      defaultSender: "Tidings",
      enforceTranscode: true,
    });
    const [plain, asked, enforced, declined] = await Promise.all([
      givenMessage(owner, { body }),
      givenMessage(owner, { body, transcode: true }),
      givenMessage({ ...owner, appId: enforcing.id }, { body }),
      givenMessage({ ...owner, appId: enforcing.id }, { body, transcode: false }),
    ]);
    expect(plain).toMatchObject({ transcode: null, encoding: "UCS-2", segmentCount: 2 });
    expect(asked).toMatchObject({ transcode: true, encoding: "GSM-7", segmentCount: 1, body });
    expect(enforced).toMatchObject({ transcode: true, encoding: "GSM-7", segmentCount: 1 });
    expect(declined).toMatchObject({ transcode: false, encoding: "UCS-2", segmentCount: 2 });
  });

  test("the same key gives the first answer, byte for byte, and one message", async () => {
    const message = { appId: owner.appId, to: "+306900000002", body: "Once" };
    const before = await count("messages");
    const send = () => acceptMessage({ message, sender: { accountId: owner.accountId }, idempotencyKey: "k-1" });
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(await count("messages")).toBe(before + 1);
    await expect(
      acceptMessage({
        message: { ...message, body: "Other" },
        sender: { accountId: owner.accountId },
        idempotencyKey: "k-1",
      }),
    ).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  test("a key is forgotten after 24 hours", async () => {
    const message = { appId: owner.appId, to: "+306900000002", body: "Daily" };
    const send = () => acceptMessage({ message, sender: { accountId: owner.accountId }, idempotencyKey: "k-2" });
    const first = await send();
    await pool().query("UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'k-2'");
    expect((await send()).body).not.toBe(first.body);
  });

  test("an app that does not exist and a missing sender are errors of their fields", async () => {
    const message = { appId: "019a0000-0000-7000-8000-000000000000", to: "+306900000001", body: "x" };
    const attempt = acceptMessage({ message, sender: { accountId: owner.accountId }, idempotencyKey: null });
    await expect(attempt).rejects.toMatchObject({ code: "invalid_fields", errors: [{ path: "appId" }] });
    await pool().query("UPDATE apps SET default_sender = NULL");
    const senderless = acceptMessage({
      message: { ...message, appId: owner.appId },
      sender: { accountId: owner.accountId },
      idempotencyKey: null,
    });
    await expect(senderless).rejects.toMatchObject({ code: "invalid_fields", errors: [{ path: "from" }] });
    await pool().query("UPDATE apps SET default_sender = 'Tidings'");
  });

  test("when its event cannot be stored nothing is", async () => {
    const [messages, events] = [await count("messages"), await count("message_events")];
    await pool().query("ALTER TABLE message_events RENAME TO message_events_away");
    await expect(givenMessage(owner)).rejects.toThrow();
    await pool().query("ALTER TABLE message_events_away RENAME TO message_events");
    expect([await count("messages"), await count("message_events")]).toEqual([messages, events]);
  });

  const cut = new Error("Connection terminated unexpectedly");
  const unreachable = Object.assign(new Error("read EHOSTUNREACH"), { code: "EHOSTUNREACH" });
  const ended = Object.assign(new DatabaseError("terminating connection", 0, "error"), { code: "57P01" });

  test.each([
    ["without keys, where the statement commits by itself", null, "insert messages", cut],
    ["without keys, when the host is gone", null, "insert messages", unreachable],
    ["without keys, when an administrator ends the connection", null, "insert messages", ended],
    ["with a key, where a commit of its own does", "unconfirmed", "COMMIT", cut],
  ])("what is not confirmed is not done again: %s", async (_, key, commit, error) => {
    const before = await count("messages");
    const commits = unconfirmed(commit, error);
    const connection = vi.spyOn(Client.prototype, "query").mockImplementation(commits);
    const message = { appId: owner.appId, to: "+306900000001", body: "Once" };
    const send = (idempotencyKey: string | null) =>
      acceptMessage({ message, sender: { accountId: owner.accountId }, idempotencyKey });
    const answers = await Promise.allSettled([send(key), send(null), send(null)]);
    connection.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(await count("messages")).toBe(before + 3);
  });

  test("what PostgreSQL refuses is done again one by one", async () => {
    const before = await count("messages");
    const refusal = Object.assign(new DatabaseError("no such app", 0, "error"), { code: "23503" });
    const refuses = refusedOnce(refusal);
    const connection = vi.spyOn(Client.prototype, "query").mockImplementation(refuses);
    const answers = await Promise.allSettled([givenMessage(owner), givenMessage(owner), givenMessage(owner)]);
    connection.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    expect(await count("messages")).toBe(before + 3);
  });

  test("one message that cannot be stored does not undo those that came with it", async () => {
    const nameless = await createApp(prisma(), { name: "No sender", environment: "sandbox" });
    const answers = await Promise.allSettled([
      givenMessage(owner, { body: "One" }),
      givenMessage({ ...owner, appId: nameless.id }, { body: "Two" }),
      givenMessage(owner, { body: "Three" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  test("keeps what PostgreSQL's JSON cannot spell out of it", async () => {
    const answer = await acceptMessage({
      message: { appId: owner.appId, to: "+306900000001", body: 'Quote " backslash \\ newline \n emoji 😀' },
      sender: { accountId: owner.accountId },
      idempotencyKey: null,
    });
    expect(messageSchema.parse(JSON.parse(answer.body)).body).toBe('Quote " backslash \\ newline \n emoji 😀');
  });
});

describe("listMessages", () => {
  test("pages through all messages once, newest first", async () => {
    for (let i = 0; i < 7; i += 1) await givenMessage(owner, { to: "+306900000077", body: `Number ${i}` });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listMessages({ to: "+30 690 000 0077", limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ body }) => body));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `Number ${i}`));
  });

  test("filters by app, status, label, time and search", async () => {
    const message = await givenMessage(owner, { to: "+306900000078", label: "needle" });
    const found = async (filters: object) => (await listMessages({ limit: 100, ...filters })).data.map(({ id }) => id);
    for (const filters of [
      { appId: owner.appId },
      { status: "Accepted" },
      { label: "needle" },
      { q: "needle" },
      { q: message.id },
      { q: "+30 690 0000078" },
      { from: message.createdAt },
    ])
      expect(await found(filters)).toContain(message.id);
    for (const filters of [
      { status: "Delivered" },
      { label: "hay" },
      { until: message.createdAt },
      { to: "+306900000001", q: "needle" },
    ])
      expect(await found(filters)).not.toContain(message.id);
    await expect(found({ cursor: "x" })).rejects.toMatchObject({ code: "invalid_fields" });
  });

  test("reads each list by an index, also where nothing matches", async () => {
    await pool().query("ANALYZE messages, message_states");
    const app = "'01a20a1f-a0fe-7368-b124-58d9125f421c'";
    for (const where of [
      `m.app_id = ${app} AND s.app_id = ${app}`,
      `m.app_id = ${app} AND s.app_id = ${app} AND s.status = 'Unsent'`,
      `m."to" = '+300'`,
      "m.label = 'x'",
      "m.tracking_id = 'x'",
    ]) {
      const client = await pool().connect();
      try {
        await client.query("BEGIN; SET LOCAL enable_seqscan = off");
        const plan = await client.query(
          `EXPLAIN SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGE} WHERE ${where} ORDER BY m.id DESC LIMIT 26`,
        );
        expect(JSON.stringify(plan.rows)).not.toContain("Seq Scan");
        await client.query("ROLLBACK");
      } finally {
        client.release();
      }
    }
  });
});
