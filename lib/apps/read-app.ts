import { pool, prisma } from "@/lib/platform/database";
import { isId } from "@/lib/platform/ids";
import { appView } from "./app-view";
import { readConnection } from "./circuit";
import type { App, AppDetail } from "./contract";

/** One app, or null when there is none with this id. */
export async function readApp(id: string): Promise<App | null> {
  const row = isId(id) ? await prisma().app.findUnique({ where: { id, deletingAt: null } }) : null;
  return row && appView(row);
}

/** One app with how its way to Routee stands, or null when there is none with this id. */
export async function readAppDetail(id: string): Promise<AppDetail | null> {
  const app = await readApp(id);
  if (!app) return null;
  const [connection, lastReceiptAt] = await Promise.all([readConnection(id), readLastReceipt(id)]);
  return { ...app, connection, lastReceiptAt };
}

/** More of an app's newest messages than this need not be looked at. Index messages_app; primary key of events. */
const NEWEST = 200;

async function readLastReceipt(appId: string): Promise<string | null> {
  const found = await pool().query<{ at: Date | null }>(
    `SELECT max(e.received_at) AS at
     FROM (SELECT id FROM messages WHERE app_id = $1 ORDER BY id DESC LIMIT ${NEWEST}) m
     JOIN message_events e ON e.message_id = m.id AND e.source = 'receipt'`,
    [appId],
  );
  return found.rows[0]?.at?.toISOString() ?? null;
}
