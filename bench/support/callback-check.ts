import { pool } from "@/lib/platform/database";
import type { Received } from "./receivers";

/** Compares the callbacks that Tidings wrote with what receivers say arrived. */

/** A callback as it is stored. */
export interface StoredCallback {
  id: string;
  message_id: string;
  sequence: number;
  body: string;
  status: string;
  /** The app's name. */
  kind: string;
}

/** Every callback there is. */
export async function readCallbacks(): Promise<StoredCallback[]> {
  const { rows } = await pool().query<StoredCallback>(
    "SELECT c.id, c.message_id, c.sequence, c.body, c.status, a.name AS kind FROM callbacks c JOIN apps a ON a.id = c.app_id",
  );
  return rows;
}

/** What does not hold of what arrived, in the order in which it did. Pure. */
export function callbackProblems(received: readonly Received[], stored: readonly StoredCallback[]): string[] {
  const problems: string[] = [];
  const bodies = new Map<string, string>();
  const done = new Set<string>();
  const rows = new Map(stored.map((row) => [row.id, row]));
  const ofMessage = new Map<string, StoredCallback[]>();
  for (const row of stored) {
    const others = ofMessage.get(row.message_id);
    if (others) others.push(row);
    else ofMessage.set(row.message_id, [row]);
  }
  for (const { id, body, status } of received) {
    const known = bodies.get(id);
    if (known !== undefined && known !== body) problems.push(`${id} had another body on another attempt`);
    bodies.set(id, body);
    const row = rows.get(id);
    if (!row) {
      problems.push(`${id} is no callback of ours`);
      continue;
    }
    if (body !== row.body) problems.push(`${id} was posted with another body than is stored`);
    // An earlier one may come again after its worker died, but a later one never before it was done.
    for (const earlier of ofMessage.get(row.message_id) ?? [])
      if (earlier.sequence < row.sequence && !done.has(earlier.id))
        problems.push(`${id} came before ${earlier.id} was answered well`);
    if (status >= 200 && status < 300) done.add(id);
  }
  for (const row of stored) {
    if (row.status === "delivered" && !done.has(row.id)) problems.push(`${row.id} counts as delivered and was not`);
    if (row.status !== "delivered" && done.has(row.id)) problems.push(`${row.id} was delivered and is ${row.status}`);
  }
  return problems;
}
