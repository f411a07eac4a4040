import { expect, test } from "vitest";
import { credentials, eventually, onTestSandbox } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();
const long = { body: "x".repeat(400) };

const taken = async () => (await sandbox.ledger()).taken.length;

test.each([
  ["22", {}, ["Queued", "Sent", "Undelivered", "Delivered"]],
  ["37", {}, ["Queued", "Routing", "Sent", "Buffered", "Network Error", "Unroutable", "Delivered"]],
  ["60", {}, ["Queued", "Sent"]],
])("receipts to %s with %j: %j", async (ending, more, statuses) => {
  await sandbox.send(ending, more);
  await eventually(async () => expect((await sandbox.ledger()).taken).toMatchObject([{ finished: true }]));
  expect(sandbox.names()).toEqual(statuses);
});

test.each([
  ["23", ["Failed", "Delivered", "Delivered"]],
  ["24", ["Delivered", "Undelivered", "Failed"]],
  ["36", ["Delivered", "Delivered", "Undelivered"]],
  ["60", [undefined, "Delivered", "Delivered"]],
])("the segments to %s end as %j", async (ending, ends) => {
  const sent = await sandbox.send(ending, {
    ...long,
    callback: { url: sandbox.receiverUrl, strategy: "OnCompletion" },
  });
  await eventually(async () => expect((await sandbox.ledger()).taken).toMatchObject([{ finished: true }]));
  const told = [1, 2, 3].map((part) => sandbox.received.find((receipt) => receipt.part === part)?.status.name);
  expect(told).toEqual(ends);
  const tracked = await sandbox.client().trackSingle(credentials, sent.ok ? sent.value.trackingId : "");
  expect(tracked.ok && tracked.value.map(({ status }) => status)).toEqual(ends.map((end) => end ?? "Delivered"));
});

test("two days pass in a moment", async () => {
  await sandbox.setSpeed(1_000_000);
  await sandbox.send("38");
  await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
});

test("a time to live ends before a late delivery", async () => {
  await sandbox.setSpeed(100_000);
  await sandbox.send("38", { ttl: 60 });
  await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Undelivered"]));
  expect(sandbox.received.at(-1)?.status.reason?.detailedStatus).toBe("Expired");
});

test("delivered at once, told much later", async () => {
  const sent = await sandbox.send("39");
  if (!sent.ok) throw new Error(sent.failure.message);
  await eventually(async () => {
    const tracked = await sandbox.client().trackSingle(credentials, sent.value.trackingId);
    expect(tracked).toMatchObject({ ok: true, value: [{ status: "Delivered" }] });
  });
  expect(sandbox.received).toEqual([]);
  await sandbox.setSpeed(1_000_000);
  await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
});

test("every receipt five times", async () => {
  await sandbox.send("61");
  await eventually(() => expect(sandbox.received).toHaveLength(15));
  const posted = (await sandbox.ledger()).posted.filter(({ change }) => change === 0);
  expect(posted.map(({ copy }) => copy)).toEqual([0, 1, 2, 3, 4]);
});

test("garbage between the receipts, posted once whatever is answered", async () => {
  sandbox.answers.push(200, 400, 400);
  await sandbox.send("62", { callback: { url: sandbox.receiverUrl, strategy: "OnCompletion" } });
  await eventually(async () => expect((await sandbox.ledger()).posted).toHaveLength(3));
  expect((await sandbox.ledger()).posted.map(({ kind, httpStatus, done }) => [kind, httpStatus, done])).toEqual([
    ["receipt", 200, true],
    ["not_json", 400, true],
    ["no_status", 400, true],
  ]);
  const [good = "", html = "", bare = ""] = sandbox.texts;
  expect(JSON.parse(good).status.name).toBe("Delivered");
  expect(() => JSON.parse(html)).toThrow(SyntaxError);
  expect(JSON.parse(bare)).not.toHaveProperty("status");
});

test("all receipts before the answer", async () => {
  let answered = false;
  const answer = sandbox.send("63").finally(() => {
    answered = true;
  });
  await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
  expect(answered).toBe(false);
  expect(await answer).toMatchObject({ ok: true });
});

test.each([
  ["55", { kind: "lost", status: 500 }, 1],
  ["56", { kind: "lost", status: 200 }, 1],
  ["57", { kind: "lost", status: 200 }, 0],
  ["58", { status: 503, retryAfterMs: 2_000 }, 0],
  ["59", { kind: "rate_limited", status: 429, retryAfterMs: 1_000 }, 0],
])("%s is answered with %j and taken %d times", async (ending, failure, times) => {
  expect(await sandbox.send(ending)).toMatchObject({ ok: false, failure });
  expect(await taken()).toBe(times);
});

test("429 to every try", async () => {
  for (let i = 0; i < 5; i += 1)
    expect(await sandbox.send("59")).toMatchObject({ ok: false, failure: { kind: "rate_limited" } });
  expect(await taken()).toBe(0);
});

test("the token expires in the middle, for all who use it", async () => {
  const { access_token } = (await sandbox.token()).body;
  expect(await sandbox.send("70")).toMatchObject({ ok: true });
  expect(await taken()).toBe(1);
  const old = await sandbox.call("GET", "/accounts/me/balance", undefined, { authorization: `Bearer ${access_token}` });
  expect(old).toMatchObject({ status: 401, body: { error: "invalid_token" } });
});

test.each([
  ["71", 1_000],
  ["72", 3_000],
])("%s is answered after %d milliseconds, and taken at once", async (ending, ms) => {
  const begun = performance.now();
  let answered = false;
  const answer = sandbox.send(ending).finally(() => {
    answered = true;
  });
  await eventually(async () => expect(await taken()).toBe(1));
  expect(answered).toBe(false);
  expect(await answer).toMatchObject({ ok: true });
  expect(performance.now() - begun).toBeGreaterThan(ms - 50);
});
