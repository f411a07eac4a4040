import type { Observation } from "@/lib/messages/fold";
import type { NewEvent, Recorded } from "@/lib/messages/fold-events";
import { messageOfToken } from "@/lib/messages/receipt-token";
import { CHANGED, recordLocked, recordReceipts } from "@/lib/messages/record-receipts";
import { reportObservation } from "@/lib/messages/report-observation";
import { inGroups } from "@/lib/platform/group";
import { parseOutsideJson } from "@/lib/platform/json";
import { metrics } from "@/lib/platform/metrics";
import { parseReceipt } from "@/lib/routee/wire";

export interface IncomingReceipt {
  token: string;
  body: string;
  remoteAddress: string | null;
  /** ISO 8601 UTC with milliseconds. */
  receivedAt: string;
}

export type Ingestion = { kind: "kept"; recorded: Recorded } | { kind: "unknown_token" } | { kind: "not_json" };

const record = inGroups(
  recordReceipts,
  // Two at once: one commits while the other folds.
  { name: "receipts", items: 200, groups: 2, waiting: 2_000 },
);
const recordAgain = inGroups(recordLocked, { name: "receipts_again", items: 200, groups: 1, waiting: 2_000 });

/**
 * Takes a receipt in: stored as it came, folded into its message and committed when this returns. Repetitions, old
 * news, unknown status words and shapes that we cannot read are kept too, with their verdict.
 */
export async function ingestReceipt(incoming: IncomingReceipt): Promise<Ingestion> {
  const result = await ingest(incoming);
  metrics().receipts.inc({ result: result.kind === "kept" ? result.recorded.verdict : result.kind });
  return result;
}

async function ingest(incoming: IncomingReceipt): Promise<Ingestion> {
  const messageId = messageOfToken(incoming.token);
  if (messageId === null) return { kind: "unknown_token" };
  const json = parseJson(incoming.body);
  if (!json) return { kind: "not_json" };
  const { receivedAt } = incoming;
  const event: NewEvent = {
    messageId,
    source: "receipt",
    receivedAt,
    observation: observationOf(json.value, receivedAt),
    receipt: { body: incoming.body, remoteAddress: incoming.remoteAddress },
  };
  const first = await record(event);
  const recorded = first === CHANGED ? await recordAgain(event) : first;
  return recorded ? { kind: "kept", recorded } : { kind: "unknown_token" };
}

function parseJson(text: string): { value: unknown } | null {
  try {
    return { value: parseOutsideJson(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What a receipt says. One that we cannot read says nothing about the status, but is kept with what was wrong. */
function observationOf(json: unknown, receivedAt: string): Observation {
  const parsed = parseReceipt(json);
  if (!parsed.ok)
    return {
      origin: "note",
      status: "Unreadable",
      at: receivedAt,
      segment: null,
      parts: null,
      reason: { detailedStatus: "Unreadable receipt", description: parsed.problem },
    };
  return reportObservation(parsed.receipt);
}
