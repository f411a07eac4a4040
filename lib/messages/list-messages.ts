import { pool } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { Problem } from "@/lib/platform/problem";
import type { ListMessages, MessagePage } from "./contract";
import { messageView } from "./message-view";
import type { MessageRow } from "./store";

/**
 * Messages, newest first: a keyset read on the id, which is ordered by time. The cursor is the last id of the page.
 * Each filter alone has an index that ends with the id (messages_app, messages_status, messages_app_status,
 * messages_batch, messages_to, messages_label); times become bounds on the id itself.
 * @throws {Problem} `invalid_fields` for a cursor that no page gave out.
 */
export async function listMessages(filters: ListMessages): Promise<MessagePage> {
  if (filters.cursor !== undefined && !isId(filters.cursor))
    throw new Problem("invalid_fields", "The cursor is not one of ours.", {
      errors: [{ path: "cursor", code: "custom", message: "Take nextCursor from the page before." }],
    });
  const values: unknown[] = [];
  const bound = (value: unknown) => `$${values.push(value)}`;
  const where: string[] = [];
  if (filters.appId) where.push(`app_id = ${bound(filters.appId)}`);
  if (filters.status) where.push(`status = ${bound(filters.status)}`);
  if (filters.batchId) where.push(`batch_id = ${bound(filters.batchId)}`);
  if (filters.to) where.push(`"to" = ${bound(e164Of(filters.to))}`);
  if (filters.label) where.push(`label = ${bound(filters.label)}`);
  if (filters.from) where.push(`id >= uuid_v7_floor(${bound(filters.from)}::timestamptz)`);
  if (filters.until) where.push(`id < uuid_v7_floor(${bound(filters.until)}::timestamptz)`);
  if (filters.cursor) where.push(`id < ${bound(filters.cursor)}`);
  if (filters.q) where.push(searchCondition(filters.q, bound));
  const found = await pool().query<MessageRow>(
    `SELECT * FROM messages ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""}
     ORDER BY id DESC LIMIT ${bound(filters.limit + 1)}`,
    values,
  );
  const page = found.rows.slice(0, filters.limit);
  const more = found.rows.length > page.length;
  return { data: page.map(messageView), nextCursor: more ? (page.at(-1)?.id ?? null) : null };
}

/** A number as it is stored, however it was spaced; in a query string a plus sign may have become a space. */
function e164Of(text: string): string {
  const digits = text.replace(/[\s().-]/g, "");
  return digits.startsWith("+") ? digits : `+${digits.replace(/^00/, "")}`;
}

/** What one search box finds, each by an index: a message by its id or tracking ID, a recipient, or a label. */
function searchCondition(q: string, bound: (value: unknown) => string): string {
  const asId = q.toLowerCase();
  if (isId(asId)) return `(id = ${bound(asId)} OR tracking_id = ${bound(asId)})`;
  if (/^\+?[\d\s().-]{5,}$/.test(q)) return `"to" = ${bound(e164Of(q))}`;
  return `(label = ${bound(q)} OR tracking_id = ${bound(q)})`;
}
