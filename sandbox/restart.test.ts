import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { credentials, eventually, FAST, onTestSandbox, to } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();

describe("a restart", () => {
  let folder: string;
  let journalFile: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tidings-sandbox-"));
    journalFile = join(folder, "sandbox.jsonl");
    sandbox.closing.unshift(async () => rmSync(folder, { recursive: true, force: true }));
  });

  test("goes on with what was under way, and ends the tokens", async () => {
    await sandbox.start({ speed: 0.01, journalFile });
    const routee = sandbox.client();
    const order = { to: to("01"), from: "Kiosk", body: "b", callback: { url: sandbox.receiverUrl } };
    const sent = await routee.send(credentials, order);
    const { port } = sandbox;
    await sandbox.stop();
    expect(sandbox.received).toEqual([]);

    await sandbox.start({ port, speed: 0.01, journalFile });
    // The first request may meet a connection that ended with the first sandbox.
    await eventually(async () => {
      expect((await sandbox.ledger()).taken).toMatchObject([{ trackingId: sent.ok && sent.value.trackingId }]);
    });
    await sandbox.setSpeed(100000);
    await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
    expect(await routee.send(credentials, order)).toMatchObject({ ok: true });
    expect(sandbox.log).toEqual([]);
  });

  test("posts what had not been answered, and nothing that had been", async () => {
    sandbox.answers.push(200, 200, 500);
    await sandbox.start({ speed: FAST, journalFile });
    await sandbox.send("01");
    await eventually(async () => expect((await sandbox.ledger()).posted).toHaveLength(3));
    await sandbox.stop();
    sandbox.received.length = 0;
    await sandbox.start({ speed: 100_000, journalFile });
    await eventually(() => expect(sandbox.names()).toEqual(["Delivered"]));
    await eventually(async () =>
      expect((await sandbox.ledger()).posted.at(-1)).toMatchObject({ attempt: 2, done: true }),
    );
  });

  test("leaves out a line that was cut off and what is older than 4 days", async () => {
    await sandbox.start({ speed: FAST, journalFile });
    await sandbox.send("01");
    await eventually(async () => expect((await sandbox.ledger()).posted).toHaveLength(3));
    await sandbox.stop();
    const lines = readFileSync(journalFile, "utf8").split("\n");
    const taken = lines.find((line) => line.includes('"entry":"taken"')) ?? "";
    const { message } = JSON.parse(taken);
    const acceptedAt = Date.now() - 5 * 86_400_000;
    const old = JSON.stringify({ entry: "taken", message: { ...message, trackingId: "old", acceptedAt } });
    writeFileSync(journalFile, `${readFileSync(journalFile, "utf8")}${old}\n{"entry":"tak`);
    await sandbox.start({ speed: FAST, journalFile });
    expect((await sandbox.ledger()).taken).toMatchObject([{ trackingId: message.trackingId }]);
    expect(sandbox.log).toEqual([expect.stringContaining("cannot be read")]);
    expect(readFileSync(journalFile, "utf8")).not.toContain('"old"');
  });

  test("knows balances, applications and faults", async () => {
    await sandbox.start({ speed: FAST, journalFile });
    await sandbox.send("31");
    await sandbox.send("20");
    await sandbox.control("POST", "applications", { id: "app", secret: "secret", defaultSender: "Kiosk" });
    await sandbox.control("POST", "balance", { applicationId: "other", balance: 5 });
    await sandbox.control("POST", "faults", { seed: 7, receipts: { lostShare: 0.5 } });
    await eventually(async () => expect((await sandbox.ledger()).posted).toHaveLength(4));
    const before = (await sandbox.control("GET", "state")).body;
    for (let round = 0; round < 2; round += 1) {
      await sandbox.stop();
      await sandbox.start({ speed: FAST, journalFile });
      const after = (await sandbox.control("GET", "state")).body;
      expect({ ...after, now: null }).toEqual({ ...before, now: null });
    }
    expect(before.applications).toMatchObject([{ balance: 9_999.958 }, { balance: 5 }]);
    expect(await sandbox.token("app", "another")).toMatchObject({ status: 401 });
  });

  test.each([
    ["it was away for long", {}],
    // As an earlier version wrote it, which put off what was overdue, but not its receipts.
    ["changes come after their receipts", { at: null, dueAt: 60_000 }],
  ])("lets everything happen in its order when %s", async (_, put) => {
    await sandbox.start({ speed: 0.01, journalFile });
    await sandbox.send("01");
    await sandbox.stop();
    const overdue = readFileSync(journalFile, "utf8").replaceAll(/"dueAt":\d+/g, `"dueAt":${Date.now() - 5_000}`);
    const lines = overdue.split("\n").map((line) => {
      if (!line.includes('"entry":"taken"') || !("dueAt" in put)) return line;
      const entry = JSON.parse(line);
      for (const change of entry.message.changes) if (change.at === null) change.dueAt += put.dueAt;
      return JSON.stringify(entry);
    });
    writeFileSync(journalFile, lines.join("\n"));
    await sandbox.start({ speed: 1_000_000, journalFile });
    await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
    expect(sandbox.log).toEqual([]);
  });

  test("goes on at the speed it is started with", async () => {
    await sandbox.start({ speed: 0.01, journalFile });
    await sandbox.send("39");
    await sandbox.stop();
    await sandbox.start({ speed: 1_000_000, journalFile });
    await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
  });

  test("counts the ledger on", async () => {
    await sandbox.start({ speed: FAST, journalFile });
    await sandbox.send("01");
    await eventually(async () => expect((await sandbox.ledger()).posted).toHaveLength(3));
    const before = await sandbox.ledger();
    await sandbox.stop();
    await sandbox.start({ speed: FAST, journalFile });
    expect(await sandbox.ledger()).toEqual(before);
    await sandbox.send("31");
    expect((await sandbox.ledger(`?after=${before.posted.at(-1)?.sequence}`)).taken).toMatchObject([{ sequence: 5 }]);
  });
});
