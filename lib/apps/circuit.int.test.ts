import { beforeEach, describe, expect, test } from "vitest";
import { pool, prisma } from "@/lib/platform/database";
import { FAILURES_TO_OPEN } from "@/lib/routee/circuit";
import { failure, type Outcome } from "@/lib/routee/failure";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { enterCircuit, type Passage, readConnection } from "./circuit";
import { createApp } from "./create-app";

onTestDatabase();

let appId: string;
beforeEach(async () => {
  appId = (await createApp(prisma(), { name: "Shop", environment: "sandbox" })).id;
});

const GOOD: Outcome<string> = { ok: true, value: "token" };
const lost = failure("lost", "Routee did not answer in time.");
async function enter(): Promise<Passage> {
  const passage = await enterCircuit(appId);
  if ("wait" in passage) throw new Error(`The circuit is open until ${passage.wait.toISOString()}.`);
  return passage;
}
async function open(): Promise<void> {
  const passages = await Promise.all(Array.from({ length: FAILURES_TO_OPEN }, enter));
  await Promise.all(passages.map((passage) => passage.report(lost)));
}
const waited = () =>
  pool().query("UPDATE provider_circuits SET retry_at = now() - interval '1 second' WHERE app_id = $1", [appId]);

describe("the circuit of an app", () => {
  test("opens after failures in a row, counted across processes, and says why", async () => {
    expect(await readConnection(appId)).toMatchObject({ state: "closed", failures: 0, problem: null });
    await open();
    expect(await enterCircuit(appId)).toEqual({ wait: expect.any(Date) });
    expect(await readConnection(appId)).toMatchObject({
      state: "open",
      failures: FAILURES_TO_OPEN,
      problem: "Routee did not answer in time.",
      retryAt: expect.any(String),
    });
  });

  test("a success in between closes it; so does a refusal, which is an answer", async () => {
    for (const good of [GOOD, failure("refused", "No.", { status: 400 })]) {
      await (await enter()).report(lost);
      await (await enter()).report(good);
      expect((await readConnection(appId)).failures).toBe(0);
    }
  });

  test("of many that find the time come, exactly one tries; its success closes the circuit", async () => {
    await open();
    await waited();
    const found = await Promise.all(Array.from({ length: 12 }, () => enterCircuit(appId)));
    const trials = found.filter((one): one is Passage => "report" in one);
    expect(trials).toHaveLength(1);
    expect((await readConnection(appId)).state).toBe("half_open");
    await trials[0]?.report(GOOD);
    expect((await readConnection(appId)).state).toBe("closed");
  });

  test("a trial that fails opens it again for longer; one that was withdrawn lets the next one try", async () => {
    await open();
    await waited();
    await (await enter()).report(failure("unreachable", "Routee could not be reached."));
    const { state, retryAt } = await readConnection(appId);
    expect(state).toBe("open");
    expect(Date.parse(retryAt ?? "") - Date.now()).toBeGreaterThan(6_000);
    await waited();
    await (await enter()).report({
      ok: false,
      failure: { ...lost.failure, kind: "refused", retryable: false, mayHaveTakenEffect: false },
    });
    expect((await readConnection(appId)).state).toBe("open");
    await enter();
  });

  test("of one app tells nothing about another", async () => {
    await open();
    appId = (await createApp(prisma(), { name: "Other", environment: "sandbox" })).id;
    await enter();
  });
});
