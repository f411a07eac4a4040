import { pool } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { Problem } from "@/lib/platform/problem";
import type { ListMessages, MessagePage } from "./contract";
import { messageView } from "./message-view";
import { MESSAGE, MESSAGE_COLUMNS, type MessageRow } from "./store";

/**
 * Messages, newest first: a keyset read on the id, which is ordered by time. The cursor is the last id of the page.
 * Each filter alone has an index that ends with the id (messages_app, message_states_app_status, messages_batch,
 * messages_to, messages_label); times become bounds on the id itself.
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
  // What is known of both tables is said of both, so that either can lead.
  const both = (condition: (id: string, table: string) => string) =>
    where.push(condition("m.id", "m"), condition("s.message_id", "s"));
  const app = filters.appId && bound(filters.appId);
  if (app) both((_, table) => `${table}.app_id = ${app}`);
  if (filters.status) where.push(`s.status = ${bound(filters.status)}`);
  if (filters.batchId) where.push(`m.batch_id = ${bound(filters.batchId)}`);
  if (filters.to) where.push(`m."to" = ${bound(e164Of(filters.to))}`);
  if (filters.label) where.push(`m.label = ${bound(filters.label)}`);
  const [from, until, cursor] = [filters.from, filters.until, filters.cursor].map((edge) => edge && bound(edge));
  if (from) both((id) => `${id} >= uuid_v7_floor(${from}::timestamptz)`);
  if (until) both((id) => `${id} < uuid_v7_floor(${until}::timestamptz)`);
  if (cursor) both((id) => `${id} < ${cursor}`);
  if (filters.q) where.push(searchCondition(filters.q, bound));
  // By status the index begins with the app: without one each app gives its newest, of which the newest are taken.
  const eachApp = filters.status !== undefined && !app;
  if (eachApp) both((_, table) => `${table}.app_id = a.id`);
  const limit = bound(filters.limit + 1);
  const newest = `SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGE} ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""}
     ORDER BY m.id DESC LIMIT ${limit}`;
  const found = await pool().query<MessageRow>(
    eachApp ? `SELECT n.* FROM apps a CROSS JOIN LATERAL (${newest}) n ORDER BY n.id DESC LIMIT ${limit}` : newest,
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
  if (isId(asId)) return `(m.id = ${bound(asId)} OR m.tracking_id = ${bound(asId)})`;
  if (/^\+?[\d\s().-]{5,}$/.test(q)) return `m."to" = ${bound(e164Of(q))}`;
  return `(m.label = ${bound(q)} OR m.tracking_id = ${bound(q)})`;
}
