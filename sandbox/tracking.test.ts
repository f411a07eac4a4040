import { describe, expect, test } from "vitest";
import { credentials, onTestSandbox, to } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();

describe("tracking", () => {
  const range = () => ({ from: new Date(Date.now() - 60_000), until: new Date(Date.now() + 60_000) });

  test("a message that is not known", async () => {
    const outcome = await sandbox.client().trackSingle(credentials, "nothing");
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "refused", code: "404005000" } });
  });

  test("at once, as Queued, one item for each segment", async () => {
    await sandbox.setSpeed(0.01);
    const sent = await sandbox.send("01", { body: "x".repeat(200) });
    if (!sent.ok) throw new Error(sent.failure.message);
    expect(await sandbox.client().trackSingle(credentials, sent.value.trackingId)).toMatchObject({
      ok: true,
      value: [
        { part: 1, parts: 2, status: "Queued" },
        { part: 2, parts: 2, status: "Queued" },
      ],
    });
  });

  test("a search by recipient and label", async () => {
    await sandbox.send("01", { label: "mine" });
    await sandbox.send("01", { label: "other" });
    await sandbox.send("02", { label: "mine" });
    const found = await sandbox.client().searchTracking(credentials, {
      ...range(),
      filters: [
        { fieldName: "to", searchTerm: to("01") },
        { fieldName: "label", searchTerm: "mine" },
      ],
    });
    expect(found).toMatchObject({ ok: true, value: [{ label: "mine" }] });
    expect(found.ok && found.value).toHaveLength(1);
  });

  test("pages", async () => {
    for (let i = 0; i < 3; i += 1) await sandbox.send("31", { body: `${i}` });
    const { from, until } = range();
    const page = (number: number) =>
      sandbox.call(
        "POST",
        `/sms/tracking?dateStart=${from.toISOString()}&dateEnd=${until.toISOString()}&size=2&page=${number}`,
        "[]",
      );
    expect((await page(0)).body).toMatchObject({
      totalElements: 3,
      totalPages: 2,
      first: true,
      last: false,
      numberOfElements: 2,
      size: 2,
      number: 0,
    });
    expect((await page(1)).body).toMatchObject({ first: false, last: true, content: [{ body: "2" }] });
    const none = await sandbox.call(
      "POST",
      `/sms/tracking?dateStart=${from.toISOString()}&dateEnd=${until.toISOString()}&campaign=true`,
      "[]",
    );
    expect(none.body).toMatchObject({ content: [], totalPages: 0, totalElements: 0, first: true, last: true });
  });

  test.each([
    ["", "[]"],
    ["?dateStart=2020-01-01T00:00:00Z&dateEnd=2020-01-02T00:00:00Z", "[]"],
    [`?dateStart=${new Date().toISOString()}&dateEnd=${new Date().toISOString()}&size=2001`, "[]"],
    [`?dateStart=${new Date().toISOString()}&dateEnd=${new Date().toISOString()}`, '[{"fieldName":"price"}]'],
    [`?dateStart=${new Date().toISOString()}&dateEnd=${new Date().toISOString()}`, "["],
  ])("the search %s %s is refused", async (query, filters) => {
    expect(await sandbox.call("POST", `/sms/tracking${query}`, filters)).toMatchObject({
      status: 400,
      body: { code: "400000000" },
    });
  });

  test.each([
    [[{ fieldName: "to", searchTerm: to("31") }], 2],
    [[{ fieldName: "to", searchTerm: "+30", searchOperator: "starts_with" }], 4],
    [[{ fieldName: "to", searchTerm: "32", searchOperator: "ends_with" }], 1],
    [[{ fieldName: "label", searchTerm: "a" }], 2],
    [[{ fieldName: "label", searchTerm: "a", searchOperator: "is_not" }], 2],
    [[{ fieldName: "label", searchTerm: "b", searchOperator: "contains" }], 1],
    [[{ fieldName: "label", searchTerm: "" }], 1],
    [[{ fieldName: "label", searchTerm: "none" }], 0],
    [[{ fieldName: "direction", searchTerm: "Inbound" }], 0],
    [[{ fieldName: "status.status", searchTerm: "Queued" }], 4],
    [
      [
        { fieldName: "label", searchTerm: "a" },
        { fieldName: "to", searchTerm: to("31") },
      ],
      1,
    ],
  ])("the search %j finds %d", async (filters, count) => {
    await sandbox.setSpeed(0.001);
    await sandbox.send("31", { label: "a" });
    await sandbox.send("31", { label: "bcd" });
    await sandbox.send("32", { label: "a" });
    await sandbox.send("33");
    const { from, until } = range();
    const query = `dateStart=${from.toISOString()}&dateEnd=${until.toISOString()}`;
    expect((await sandbox.call("POST", `/sms/tracking?${query}`, filters)).body.totalElements).toBe(count);
  });

  test("sorted by a field, both ways", async () => {
    for (const ending of ["33", "31", "32"]) await sandbox.send(ending);
    const { from, until } = range();
    const sorted = async (sort: string) => {
      const query = `dateStart=${from.toISOString()}&dateEnd=${until.toISOString()}&sort=${sort}`;
      const { content } = (await sandbox.call("POST", `/sms/tracking?${query}`, [])).body as {
        content: { to: string }[];
      };
      return content.map((item) => item.to);
    };
    expect(await sorted("to")).toEqual([to("31"), to("32"), to("33")]);
    expect(await sorted("to,desc")).toEqual([to("33"), to("32"), to("31")]);
  });
});
