import { requireAllowedForm } from "@/lib/apps/callback-address";
import { readDefaults } from "@/lib/apps/read-defaults";
import type { Sql } from "@/lib/platform/database";
import { newId, timeOfId } from "@/lib/platform/ids";
import { Problem } from "@/lib/platform/problem";
import type { BatchAcceptance, CheckedRecipients } from "./accept-batch";
import type { NewBatchRow } from "./store";

/**
 * A batch with its app's rules and defaults settled: a later change of its app is for later batches.
 * @throws {Problem} `invalid_fields`
 */
export async function newBatchRow(
  sql: Sql,
  { batch, sender, campaign }: BatchAcceptance,
  { accepted, rejected }: CheckedRecipients,
  now: Date,
): Promise<NewBatchRow> {
  const app = (await readDefaults(sql, [batch.appId])).get(batch.appId);
  if (!app) throw invalid("appId", "not_found", "There is no such app. Choose another.");
  if (app.archived) throw invalid("appId", "archived", "This app is archived and sends nothing. Choose another.");
  const from = batch.from ?? app.defaultSender;
  if (from === null) throw invalid("from", "required", "Enter a sender ID: this app has no default one.");
  if (batch.callback) requireAllowedForm(batch.callback.url, app.environment, "callback.url");
  const progress = campaign?.progress ?? null;
  if (progress) requireAllowedForm(progress.url, app.environment, "campaignCallback.url");
  const due = batch.scheduledAt !== undefined && Date.parse(batch.scheduledAt) > now.getTime();
  const id = newId();
  return {
    id,
    app_id: batch.appId,
    name: batch.name ?? null,
    kind: campaign ? "campaign" : "batch",
    state: due ? "scheduled" : "running",
    account_id: sender.accountId,
    key_id: sender.key?.id ?? null,
    body: batch.body,
    from,
    label: batch.label ?? null,
    flash: batch.flash ?? false,
    ttl: batch.ttl ?? app.defaultTtl,
    transcode: batch.transcode ?? (app.enforceTranscode ? true : null),
    callback_url: batch.callback?.url ?? null,
    callback_strategy: batch.callback?.strategy ?? null,
    progress_url: progress?.url ?? null,
    progress_strategy: progress?.strategy ?? null,
    accepted: accepted.length,
    rejected,
    rejected_count: rejected.length,
    asked: campaign?.asked ?? {},
    fallback: campaign?.fallback ?? {},
    scheduled_at: due ? new Date(batch.scheduledAt ?? now).toISOString() : null,
    created_at: new Date(timeOfId(id)).toISOString(),
  };
}

function invalid(path: string, code: string, message: string): Problem {
  return new Problem("invalid_fields", message, { errors: [{ path, code, message }] });
}
