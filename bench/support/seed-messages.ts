import { newMessageId } from "@/lib/messages/store";
import { transaction } from "@/lib/platform/database";

/**
 * Stores so many messages that Routee has taken, as copies of one that was accepted as usual.
 * @returns their ids.
 */
export async function seedMessages(templateId: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newMessageId().id);
  await transaction(async (sql) => {
    await sql.query("CREATE TEMP TABLE seeded ON COMMIT DROP AS SELECT unnest($1::uuid[]) AS id", [ids]);
    for (const [table, key] of [
      ["messages", "id"],
      ["message_events", "message_id"],
    ] as const) {
      const columns = await sql.query<{ name: string }>(
        "SELECT quote_ident(column_name) AS name FROM information_schema.columns WHERE table_name = $1 AND column_name NOT IN ($2, 'position')",
        [table, key],
      );
      const names = columns.rows.map(({ name }) => name).join(", ");
      await sql.query(
        `INSERT INTO ${table} (${key}, ${names}) SELECT s.id, ${names} FROM ${table} t, seeded s WHERE t.${key} = '${templateId}'`,
      );
    }
  });
  return ids;
}
