import { describe, expect, test } from "vitest";
import { credentials, eventually, onTestSandbox } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();

const faults = (change: unknown) => sandbox.control("POST", "faults", change);
const taken = async () => (await sandbox.ledger()).taken.length;
const balance = () => sandbox.call("GET", "/accounts/me/balance");

describe("the token desk", () => {
  const verify = (timeoutMs = 300) => sandbox.client(timeoutMs).verify(credentials);

  test.each(["down", "error", "slow"])("%s", async (token) => {
    await faults({ token });
    expect(await verify()).toMatchObject({ ok: false });
    await faults({ token: "ok" });
    expect(await verify()).toMatchObject({ ok: true });
  });
});

describe("requests", () => {
  test.each([
    ["drop_before", { kind: "lost" }, 0],
    ["drop_after", { kind: "lost" }, 1],
    ["error_before", { kind: "lost", status: 500 }, 0],
    ["error_after", { kind: "lost", status: 500 }, 1],
    ["garbage_before", { kind: "lost", status: 200 }, 0],
    ["garbage_after", { kind: "lost", status: 200 }, 1],
    ["slow", { kind: "lost" }, 1],
    ["rate_limited", { kind: "rate_limited", retryAfterMs: 2_000 }, 0],
  ])("%s", async (kind, failure, times) => {
    await faults({ api: { share: 1, kind } });
    expect(await sandbox.send("01", {}, 300)).toMatchObject({ ok: false, failure });
    expect(await taken()).toBe(times);
    await faults({ api: null });
    expect(await sandbox.send("01")).toMatchObject({ ok: true });
  });

  test("a slow answer of a certain length", async () => {
    await faults({ api: { share: 1, kind: "slow", delayMs: 100 } });
    const begun = performance.now();
    expect(await balance()).toMatchObject({ status: 200 });
    expect(performance.now() - begun).toBeGreaterThan(95);
  });

  test("503 with Retry-After", async () => {
    await faults({ api: { share: 1, kind: "error_before", retryAfterSeconds: 7 } });
    const { status, headers } = await balance();
    expect([status, headers.get("retry-after")]).toEqual([503, "7"]);
  });

  test("a share of them, the same for the same seed", async () => {
    const round = async (seed: number) => {
      await faults({ seed, api: { share: 0.5, kind: "error_before" } });
      const statuses: number[] = [];
      for (let i = 0; i < 30; i += 1) statuses.push((await balance()).status);
      return statuses;
    };
    const first = await round(1);
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await round(1)).toEqual(first);
    expect(await round(2)).not.toEqual(first);
  });

  test("so many a second for each application", async () => {
    await faults({ rateLimit: { perSecond: 3 } });
    const answers = await Promise.all(Array.from({ length: 8 }, balance));
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(5);
    expect(limited[0]?.headers.get("retry-after")).toBe("1");
    await eventually(async () => expect((await balance()).status).toBe(200));
  });
});

describe("receipts", () => {
  const completion = () => ({ callback: { url: sandbox.receiverUrl, strategy: "OnCompletion" } });
  const finished = () =>
    eventually(async () => {
      const { taken: all } = await sandbox.ledger();
      expect(all.length > 0 && all.every((one) => one.finished)).toBe(true);
    });

  test("all twice", async () => {
    await faults({ receipts: { duplicateShare: 1 } });
    await sandbox.send("01");
    await finished();
    expect(sandbox.names()).toEqual(["Queued", "Queued", "Sent", "Sent", "Delivered", "Delivered"]);
  });

  test("none", async () => {
    await faults({ receipts: { lostShare: 1 } });
    await sandbox.send("01");
    await finished();
    expect(sandbox.received).toEqual([]);
  });

  test("delayed and in disorder, all the same", async () => {
    await faults({ seed: 3, receipts: { shuffle: true, maxExtraDelayMs: 10_000 } });
    for (let i = 0; i < 5; i += 1) await sandbox.send("01", { label: `m${i}` });
    await finished();
    expect(sandbox.received).toHaveLength(15);
    const orders = Array.from({ length: 5 }, (_, i) =>
      sandbox.received.filter(({ label }) => label === `m${i}`).map(({ status }) => status.name),
    );
    for (const order of orders) expect(order.toSorted()).toEqual(["Delivered", "Queued", "Sent"]);
    expect(orders.some((order) => order.join() !== "Queued,Sent,Delivered")).toBe(true);
  });

  test("with words that Routee does not document", async () => {
    await faults({ receipts: { unknownStatusShare: 1 } });
    await sandbox.send("01");
    await finished();
    expect(sandbox.names()).toHaveLength(4);
    expect(["Buffered", "Routing", "Network Error", "Unroutable"]).toContain(sandbox.names()[2]);
  });

  test("one after the other", async () => {
    await faults({ receipts: { concurrency: 1 } });
    for (let i = 0; i < 5; i += 1) await sandbox.send("01");
    await finished();
    expect(sandbox.received).toHaveLength(15);
  });

  test("again five times by the other rule", async () => {
    await faults({ retries: "5-tries" });
    await sandbox.setSpeed(100_000);
    sandbox.answers.push(...Array<number>(20).fill(500));
    await sandbox.send("01", completion());
    await finished();
    const { posted } = await sandbox.ledger();
    expect(posted.map(({ attempt, done }) => [attempt, done])).toEqual([
      ...[1, 2, 3, 4, 5].map((attempt) => [attempt, false]),
      [6, true],
    ]);
  });

  test("any 2xx is good where it is said so", async () => {
    await faults({ callbackSuccess: "2xx" });
    sandbox.answers.push(204);
    await sandbox.send("01", completion());
    await finished();
    expect((await sandbox.ledger()).posted).toMatchObject([{ httpStatus: 204, problem: null, done: true }]);
  });
});

describe("choices where Routee is silent", () => {
  const choose = (choices: Record<string, unknown>) => faults({ choices });

  test("403 for a bad token", async () => {
    await choose({ badTokenStatus: 403 });
    const answer = await sandbox.call("GET", "/accounts/me/balance", undefined, { authorization: "Bearer none" });
    expect(answer).toMatchObject({ status: 403, body: { error: "invalid_token" } });
  });

  test("OnCompletion where no strategy is given, and no receipt for the first Queued", async () => {
    await choose({ initialQueuedReceipt: false });
    await sandbox.send("01");
    await eventually(() => expect(sandbox.names()).toEqual(["Sent", "Delivered"]));
    await choose({ defaultStrategy: "OnCompletion" });
    await sandbox.send("01", { callback: { url: sandbox.receiverUrl } });
    await eventually(() => expect(sandbox.names()).toEqual(["Sent", "Delivered", "Delivered"]));
  });

  test("tracking that lags behind", async () => {
    await choose({ trackingDelayMs: 300 });
    const sent = await sandbox.send("01");
    const trackingId = sent.ok ? sent.value.trackingId : "";
    const track = () => sandbox.client().trackSingle(credentials, trackingId);
    expect(await track()).toMatchObject({ ok: false, failure: { code: "404005000" } });
    await eventually(async () => expect(await track()).toMatchObject({ ok: true }));
  });

  test("error codes as numbers", async () => {
    await choose({ errorCode: "number" });
    expect((await sandbox.call("POST", "/sms", {})).body.code).toBe(400_000_000);
  });
});

describe("control of faults", () => {
  test("what is not named stays, and all of it ends", async () => {
    await faults({ token: "error", receipts: { lostShare: 0.25 } });
    const { body } = await faults({ receipts: { shuffle: true }, rateLimit: { perSecond: 5 } });
    expect(body).toMatchObject({ token: "error", receipts: { lostShare: 0.25, shuffle: true, concurrency: 64 } });
    expect((await sandbox.control("GET", "state")).body).toMatchObject({ faults: body });
    expect((await sandbox.control("DELETE", "faults")).body).toMatchObject({
      token: "ok",
      rateLimit: null,
      receipts: { lostShare: 0, shuffle: false },
    });
  });

  test.each([
    ["{", "the body"],
    [{ token: "gone" }, "token"],
    [{ api: { share: 2, kind: "slow" } }, "api.share"],
    [{ api: { share: 1, kind: "fire" } }, "api.kind"],
    [{ api: { share: 1, kind: "drop_after", delayMs: 5 } }, "api.delayMs"],
    [{ api: { share: 1, kind: "drop_after", retryAfterSeconds: 5 } }, "api.retryAfterSeconds"],
    [{ receipts: { concurrency: 0 } }, "receipts.concurrency"],
    [{ receipts: { lost: 1 } }, "receipts"],
    [{ rateLimit: { perSecond: 0 } }, "rateLimit.perSecond"],
    [{ retries: "often" }, "retries"],
    [{ choices: { badTokenStatus: 404 } }, "choices.badTokenStatus"],
  ])("%j is refused and names %s", async (change, field) => {
    const { status, body } = await faults(change);
    expect([status, body.problem]).toEqual([400, expect.stringContaining(field)]);
    expect(await sandbox.send("01")).toMatchObject({ ok: true });
  });
});
