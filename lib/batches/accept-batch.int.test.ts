import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { readApp } from "@/lib/apps/read-app";
import { deleteApp } from "@/lib/messages/delete-app";
import { deleteAppMessages } from "@/lib/messages/delete-app-messages";
import { givenOwner } from "@/lib/messages/testing/given";
import { pool, prisma } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { acceptBatch, RecipientsRefused } from "./accept-batch";
import { deleteScheduledBatch, updateScheduledBatch } from "./change-scheduled";
import { sendBatchSchema } from "./contract";
import { listBatches } from "./list-batches";
import { readBatch } from "./read-batch";
import { givenBatch, numbers, release } from "./testing/given-batch";

onTestDatabase();

let owner: { accountId: string; appId: string };
beforeAll(async () => {
  owner = await givenOwner();
});

const recipientsOf = async (id: string) =>
  (await pool().query('SELECT row, "to", variables FROM batch_recipients WHERE batch_id = $1 ORDER BY row', [id])).rows;
const asked = (fields: object = {}) =>
  sendBatchSchema.parse({ appId: owner.appId, body: "Table ready", recipients: numbers(3), ...fields });
const accept = (fields: object, idempotencyKey: string | null = null) =>
  acceptBatch({ batch: asked(fields), sender: { accountId: owner.accountId }, idempotencyKey });
const SOON = new Date(Date.now() + 3_600_000).toISOString();

describe("acceptBatch", () => {
  test("stores the batch and who is right, and tells who is not", async () => {
    const batch = await givenBatch(owner, {
      name: "Friday",
      body: "Hi {{name}}",
      recipients: [
        { to: "+306900000001", variables: { name: "Ada", other: "x" } },
        { to: "12" },
        { to: "+306900000001", variables: { name: "Ada" } },
        { to: "+306900000002", variables: { name: "Γιώργος" } },
        { to: "+306900000003" },
      ],
    });
    expect(batch).toEqual({
      id: expect.any(String),
      accepted: 2,
      rejected: [
        { row: 2, to: "12", code: "invalid_number" },
        { row: 3, to: "+306900000001", code: "duplicate" },
        { row: 5, to: "+306900000003", code: "missing_variable" },
      ],
    });
    expect(await recipientsOf(batch.id)).toEqual([
      { row: 1, to: "+306900000001", variables: { name: "Ada" } },
      { row: 4, to: "+306900000002", variables: { name: "Γιώργος" } },
    ]);
    expect(await readBatch(batch.id)).toMatchObject({
      name: "Friday",
      state: "running",
      from: "Tidings",
      accepted: 2,
      rejected: 3,
      rejections: batch.rejected,
      progress: { Accepted: 2 },
      final: false,
    });
    expect((await pool().query("SELECT FROM messages WHERE batch_id = $1", [batch.id])).rowCount).toBe(0);
  });

  test("many are stored whole, in more than one step", async () => {
    const { id, accepted } = await givenBatch(owner, { recipients: numbers(9_001) });
    expect(accepted).toBe(9_001);
    expect(await recipientsOf(id)).toHaveLength(9_001);
  });

  test("a repetition with the same key gets the same bytes and makes nothing, another request a refusal", async () => {
    const first = await accept({ name: "once" }, "key-1");
    const before = (await listBatches({ limit: 100 })).data.length;
    expect(await accept({ name: "once" }, "key-1")).toEqual(first);
    expect((await listBatches({ limit: 100 })).data).toHaveLength(before);
    for (const other of [{ name: "twice" }, { name: "once", recipients: numbers(2) }])
      await expect(accept(other, "key-1")).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  test("at the same moment with one key it is accepted once", async () => {
    const before = (await listBatches({ limit: 100 })).data.length;
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => accept({ name: "race" }, "key-2")));
    const bodies = results.flatMap((one) => (one.status === "fulfilled" ? [one.value.body] : []));
    expect(new Set(bodies).size).toBe(1);
    for (const one of results)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "idempotency_in_progress" });
    expect((await listBatches({ limit: 100 })).data).toHaveLength(before + 1);
  });

  test("is refused when nobody is left, and a refusal leaves the key free", async () => {
    await expect(accept({ recipients: [{ to: "1" }, 2] }, "key-3")).rejects.toMatchObject({
      code: "invalid_fields",
      rejected: [
        { row: 1, to: "1", code: "invalid_number" },
        { row: 2, to: "2", code: "invalid_recipient" },
      ],
    });
    expect((await accept({}, "key-3")).status).toBe(202);
  });

  test.each([
    [{ recipients: [] }, "recipients"],
    [{ recipients: "all" }, "recipients"],
    [{ recipients: Array.from({ length: 100_001 }, () => 0) }, "recipients"],
    [{ body: " " }, "body"],
    [{ from: "Much too long a name" }, "from"],
    [{ name: "" }, "name"],
    [{ surprise: 1 }, ""],
  ])("a wrong field is named: %o", (fields, path) => {
    const parsed = sendBatchSchema.safeParse({ appId: owner.appId, body: "a", recipients: numbers(1), ...fields });
    expect(parsed.error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });

  test("the app's rules hold", async () => {
    const bare = await createApp(prisma(), { name: "Bare", environment: "sandbox" });
    await expect(accept({ appId: bare.id })).rejects.toMatchObject({ errors: [{ path: "from" }] });
    await expect(accept({ appId: "018f0000-0000-7000-8000-000000000000" })).rejects.toMatchObject({
      errors: [{ path: "appId" }],
    });
    await expect(accept({ callback: { url: "http://10.0.0.1/" } })).rejects.toMatchObject({
      errors: [{ path: "callback.url" }],
    });
  });
});

describe("campaigns", () => {
  test("a name is an app's only once", async () => {
    await givenBatch(owner, { name: "spring 1" }, {});
    await expect(givenBatch(owner, { name: "spring 1" }, {})).rejects.toMatchObject({
      code: "conflict",
      errors: [{ path: "name", code: "name_taken" }],
    });
    await givenBatch(owner, { name: "spring 1" });
  });

  test("one wrong recipient refuses all, where that is asked for", async () => {
    const recipients = [...numbers(2), { to: "12" }];
    await expect(givenBatch(owner, { recipients }, { allOrNothing: true })).rejects.toBeInstanceOf(RecipientsRefused);
    expect(await givenBatch(owner, { recipients }, {})).toMatchObject({ accepted: 2 });
  });

  test("places are Routee's, and filled with what is for everybody", async () => {
    const app = await createApp(prisma(), { name: "Places", environment: "sandbox", defaultSender: "Tidings" });
    const { id } = await givenBatch(
      { ...owner, appId: app.id },
      {
        body: "Hi [~firstName] {{x}}",
        recipients: [{ to: "+306900000001" }, { to: "+306900000002", variables: { firstName: "Ada" } }],
      },
      { fallback: { firstName: "guest" } },
    );
    await release(app.id);
    const made = await pool().query<{ body: string }>("SELECT body FROM messages WHERE batch_id = $1 ORDER BY id", [
      id,
    ]);
    expect(made.rows.map(({ body }) => body)).toEqual(["Hi guest {{x}}", "Hi Ada {{x}}"]);
  });
});

describe("a batch that has not begun", () => {
  test("waits as scheduled, and is replaced under its id", async () => {
    const { id } = await givenBatch(owner, { scheduledAt: SOON });
    expect(await readBatch(id)).toMatchObject({ state: "scheduled", scheduledAt: SOON, progress: { Scheduled: 10 } });
    expect(await release(owner.appId, 0)).toBe(0);
    const acceptance = { batch: asked({ name: "new" }), sender: { accountId: owner.accountId }, idempotencyKey: null };
    expect(await updateScheduledBatch(id, acceptance)).toMatchObject({ id, accepted: 3, state: "running" });
    expect(await recipientsOf(id)).toHaveLength(3);
    expect(await updateScheduledBatch(id, acceptance)).toBe("too_late");
    expect(await deleteScheduledBatch(id, owner.appId)).toBe("too_late");
  });

  test("is removed without a trace, and only by its own app", async () => {
    const { id } = await givenBatch(owner, { scheduledAt: SOON });
    expect(await deleteScheduledBatch(id, "018f0000-0000-7000-8000-000000000000")).toBe("not_found");
    expect(await deleteScheduledBatch(id, owner.appId)).toBe("deleted");
    expect(await readBatch(id)).toBeNull();
    expect(await recipientsOf(id)).toEqual([]);
  });
});

test("the list is paged, newest first", async () => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listBatches({ limit: 3, ...(cursor ? { cursor } : {}) });
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(ids).toEqual((await listBatches({ limit: 100 })).data.map(({ id }) => id));
  expect(ids).toEqual([...ids].sort().reverse());
});

test("a deleted app takes its batches along", async () => {
  const app = await createApp(prisma(), { name: "Gone", environment: "sandbox", defaultSender: "Tidings" });
  const { id } = await givenBatch({ ...owner, appId: app.id }, { scheduledAt: SOON });
  await expect(deleteApp(app, undefined)).rejects.toMatchObject({ code: "conflict" });
  await deleteApp(app, "Gone");
  await deleteAppMessages(app.id);
  expect(await readBatch(id)).toBeNull();
  expect(await recipientsOf(id)).toEqual([]);
  expect(await readApp(app.id)).toBeNull();
});
