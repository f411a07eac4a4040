import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { quietWait } from "./quiet-hours";
import { eventually, FAST, onTestSandbox, to } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();
const NOTHING = { Queued: 0, Sent: 0, Unsent: 0, Failed: 0, Delivered: 0, Undelivered: 0 };
const later = () => new Date(Date.now() + 3_600_000).toISOString();

const order = (more: Record<string, unknown> = {}) => ({ to: [to("01")], from: "Kiosk", body: "Offer", ...more });
const send = (more: Record<string, unknown> = {}) => sandbox.call("POST", "/sms/campaign", order(more));
const read = (id: unknown) => sandbox.call("GET", `/campaigns/${id}`);
const finished = (id: unknown) =>
  eventually(async () => expect((await read(id)).body).toMatchObject({ state: "Finished" }));

describe("taking a campaign", () => {
  test("answers as Routee does, with what was given only", async () => {
    const { status, body } = await send({ to: [to("01"), "+447700900123"], campaignName: "spring 1" });
    expect(status).toBe(200);
    expect(body).toEqual({
      trackingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      campaignName: "spring 1",
      type: "Sms",
      state: "Queued",
      createdAt: expect.stringMatching(/Z$/),
      respectQuietHours: false,
      from: "Kiosk",
      to: [to("01"), "+447700900123"],
      body: "Offer",
      smsAnalysis: {
        numberOfRecipients: 2,
        recipientsPerCountry: { GR: 1, GB: 1 },
        recipientCountries: { [to("01")]: "GR", "+447700900123": "GB" },
        contacts: {},
        recipientsPerGroup: {},
        totalInGroups: 0,
        bodyAnalysis: { parts: 1, unicode: false, characters: 5 },
      },
      flash: false,
      statuses: NOTHING,
      cost: 0,
      totalMessages: 2,
    });
  });

  test.each([
    [{ to: undefined }, "400005000", null],
    [{ to: [] }, "400005000", null],
    [{ to: "+306900000001" }, "400000000", "to"],
    [{ to: [to("01"), "abc", 5] }, "400000000", "to"],
    [{ to: Array.from({ length: 30_001 }, (_, i) => `+30690${String(i).padStart(7, "0")}`) }, "400000000", "to"],
    [{ to: ["abc"], allowInvalid: true }, "400009004", null],
    [{ contacts: ["57df0000000000000000abcd"] }, "400000000", "contacts"],
    [{ groups: ["All"], to: undefined }, "400000000", "groups"],
    [{ reminder: { to: [to("01")] } }, "400000000", "reminder"],
    [{ campaignName: "x" }, "400000000", "campaignName"],
    [{ campaignName: "Ένα" }, "400000000", "campaignName"],
    [{ scheduledDate: "soon" }, "400000000", "scheduledDate"],
    [{ fallbackValues: { name: 5 } }, "400000000", "fallbackValues"],
    [{ campaignCallback: { url: "ftp://x" } }, "400000000", "campaignCallback"],
    [{ body: "" }, "400000000", "body"],
    [{ from: undefined }, "400000000", "from"],
    [{ from: "FarTooLongSender" }, "400005000", null],
  ])("%j is refused with %s", async (change, code, field) => {
    const { status, body } = await send(change);
    expect([status, body.code]).toEqual([400, code]);
    if (field !== null) expect(Object.keys(body.properties ?? {})).toEqual([field]);
  });

  test("invalid numbers are named, or left out when that is allowed; a number that stands twice counts once", async () => {
    const numbers = [to("01"), "abc", "306900000002", to("01")];
    expect((await send({ to: numbers })).body.properties).toEqual({ to: "Invalid mobile numbers: abc" });
    expect((await send({ to: numbers, allowInvalid: true })).body).toMatchObject({
      to: [to("01"), to("02")],
      totalMessages: 2,
    });
  });

  test("a name is given once in an account", async () => {
    await send({ campaignName: "spring 1" });
    expect(await send({ campaignName: "spring 1" })).toMatchObject({
      status: 409,
      body: { code: "409009003", property: "campaignName", value: "spring 1" },
    });
    expect(await send()).toMatchObject({ status: 200 });
    expect(await send()).toMatchObject({ status: 200 });
  });

  test("analysis, without taking anything", async () => {
    const { body } = await sandbox.call("POST", "/sms/analyze/campaign", order({ to: [to("01"), to("02")] }));
    expect(body).toMatchObject({ numberOfRecipients: 2, recipientsPerCountry: { GR: 2 }, bodyAnalysis: { parts: 1 } });
    expect(await sandbox.call("POST", "/sms/analyze/campaign", order({ to: ["abc"] }))).toMatchObject({ status: 400 });
    expect((await sandbox.ledger()).taken).toEqual([]);
  });
});

describe("a running campaign", () => {
  test("counts its messages, costs what was sent, and ends", async () => {
    const endings = ["01", "02", "10", "20", "21", "40"];
    const { body } = await send({ to: endings.map(to), body: "x".repeat(200) });
    await finished(body.trackingId);
    expect((await read(body.trackingId)).body).toMatchObject({
      statuses: { Queued: 0, Sent: 0, Delivered: 2, Undelivered: 1, Failed: 1, Unsent: 2 },
      endedAt: expect.stringMatching(/Z$/),
      cost: 6 * 0.042,
    });
  });

  test("its receipts name it, and so does tracking", async () => {
    const callback = { url: sandbox.receiverUrl, strategy: "OnCompletion" };
    const { body } = await send({ to: [to("01"), to("02")], campaignName: "spring 1", callback });
    const about = { campaignTrackingId: body.trackingId, campaignName: "spring 1" };
    await eventually(() => expect(sandbox.received).toMatchObject([about, about]));
    const page = await sandbox.call("GET", `/sms/tracking/campaign/${body.trackingId}?size=1&sort=to,desc`);
    expect(page.body).toMatchObject({
      content: [{ ...about, to: to("02"), status: { status: "Delivered" } }],
      totalPages: 2,
      totalElements: 2,
      first: true,
      last: false,
    });
  });

  test("is found by a search", async () => {
    await sandbox.send("01");
    const { body } = await send({ to: [to("02"), to("03")], campaignName: "spring 1" });
    await finished(body.trackingId);
    const range = `dateStart=${new Date(Date.now() - 60_000).toISOString()}&dateEnd=${later()}`;
    const found = async (query: string, filters: unknown[] = []) =>
      (await sandbox.call("POST", `/sms/tracking?${range}${query}`, filters)).body.totalElements;
    expect(await found("")).toBe(3);
    expect(await found("&campaign=true")).toBe(2);
    expect(await found(`&trackingId=${body.trackingId}`)).toBe(2);
    expect(await found("&trackingId=none")).toBe(0);
    expect(await found("", [{ fieldName: "campaign", searchTerm: "spring", searchOperator: "starts_with" }])).toBe(2);
    expect(await found("", [{ fieldName: "campaign", searchTerm: "spring 1", searchOperator: "is_not" }])).toBe(1);
  });

  test("what the balance does not pay for is unsent", async () => {
    await sandbox.control("POST", "balance", { applicationId: "app", balance: 0.1 });
    const { body } = await send({ to: ["01", "02", "03", "04"].map(to) });
    await finished(body.trackingId);
    expect((await read(body.trackingId)).body).toMatchObject({ statuses: { Delivered: 2, Unsent: 2 }, cost: 0.084 });
    expect((await sandbox.call("GET", "/accounts/me/balance")).body.balance).toBe(0.016);
  });

  test("fills placeholders in, and keeps messages back in quiet hours", async () => {
    const greek = { to: [to("01")], respectQuietHours: true, fallbackValues: { name: "guest" } };
    const { body } = await send({ ...greek, body: "Hi [~name], [~nothing]bye" });
    await eventually(async () =>
      expect((await sandbox.ledger()).taken).toMatchObject([{ body: "Hi guest, bye", campaign: body.trackingId }]),
    );
    // Whether it is quiet in Greece depends on when this runs.
    const isQuiet = quietWait("GR", Date.now()) > 0;
    const { quietHoursReport, respectQuietHours } = (await read(body.trackingId)).body;
    expect([respectQuietHours, quietHoursReport]).toEqual([true, isQuiet ? { GR: 1 } : undefined]);
  });

  test("a large one goes out in parts", async () => {
    const numbers = Array.from({ length: 1_000 }, (_, i) => `+30691234${String(i).padStart(4, "0")}`);
    const { body } = await send({ to: numbers });
    await finished(body.trackingId);
    const { taken } = await sandbox.ledger();
    expect(taken.map((one) => one.to)).toEqual(numbers);
  });
});

describe("progress", () => {
  const reports = () =>
    sandbox.texts.map(
      (text) => JSON.parse(text) as { campaignStatus: string; messageStatuses: Record<string, number> },
    );

  test("OnCompletion: once, at the end", async () => {
    const campaignCallback = { url: sandbox.receiverUrl, strategy: "OnCompletion" };
    const { body } = await send({ to: ["01", "10"].map(to), campaignName: "spring 1", campaignCallback });
    await finished(body.trackingId);
    await eventually(() =>
      expect(reports()).toEqual([
        {
          trackingId: body.trackingId,
          name: "spring 1",
          totalRecipients: 2,
          campaignStatus: "Finished",
          messageStatuses: { Delivered: 1, Undelivered: 1 },
          callbackInfo: campaignCallback,
        },
      ]),
    );
  });

  test("OnChange: when a fifth stands elsewhere, and again until answered with 200", async () => {
    sandbox.answers.push(500);
    await sandbox.setSpeed(20_000);
    const campaignCallback = { url: sandbox.receiverUrl, strategy: "OnChange" };
    const numbers = Array.from({ length: 10 }, (_, i) => to(`0${i}`));
    const { body } = await send({ to: numbers, campaignCallback });
    await finished(body.trackingId);
    await eventually(async () => {
      const { posted } = await sandbox.ledger();
      const last = posted.filter(({ kind }) => kind === "campaign");
      expect(last.filter(({ change }) => change === 0).map(({ httpStatus }) => httpStatus)).toEqual([500, 200]);
      expect(reports().some(({ campaignStatus }) => campaignStatus === "Finished")).toBe(true);
    });
    // Queued, then at most five steps for each of Sent and Delivered, and one that was posted twice.
    expect(reports().length).toBeGreaterThan(4);
    expect(reports().length).toBeLessThanOrEqual(13);
  });
});

describe("a scheduled campaign", () => {
  const cases = ["GET /campaigns", "PUT /sms", "DELETE /sms", "GET /sms/tracking/campaign"];
  test.each(cases)("%s of one that is not known", async (what) => {
    const [method = "", path = ""] = what.split(" ");
    const id = "6b2f0a1e-2c3d-4e5f-8a9b-0c1d2e3f4a5b";
    const body = method === "PUT" ? order() : undefined;
    expect(await sandbox.call(method, `${path}/${id}`, body)).toMatchObject({
      status: 404,
      body: { code: "404009001", value: id },
    });
  });

  test("waits, and goes out when its time has come", async () => {
    const { body } = await send({ scheduledDate: later(), campaignName: "spring 1" });
    expect(body).toMatchObject({ state: "Scheduled", scheduledDate: expect.stringMatching(/:\d\dZ$/) });
    expect((await sandbox.ledger()).taken).toEqual([]);
    await sandbox.setSpeed(1_000_000);
    await finished(body.trackingId);
    expect((await sandbox.ledger()).taken).toHaveLength(1);
  });

  test.each([new Date(0).toISOString(), 5])("with the time %j it is sent at once", async (scheduledDate) => {
    expect((await send({ scheduledDate })).body.state).toBe("Queued");
  });

  test("seconds since 1970 are a time too", async () => {
    const scheduledDate = Math.floor(Date.now() / 1_000) + 3_600;
    expect((await send({ scheduledDate })).body).toMatchObject({
      state: "Scheduled",
      scheduledDate: new Date(scheduledDate * 1_000).toISOString().replace(".000Z", "Z"),
    });
  });

  test("can be changed, keeps its ID, and goes out at once without a time", async () => {
    const { trackingId, createdAt } = (await send({ scheduledDate: later(), campaignName: "spring 1" })).body;
    const put = (more: Record<string, unknown>) => sandbox.call("PUT", `/sms/${trackingId}`, order(more));
    const changed = await put({ scheduledDate: later(), campaignName: "spring 1", body: "Other" });
    expect(changed.body).toMatchObject({ trackingId, createdAt, state: "Scheduled", body: "Other" });
    expect(await put({ scheduledDate: later(), from: "FarTooLongSender" })).toMatchObject({ status: 400 });
    expect((await put({ body: "Now" })).body).toMatchObject({ trackingId, state: "Queued" });
    await finished(trackingId);
    expect((await sandbox.ledger()).taken).toMatchObject([{ body: "Now" }]);
    for (const answer of [await put({}), await sandbox.call("DELETE", `/sms/${trackingId}`)])
      expect(answer).toMatchObject({ status: 400, body: { code: "400009002" } });
  });

  test("can be cancelled, and is gone then", async () => {
    const { trackingId } = (await send({ scheduledDate: later(), campaignName: "spring 1" })).body;
    expect(await sandbox.call("DELETE", `/sms/${trackingId}`)).toMatchObject({ status: 200, text: "" });
    expect(await read(trackingId)).toMatchObject({ status: 404 });
    await sandbox.setSpeed(1_000_000);
    const other = await send({ campaignName: "spring 1", to: [to("02")] });
    await finished(other.body.trackingId);
    expect((await sandbox.ledger()).taken).toMatchObject([{ to: to("02") }]);
  });
});

test("campaigns go on after a restart: scheduled, half sent, and told", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tidings-sandbox-"));
  sandbox.closing.unshift(async () => rmSync(folder, { recursive: true, force: true }));
  const journalFile = join(folder, "sandbox.jsonl");
  await sandbox.start({ speed: FAST, journalFile });
  const numbers = Array.from({ length: 900 }, (_, i) => `+30691234${String(i).padStart(4, "0")}`);
  const campaignCallback = { url: sandbox.receiverUrl, strategy: "OnCompletion" };
  const scheduled = await send({ scheduledDate: later(), campaignName: "later" });
  const running = await send({ to: numbers, campaignName: "now", campaignCallback });
  await eventually(async () => expect((await sandbox.ledger()).taken.length).toBeGreaterThan(0));
  await sandbox.stop();

  await sandbox.start({ speed: FAST, journalFile });
  expect((await send({ campaignName: "later" })).status).toBe(409);
  await finished(running.body.trackingId);
  expect((await sandbox.ledger()).taken.map((one) => one.to)).toEqual(numbers);
  await eventually(() => expect(sandbox.texts).toHaveLength(1));
  await sandbox.setSpeed(1_000_000);
  await finished(scheduled.body.trackingId);
});
