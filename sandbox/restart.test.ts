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
});
