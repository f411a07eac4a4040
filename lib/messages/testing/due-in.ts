import { pool } from "@/lib/platform/database";

/** In how many seconds a message may be handed over; NaN when it is not waiting for that. */
export async function dueIn({ id }: { id: string }): Promise<number> {
  const found = await pool().query<{ seconds: number }>(
    `SELECT extract(epoch FROM hand_over_at - now())::float AS seconds FROM messages WHERE id = $1 AND hand_over = 'pending'`,
    [id],
  );
  return found.rows[0]?.seconds ?? Number.NaN;
}
