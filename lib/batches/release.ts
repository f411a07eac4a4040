import { withPartitions } from "@/lib/messages/partitions";
import type { Sender } from "@/lib/messages/sender";
import { makeMessage, type SettledMessage, storeMessages } from "@/lib/messages/store-messages";
import { pool, type Sql, transaction } from "@/lib/platform/database";
import { fill, templateOf } from "./placeholders";
import { BATCH_COLUMNS, type BatchRow } from "./store";

/**
 * Makes messages of recipients, a few at a time: only so many of an app's batches wait to be handed over, so that a
 * pause takes effect at once. A recipient leaves in the transaction that makes its message, so that whoever dies, none
 * is lost and none is made twice.
 */

/**
 * So many messages of an app's batches may wait for their hand-over: some seconds' worth, so that it never runs dry
 * while a small batch that comes after a large one has its turn soon.
 */
export const WINDOW = 250;
/** So many are made in one transaction. */
const TURN = 250;

/** Releases for every app what there is room for, one transaction each. @returns how many messages were made. */
export async function releaseAll(): Promise<number> {
  // Index batches_unfinished; primary keys of apps and recipients.
  const apps = await pool().query<{ app_id: string }>(
    `SELECT DISTINCT b.app_id FROM batches b JOIN apps a ON a.id = b.app_id
     WHERE b.finished_at IS NULL AND b.state = 'running' AND a.deleting_at IS NULL
       AND EXISTS (SELECT FROM batch_recipients r WHERE r.batch_id = b.id)`,
  );
  let messages = 0;
  for (const { app_id } of apps.rows)
    messages += await withPartitions(() => transaction((sql) => releaseFor(sql, app_id)));
  return messages;
}

/** Releases for one app, within the caller's transaction. @returns how many messages were made. */
export async function releaseFor(sql: Sql, appId: string, turn = TURN): Promise<number> {
  // One at a time for an app, so that the window is kept; another worker does the other apps meanwhile.
  const lock = await sql.query<{ mine: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('batches ' || $1, 8)) AS mine",
    [appId],
  );
  if (!lock.rows[0]?.mine) return 0;
  const room = Math.min(turn, WINDOW - (await countWaiting(sql, appId)));
  if (room <= 0) return 0;
  const batches = await lockReleasable(sql, appId);
  const settled: SettledMessage[] = [];
  for (const [at, batch] of batches.entries()) {
    const share = Math.ceil((room - settled.length) / (batches.length - at));
    if (share > 0) settled.push(...(await takeRecipients(sql, batch, share)));
  }
  await storeMessages(sql, settled.map(makeMessage));
  return settled.length;
}

/** How many messages of an app's running batches are not handed over. Indexes batches_unfinished, message_states_batch. */
async function countWaiting(sql: Sql, appId: string): Promise<number> {
  const counted = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM batches b
     JOIN message_states s ON s.batch_id = b.id JOIN messages m ON m.id = s.message_id
     WHERE b.app_id = $1 AND b.finished_at IS NULL AND b.state = 'running'
       AND s.status = 'Accepted' AND m.hand_over IN ('pending', 'requested')`,
    [appId],
  );
  return counted.rows[0]?.count ?? 0;
}

type Releasable = BatchRow & { key_name: string | null };

/**
 * Locks an app's batches that have somebody waiting, in an order of chance, so that each gets its turn where there is
 * not room for all. Who is being paused or cancelled just now is left out. Index batches_unfinished.
 */
async function lockReleasable(sql: Sql, appId: string): Promise<Releasable[]> {
  const found = await sql.query<Releasable>(
    `SELECT ${BATCH_COLUMNS}, k.name AS key_name FROM batches b LEFT JOIN api_keys k ON k.id = b.key_id
     WHERE b.app_id = $1 AND b.finished_at IS NULL AND b.state = 'running'
       AND EXISTS (SELECT FROM batch_recipients r WHERE r.batch_id = b.id)
     ORDER BY random() FOR NO KEY UPDATE OF b SKIP LOCKED`,
    [appId],
  );
  return found.rows;
}

/** Takes the next recipients of a batch out, as messages to be stored. Primary key of recipients. */
async function takeRecipients(sql: Sql, batch: Releasable, count: number): Promise<SettledMessage[]> {
  const taken = await sql.query<{ row: number; to: string; variables: Record<string, string> | null }>(
    // As a part of the DELETE the choice might be made once for every row, and others each time, since those are locked.
    `WITH next AS MATERIALIZED (
       SELECT row FROM batch_recipients WHERE batch_id = $1 ORDER BY row LIMIT $2 FOR UPDATE SKIP LOCKED
     )
     DELETE FROM batch_recipients r USING next WHERE r.batch_id = $1 AND r.row = next.row
     RETURNING r.row, r."to", r.variables`,
    [batch.id, count],
  );
  const template = templateOf(batch.body, batch.kind);
  const common = commonOf(batch);
  return taken.rows
    .sort((a, b) => a.row - b.row)
    .map(({ row, to, variables }) => {
      const body = fill(template, variables ?? {}, batch.fallback);
      if (body === null) throw new Error(`Row ${row} of batch ${batch.id} lacks a variable of its text.`);
      return { ...common, message: { ...common.message, to, body } };
    });
}

/** What all messages of a batch share. Pure. */
function commonOf(batch: Releasable): SettledMessage {
  const sender: Sender =
    batch.account_id === null
      ? { accountId: null, key: { id: batch.key_id ?? "", name: batch.key_name ?? "a deleted key" } }
      : { accountId: batch.account_id };
  return {
    message: {
      appId: batch.app_id,
      to: "",
      body: "",
      flash: batch.flash,
      ...(batch.label === null ? {} : { label: batch.label }),
      ...(batch.callback_url === null
        ? {}
        : {
            callback: {
              url: batch.callback_url,
              strategy: batch.callback_strategy === "OnCompletion" ? "OnCompletion" : "OnChange",
            },
          }),
    },
    from: batch.from,
    ttl: batch.ttl,
    transcode: batch.transcode,
    sender,
    batchId: batch.id,
    dueAt: null,
  };
}
