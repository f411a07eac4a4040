import { pool } from "@/lib/platform/database";
import type { Submit } from "./submits";

/** Compares what callers were told with what is stored. */

/** What does not hold, and the ids of the messages that callers asked for. */
export async function checkSubmits(submits: readonly Submit[]): Promise<{ problems: string[]; ids: Set<string> }> {
  const { rows } = await pool().query<{ id: string; body: string }>("SELECT id, body FROM messages");
  const stored = new Map<string, string[]>();
  for (const { id, body } of rows) stored.set(body, [...(stored.get(body) ?? []), id]);
  return { problems: submitProblems(submits, stored), ids: new Set(rows.map(({ id }) => id)) };
}

/** @param stored the ids of messages by their text. Pure. */
export function submitProblems(submits: readonly Submit[], stored: ReadonlyMap<string, readonly string[]>): string[] {
  const problems: string[] = [];
  const known = new Set<string>();
  for (const { body, careful, id } of submits) {
    known.add(body);
    const ids = stored.get(body) ?? [];
    const what = body.slice(0, 20);
    if (ids.length > 1) problems.push(`${what} is stored ${ids.length} times`);
    if (id !== null && !ids.includes(id)) problems.push(`${what} was accepted as ${id} and is not stored`);
    if (careful && id === null) problems.push(`${what} was asked for again and again and never accepted`);
  }
  for (const [body, ids] of stored)
    if (!known.has(body)) problems.push(`${ids[0]} is stored, and nobody asked for it: ${body.slice(0, 40)}`);
  return problems;
}
