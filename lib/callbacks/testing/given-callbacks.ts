import { afterEach, beforeAll, beforeEach } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { writeCallbacks } from "@/lib/messages/outbox";
import { newMessageId } from "@/lib/messages/store";
import { givenOwner } from "@/lib/messages/testing/given";
import { pool, prisma, transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { type Receiver, startReceiver } from "@/scripts/testing/receiver";
import { replayCallbacks } from "../replay-callbacks";
import { retryCallback } from "../retry-callback";
import type { ClaimedRow } from "../store";
import { claimDue } from "../store-claim";

const ROOM = { free: 100, lanes: [], elsewhere: { well: 100, failing: 8 } };

/**
 * Callbacks of an app, written without messages, and a receiver that answers as `answers` says, by path. To be called
 * once in a file of tests, on a test database: each test gets an app and a receiver of its own.
 */
export function givenCallbacks() {
  let receiver: Receiver;
  const here = {
    owner: { accountId: "", appId: "" },
    answers: {} as Record<string, number>,
    anotherApp,
    urlOf: (path: string) => `${receiver.url}${path}`,
    write,
    given,
    rowsOf,
    shown,
    claim,
    claimOne,
    byHand,
    replay,
  };
  beforeAll(async () => {
    here.owner = await givenOwner();
  });
  beforeEach(async () => {
    receiver = await startReceiver();
    here.answers = {};
    receiver.answer = ({ path }, response) => response.writeHead(here.answers[path] ?? 200).end();
    await anotherApp();
  });
  afterEach(async () => {
    await receiver.close();
    for (const table of ["callbacks", "callback_attempts", "callback_endpoints"])
      await pool().query(`DELETE FROM ${table}`);
  });

  async function anotherApp(): Promise<void> {
    const app = await createApp(prisma(), { name: "Shop", environment: "sandbox", defaultSender: "Tidings" });
    here.owner = { ...here.owner, appId: app.id };
  }
  /** Writes a message's next callbacks, each to the path given. */
  function write(messageId: string, from: number, paths: readonly string[]) {
    return transaction((sql) =>
      writeCallbacks(
        sql,
        paths.map((path, index) => ({
          message_id: messageId,
          sequence: from + index,
          id: newId(),
          app_id: here.owner.appId,
          url: here.urlOf(path),
          body: `{"n":${from + index}}`,
        })),
      ),
    );
  }
  async function given(...paths: string[]): Promise<string> {
    const { id } = newMessageId();
    await write(id, 1, paths);
    return id;
  }
  async function rowsOf(messageId: string) {
    const found = await pool().query<{ id: string; sequence: number; status: string; timed: boolean }>(
      `SELECT id, sequence, status, next_attempt_at IS NOT NULL AS timed FROM callbacks WHERE message_id = $1
       ORDER BY sequence`,
      [messageId],
    );
    return found.rows;
  }
  /** The status of each; `waits` is one that has no time yet. */
  async function shown(messageId: string): Promise<string[]> {
    return (await rowsOf(messageId)).map(({ status, timed }) => (status === "pending" && !timed ? "waits" : status));
  }
  async function claim(): Promise<ClaimedRow[]> {
    return (await claimDue(pool(), ROOM)).claimed;
  }
  async function claimOne(): Promise<ClaimedRow> {
    const [row] = await claim();
    if (!row) throw new Error("None is due.");
    return row;
  }
  async function byHand(messageId: string, sequence: number): Promise<void> {
    const row = (await rowsOf(messageId)).find((one) => one.sequence === sequence);
    await retryCallback(row?.id ?? "", { accountId: here.owner.accountId, ofApp: null });
  }
  function replay(only: "all" | "failed") {
    return replayCallbacks(
      {
        appId: here.owner.appId,
        from: new Date(Date.now() - 60_000).toISOString(),
        until: new Date(Date.now() + 60_000).toISOString(),
        only,
      },
      here.owner.accountId,
    );
  }
  return here;
}
