import { acceptMessage } from "@/lib/messages/accept-message";
import { messageSchema } from "@/lib/messages/contract";
import { answerEvent } from "@/lib/messages/hand-over-events";
import { recordObservations } from "@/lib/messages/record-observations";
import { newMessageId } from "@/lib/messages/store";
import { pool, transaction } from "@/lib/platform/database";

/** How many events a seeded message has: its acceptance, and Routee's answer. */
export const SEEDED_EVENTS = 2;

/** Accepts a message of the first app as usual and puts down that Routee took it. @returns its id */
export async function acceptTemplate(): Promise<string> {
  const app = await pool().query<{ id: string }>("SELECT id FROM apps ORDER BY created_at");
  const owner = await pool().query<{ id: string }>("SELECT id FROM accounts");
  const accepted = await acceptMessage({
    message: { appId: app.rows[0]?.id ?? "", to: "+306900000001", body: "Table ready" },
    sender: { accountId: owner.rows[0]?.id ?? "" },
    idempotencyKey: null,
  });
  const { id } = messageSchema.parse(JSON.parse(accepted.body));
  await takenByRoutee(id);
  return id;
}

/** Puts down that Routee took a message, under the tracking ID that the receipts of measurements name. */
export async function takenByRoutee(id: string): Promise<void> {
  const trackingId = `tracking-${id}`;
  const answer = { trackingId, status: "Queued", createdAt: null, bodyAnalysis: null, raw: { trackingId } };
  await transaction((sql) => recordObservations(sql, [answerEvent(id, answer, new Date())]));
}

const TABLES = [
  ["messages", "id"],
  ["message_states", "message_id"],
  ["message_events", "message_id"],
] as const;

/**
 * Stores so many messages that Routee has taken, as copies of one: wherever its id stands, theirs does.
 * @returns their ids.
 */
export async function seedMessages(templateId: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newMessageId().id);
  await transaction(async (sql) => {
    await sql.query("CREATE TEMP TABLE seeded ON COMMIT DROP AS SELECT unnest($1::uuid[]) AS id", [ids]);
    for (const [table, key] of TABLES) {
      const columns = await sql.query<{ name: string; type: string }>(
        `SELECT quote_ident(column_name) AS name, data_type AS type FROM information_schema.columns
         WHERE table_name = $1 AND column_name NOT IN ($2, 'position')`,
        [table, key],
      );
      const names = columns.rows.map(({ name }) => name).join(", ");
      const values = columns.rows.map(({ name, type }) =>
        /^(text|jsonb?)$/.test(type) ? `replace(${name}::text, '${templateId}', s.id::text)::${type}` : name,
      );
      await sql.query(
        `INSERT INTO ${table} (${key}, ${names}) SELECT s.id, ${values.join(", ")}
         FROM ${table} t, seeded s WHERE t.${key} = '${templateId}'`,
      );
    }
  });
  return ids;
}
