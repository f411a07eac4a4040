import { describe, expect, test } from "vitest";
import { eventually, onTestSandbox, to } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();

const balance = async () => (await sandbox.call("GET", "/accounts/me/balance")).body.balance;
const setBalance = (amount: number) => sandbox.control("POST", "balance", { applicationId: "app", balance: amount });

describe("the balance", () => {
  test("goes down for every segment, and comes back for those that were not sent", async () => {
    await sandbox.send("31", { body: "x".repeat(400) });
    expect(await balance()).toBe(10_000 - 3 * 0.042);
    await sandbox.send("23", { body: "x".repeat(400) });
    await eventually(async () => expect(await balance()).toBeCloseTo(10_000 - 5 * 0.042, 5));
  });

  test("is each application's own", async () => {
    await sandbox.send("31");
    const { access_token } = (await sandbox.token("other")).body;
    const authorization = `Bearer ${access_token}`;
    expect((await sandbox.call("GET", "/accounts/me/balance", undefined, { authorization })).body).toEqual({
      balance: 10_000,
      currency: { code: "EUR", name: "Euro", sign: "€" },
    });
  });

  test("runs out, and is topped up", async () => {
    await setBalance(0.1);
    expect(await sandbox.send("31")).toMatchObject({ ok: true });
    expect(await sandbox.send("31")).toMatchObject({ ok: true });
    expect(await sandbox.send("31")).toMatchObject({ ok: false, failure: { kind: "refused", code: "400001009" } });
    expect(await balance()).toBe(0.016);
    expect((await sandbox.ledger()).taken).toHaveLength(2);
    await sandbox.control("POST", "balance", { applicationId: "app", topUp: 1 });
    expect(await sandbox.send("31")).toMatchObject({ ok: true });
  });
});

describe("transactions", () => {
  const range = "from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";

  test("are top-ups only, the latest first", async () => {
    await sandbox.send("01");
    await setBalance(5);
    await sandbox.control("POST", "balance", { applicationId: "app", topUp: 20.5 });
    const { body } = await sandbox.call("GET", `/accounts/me/transactions?${range}`);
    expect(body).toMatchObject({ totalElements: 2, number: 0, first: true, last: true });
    expect(body.content).toMatchObject([
      { amount: 20.5, balanceBefore: 5, balanceAfter: 25.5, status: "Completed", actions: [{ type: "TopUp" }] },
      { amount: 10_000, balanceBefore: 0, balanceAfter: 10_000 },
    ]);
  });

  test("pages, and none outside the range", async () => {
    await sandbox.control("POST", "balance", { applicationId: "app", topUp: 1 });
    const page = await sandbox.call("GET", `/accounts/me/transactions?${range}&size=1&page=1`);
    expect(page.body).toMatchObject({ totalPages: 2, last: true, content: [{ amount: 10_000 }] });
    const none = await sandbox.call(
      "GET",
      "/accounts/me/transactions?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z",
    );
    expect(none.body).toMatchObject({ content: [], totalElements: 0 });
  });

  test.each(["", "?from=soon&to=later", `?${range}&size=0`])("%j is refused", async (query) => {
    const answer = await sandbox.call("GET", `/accounts/me/transactions${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: "400000000" } });
  });
});

describe("prices", () => {
  interface Prices {
    sms: { mcc: string; iso: string; country: string; networks: { network: string; mnc: string; price: number }[] }[];
  }
  const prices = async (query = "") =>
    (await sandbox.call("GET", `/system/prices${query}`)).body as unknown as Prices & Record<string, unknown>;

  test("by country and network, the same that are charged", async () => {
    const { sms } = await prices();
    const greece = sms.find(({ iso }) => iso === "GR");
    expect(greece).toEqual({
      mcc: "202",
      country: "Greece",
      iso: "GR",
      networks: [{ network: "Cosmote", mnc: "01", price: 0.042 }],
    });
    expect(sms.find(({ iso }) => iso === "GB")?.networks).toHaveLength(3);
  });

  test("of one country, one network, one service", async () => {
    expect((await prices("?mcc=234")).sms).toMatchObject([{ mcc: "234" }]);
    expect((await prices("?mcc=234&mnc=15")).sms).toMatchObject([{ networks: [{ network: "Vodafone" }] }]);
    expect(Object.keys(await prices("?service=Sms")).sort()).toEqual(["currency", "sms"]);
    expect(await prices()).toMatchObject({ lookup: { perRequest: expect.any(Number) }, currency: { code: "EUR" } });
  });

  test.each(["service=Fax", "currency=USD"])("%s is refused", async (query) => {
    expect(await sandbox.call("GET", `/system/prices?${query}`)).toMatchObject({ status: 400 });
  });
});

test("countries with quiet hours, in Greek and English", async () => {
  const { body } = await sandbox.call("GET", "/sms/quietHours/countries/el");
  expect(body).toContainEqual({ code: "GR", name: "Greece", localeName: "Ελλάδα", isoA3Code: "GRC", supported: true });
  expect(body).toContainEqual(expect.objectContaining({ code: "US", supported: false }));
  expect(await sandbox.call("GET", "/sms/quietHours/countries/fr")).toMatchObject({ status: 400 });
});

describe("analysis", () => {
  const analyze = (body: string, more = {}) =>
    sandbox.call("POST", "/sms/analyze", { from: "Kiosk", to: to("01"), body, ...more });

  test("cost of one segment, and what the text is made of", async () => {
    expect((await analyze("Tea [1]")).body).toEqual({
      cost: 0.042,
      bodyAnalysis: { parts: 1, unicode: false, characters: 7 },
    });
  });

  test("with what transcoding would make of it", async () => {
    expect((await analyze("Καλημέρα σας ".repeat(8))).body).toMatchObject({
      bodyAnalysis: { parts: 2, unicode: true, transcode: { parts: 1 }, unsupportedGSMCharacters: expect.any(Array) },
    });
  });

  test.each([
    [{ to: "12ab" }, "400000000"],
    [{ body: "" }, "400000000"],
    [{ from: undefined }, "400000000"],
    [{ from: "FarTooLongSender" }, "400005000"],
  ])("%j is refused with %s", async (change, code) => {
    expect(await analyze("b", change)).toMatchObject({ status: 400, body: { code } });
  });

  test("takes and charges nothing", async () => {
    await analyze("b");
    expect((await sandbox.ledger()).taken).toEqual([]);
    expect(await balance()).toBe(10_000);
  });
});
