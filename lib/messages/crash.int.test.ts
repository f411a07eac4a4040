import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pool } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { giveToken, type StubbornRoutee, startStubbornRoutee, stayMute } from "@/scripts/testing/stubborn-routee";
import { kill, type WorkerPrograms, workerPrograms } from "@/scripts/testing/worker-process";
import type { Message } from "./contract";
import { readMessage } from "./read-message";
import { givenMessage, givenOwner } from "./testing/given";

/** A worker that is ended with kill -9 at the worst moments: nothing is lost, and nobody is texted twice. */
onTestDatabase();

let owner: { accountId: string; appId: string };
let routee: StubbornRoutee;
let workers: WorkerPrograms;

beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  routee = await startStubbornRoutee();
  const { DATABASE_URL = "", SECRET_KEY = "" } = process.env;
  workers = await workerPrograms({ DATABASE_URL, SECRET_KEY, SANDBOX_URL: routee.url, LOG_LEVEL: "warn" });
  return async () => {
    await workers.close();
    await routee.close();
  };
});

const statusOf = async (message: Message) => (await readMessage(message.id))?.status;
const handOverOf = async (message: Message) => {
  const found = await pool().query<{ hand_over: string }>("SELECT hand_over FROM messages WHERE id = $1", [message.id]);
  return found.rows[0]?.hand_over;
};

describe("a worker killed", () => {
  test("between accept and hand-over: the next one hands the message over, once", async () => {
    routee.on.token = stayMute;
    const first = await workers.start();
    const message = await givenMessage(owner);
    await expect.poll(() => routee.asked("/oauth/token")).toBe(1);
    await kill(first);
    expect(routee.taken).toHaveLength(0);
    expect(await statusOf(message)).toBe("Accepted");

    routee.on.token = giveToken;
    await workers.start();
    await expect.poll(() => statusOf(message)).toBe("Queued");
    expect(routee.taken).toHaveLength(1);
    expect((await readMessage(message.id))?.trackingId).toBe(`tracking-of-${message.id}`);
  });

  test("between hand-over and its answer's commit: it is not sent again, and asking Routee settles it", async () => {
    routee.on.sms = stayMute;
    const first = await workers.start();
    const message = await givenMessage(owner);
    await expect.poll(() => routee.taken.length).toBe(1);
    await kill(first);

    await workers.start();
    await expect.poll(() => handOverOf(message)).toBe("lost");
    const lost = await readMessage(message.id);
    expect(lost?.status).toBe("Accepted");
    expect(lost?.events.at(-1)?.reason?.detailedStatus).toBe("Answer lost");

    // The search is due in ten seconds; the test does not wait for it.
    await pool().query("UPDATE graphile_worker._private_jobs SET run_at = now()");
    await expect.poll(() => statusOf(message)).toBe("Sent");
    const found = await readMessage(message.id);
    expect(found?.trackingId).toBe(`tracking-of-${message.id}`);
    expect(found?.events.at(-1)).toMatchObject({ source: "tracking", status: "Sent", verdict: "applied" });
    expect(routee.taken).toHaveLength(1);
  });
});
