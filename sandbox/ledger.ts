import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { z } from "zod";
import { type Receipt, receiptsAfter } from "./course";
import { type Message, messageSchema } from "./message";

/** One try to post a receipt, and what came of it. */
const postedSchema = z.object({
  trackingId: z.string(),
  /** Which change it tells, and which copy of the receipt it is. */
  change: z.number(),
  copy: z.number(),
  part: z.number(),
  status: z.string(),
  /** From 1. */
  attempt: z.number(),
  at: z.number(),
  /** Null when no answer came; then `problem` says why. */
  httpStatus: z.number().nullable(),
  problem: z.string().nullable(),
  /** Answered with 200, or given up. */
  done: z.boolean(),
});
export type Posted = z.infer<typeof postedSchema>;

const entrySchema = z.discriminatedUnion("entry", [
  z.object({ entry: z.literal("taken"), message: messageSchema }),
  z.object({ entry: z.literal("changed"), trackingId: z.string(), change: z.number(), at: z.number() }),
  z.object({ entry: z.literal("posted"), posted: postedSchema }),
]);
type Entry = z.infer<typeof entrySchema>;

/** A receipt that is still to be posted. */
export interface Pending extends Receipt {
  message: Message;
  attempts: number;
  /** When it was first tried; null when it was not. */
  firstAt: number | null;
}

/** Everything the sandbox took and posted. */
export interface Ledger {
  messages: ReadonlyMap<string, Message>;
  posted: readonly Posted[];
  take(message: Message): void;
  change(message: Message, index: number, at: number): void;
  post(posted: Posted): void;
  /** Receipts of changes that have happened, not yet answered with 200 nor given up; in order. */
  pending(): Pending[];
  forgetBefore(time: number): void;
  reset(): void;
  close(): void;
}

/**
 * @param journalFile where everything is written too, one JSON object a line, so that a restart can go on. Without
 *   it the ledger lives in memory only.
 * @param keepAfter what was taken earlier than this is left out of a journal that is read. Epoch milliseconds.
 */
export function openLedger(journalFile: string | undefined, keepAfter: number, warn: (line: string) => void): Ledger {
  const messages = new Map<string, Message>();
  let posted: Posted[] = [];
  let file: number | null = null;

  function apply(entry: Entry): void {
    if (entry.entry === "taken") messages.set(entry.message.trackingId, entry.message);
    else if (entry.entry === "posted") posted.push(entry.posted);
    else {
      const change = messages.get(entry.trackingId)?.changes[entry.change];
      if (change) change.at = entry.at;
    }
  }

  function write(entry: Entry): void {
    if (file !== null) writeSync(file, `${JSON.stringify(entry)}\n`);
  }

  function record(entry: Entry): void {
    apply(entry);
    write(entry);
  }

  /** The journal anew, as short as it can be: what happened to a message stands in the message. */
  function rewrite(): void {
    if (journalFile === undefined) return;
    if (file !== null) closeSync(file);
    const entries: Entry[] = [
      ...[...messages.values()].map((message): Entry => ({ entry: "taken", message })),
      ...posted.map((one): Entry => ({ entry: "posted", posted: one })),
    ];
    const fresh = `${journalFile}.new`;
    writeFileSync(fresh, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    renameSync(fresh, journalFile);
    file = openSync(journalFile, "a");
  }

  function forgetBefore(time: number): void {
    for (const [trackingId, { acceptedAt }] of messages) if (acceptedAt < time) messages.delete(trackingId);
    posted = posted.filter(({ trackingId }) => messages.has(trackingId));
    rewrite();
  }

  if (journalFile !== undefined && existsSync(journalFile))
    for (const [index, line] of readFileSync(journalFile, "utf8").split("\n").entries()) {
      if (line === "") continue;
      const entry = readEntry(line);
      if (entry) apply(entry);
      else warn(`sandbox journal: line ${index + 1} cannot be read and is left out`);
    }
  forgetBefore(keepAfter);

  return {
    messages,
    get posted() {
      return posted;
    },
    take: (message) => record({ entry: "taken", message }),
    change: (message, index, at) => record({ entry: "changed", trackingId: message.trackingId, change: index, at }),
    post: (one) => record({ entry: "posted", posted: one }),
    pending() {
      const tries = new Map<string, Posted[]>();
      for (const one of posted) tries.set(keyOf(one), [...(tries.get(keyOf(one)) ?? []), one]);
      return [...messages.values()].flatMap((message) =>
        message.changes.flatMap((change, index) =>
          change.at === null ? [] : receiptsAfter(message, index).flatMap((receipt) => stillPending(message, receipt)),
        ),
      );

      function stillPending(message: Message, receipt: Receipt): Pending[] {
        const known = tries.get(keyOf({ trackingId: message.trackingId, ...receipt })) ?? [];
        if (known.some(({ done }) => done)) return [];
        return [{ ...receipt, message, attempts: known.length, firstAt: known[0]?.at ?? null }];
      }
    },
    forgetBefore,
    reset() {
      messages.clear();
      posted = [];
      rewrite();
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

const keyOf = ({ trackingId, change, copy }: { trackingId: string; change: number; copy: number }) =>
  `${trackingId}/${change}/${copy}`;

/** Null for a line that a crash cut off. */
function readEntry(line: string): Entry | null {
  try {
    const parsed = entrySchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
