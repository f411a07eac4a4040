import { randomBytes } from "node:crypto";
import { pool } from "@/lib/platform/database";

/** A UUIDv7 of a moment. */
export function idAt(milliseconds: number): string {
  const time = milliseconds.toString(16).padStart(12, "0");
  const rest = randomBytes(9).toString("hex");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6)}`;
}

/** Stores a message that is like another, with its state and events, as if it came at a moment. @returns its id */
export async function copyOf(original: string, milliseconds: number): Promise<string> {
  const id = idAt(milliseconds);
  for (const [table, key] of [
    ["messages", "id"],
    ["message_states", "message_id"],
    ["message_events", "message_id"],
  ] as const) {
    const columns = await pool().query<{ names: string }>(
      `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
       WHERE table_schema = current_schema() AND table_name = $1 AND column_name NOT IN ($2, 'position')`,
      [table, key],
    );
    const names = columns.rows[0]?.names;
    await pool().query(`INSERT INTO ${table} (${key}, ${names}) SELECT $2, ${names} FROM ${table} WHERE ${key} = $1`, [
      original,
      id,
    ]);
  }
  return id;
}
