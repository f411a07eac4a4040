import { checkStatuses } from "@/lib/messages/check-statuses";
import { closeDatabase } from "@/lib/platform/database";

/** Folds all stored events and compares: lists what differs, and ends with 1 when anything does. */
let checked = 0;
let wrong = 0;
for await (const batch of checkStatuses()) {
  checked += batch.checked;
  wrong += new Set(batch.differences.map(({ messageId }) => messageId)).size;
  for (const { messageId, what, stored, folded } of batch.differences)
    console.log(`${messageId}  ${what}: stored ${stored}, its events say ${folded}`);
}
await closeDatabase();
console.log(
  wrong === 0
    ? `${checked} messages checked: what is stored is what their events say.`
    : `${checked} messages checked: ${wrong} differ from their events.`,
);
process.exitCode = wrong === 0 ? 0 : 1;
