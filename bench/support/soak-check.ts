import { checkStatuses } from "@/lib/messages/check-statuses";
import { MESSAGE } from "@/lib/messages/store";
import { pool } from "@/lib/platform/database";

/** Compares what the sandbox says it took and posted with what Tidings knows. */

export interface Taken {
  sequence: number;
  trackingId: string;
  label: string | null;
  segments: { status: string }[];
}

export interface Posted {
  sequence: number;
  trackingId: string;
  kind: string;
  part: number;
  status: string;
  httpStatus: number | null;
}

/** What the sandbox took and posted. */
export interface Ledger {
  taken: Taken[];
  posted: Posted[];
}

/** Reads the sandbox's ledger in parts. @param after only what came later than this sequence. */
export async function readLedger(sandboxUrl: string, after = 0): Promise<Ledger> {
  const ledger: Ledger = { taken: [], posted: [] };
  for (let from: number | undefined = after; from !== undefined; ) {
    const answer: Response = await fetch(`${sandboxUrl}/control/ledger?after=${from}&limit=10000`);
    const part = (await answer.json()) as Ledger & { next?: number };
    ledger.taken.push(...part.taken);
    ledger.posted.push(...part.posted);
    from = part.next;
  }
  return ledger;
}

export interface Verdict {
  problems: string[];
  messages: number;
  taken: number;
  receipts: { answered: number; tried: number; stored: number };
  statuses: Record<string, number>;
}

interface Known {
  id: string;
  status: string;
  final: boolean;
  tracking_id: string | null;
}

/**
 * @param accepted the ids of all messages that were answered with 202.
 * @param options.unrecordedTries how many tries to post one receipt the ledger may lack, since the sandbox was killed
 * before it wrote them down.
 */
export async function compare(
  ledger: Ledger,
  accepted: ReadonlySet<string>,
  { unrecordedTries } = { unrecordedTries: 0 },
): Promise<Verdict> {
  const problems: string[] = [];
  const { rows } = await pool().query<Known>(`SELECT id, status, final, tracking_id FROM ${MESSAGE}`);
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const id of accepted) if (!known.has(id)) problems.push(`${id} was accepted with 202 and is gone`);
  for (const { id } of rows) if (!accepted.has(id)) problems.push(`${id} is stored and was never answered`);

  const takenFor = new Map<string, string[]>();
  for (const { trackingId, label } of ledger.taken)
    takenFor.set(label ?? "", [...(takenFor.get(label ?? "") ?? []), trackingId]);
  for (const [id, trackingIds] of takenFor) {
    const message = known.get(id);
    if (trackingIds.length > 1) problems.push(`${id} was taken ${trackingIds.length} times`);
    if (!message) problems.push(`the sandbox took ${id}, which we do not know`);
    else if (message.tracking_id !== trackingIds[0])
      problems.push(`${id} was taken as ${trackingIds[0]}, and we know it as ${message.tracking_id}`);
  }
  const segments = new Map(ledger.taken.map((one) => [one.trackingId, one.segments.map(({ status }) => status)]));
  for (const { id, status, final } of rows) {
    if (!final) problems.push(`${id} never ended: ${status}`);
    const [trackingId] = takenFor.get(id) ?? [];
    const expected = trackingId === undefined ? ["Rejected", "Unknown"] : [expectedStatus(segments.get(trackingId))];
    if (!expected.includes(status)) problems.push(`${id} is ${status}, and should be ${expected.join(" or ")}`);
  }
  const receipts = await compareReceipts(ledger, problems, unrecordedTries);

  for await (const { differences } of checkStatuses())
    for (const { messageId, what } of differences) problems.push(`${messageId}: ${what} is not what its events say`);

  const statuses: Record<string, number> = {};
  for (const { status } of rows) statuses[status] = (statuses[status] ?? 0) + 1;
  return { problems, messages: rows.length, taken: ledger.taken.length, receipts, statuses };
}

/** The rule for messages, written once more: delivered only as a whole, and unknown while a segment has not ended. */
function expectedStatus(segments: readonly string[] = []): string {
  const ends = ["Undelivered", "Failed", "Unsent", "Delivered"];
  if (segments.length === 0 || segments.some((status) => !ends.includes(status))) return "Unknown";
  return ends.find((status) => segments.includes(status)) ?? "Unknown";
}

/** Garbage that is JSON is kept as what could not be read; the rest is refused. */
const UNREADABLE = "null Unreadable";

/** Every post that we answered with 200 is stored; what is stored more was posted, and its answer got lost. */
async function compareReceipts(
  ledger: Ledger,
  problems: string[],
  unrecordedTries: number,
): Promise<Verdict["receipts"]> {
  const stored = await pool().query<{ tracking_id: string; segment: number | null; status: string; count: string }>(
    `SELECT m.tracking_id, e.segment, e.status, count(*) FROM message_events e JOIN messages m ON m.id = e.message_id
     WHERE e.source = 'receipt' GROUP BY 1, 2, 3`,
  );
  const kept = new Map(
    stored.rows.map((row) => [`${row.tracking_id} ${row.segment} ${row.status}`, Number(row.count)]),
  );
  const posts = new Map<string, { tried: number; answered: number }>();
  for (const { trackingId, kind, part, status, httpStatus } of ledger.posted) {
    if (kind === "not_json") {
      if (httpStatus === 200) problems.push(`garbage for ${trackingId} was answered with 200`);
      continue;
    }
    const key = `${trackingId} ${kind === "receipt" ? `${part} ${status}` : UNREADABLE}`;
    const post = posts.get(key) ?? { tried: 0, answered: 0 };
    posts.set(key, { tried: post.tried + 1, answered: post.answered + (httpStatus === 200 ? 1 : 0) });
  }
  for (const [key, { tried, answered }] of posts) {
    const count = kept.get(key) ?? 0;
    if (count < answered) problems.push(`receipt ${key}: ${answered} answered with 200, ${count} stored`);
    if (count > tried + unrecordedTries) problems.push(`receipt ${key}: posted ${tried} times, stored ${count} times`);
  }
  for (const key of kept.keys()) if (!posts.has(key)) problems.push(`receipt ${key} is stored and was never posted`);
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, one) => total + one, 0);
  return {
    answered: sum([...posts.values()].map((post) => post.answered)),
    tried: sum([...posts.values()].map((post) => post.tried)),
    stored: sum(kept.values()),
  };
}
