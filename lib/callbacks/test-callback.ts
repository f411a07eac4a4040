import type { CallbackAttempt } from "@/lib/messages/callback-contract";
import { pool } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { Problem } from "@/lib/platform/problem";
import { attemptOf, postSigned } from "./deliver";
import { readAppForTest } from "./store";

/** What a test event looks like: a callback of a message that does not exist. Pure. */
export function testBody(applicationName: string, now: Date): string {
  return JSON.stringify({
    messageId: "00000000-0000-0000-0000-000000000000",
    smsId: "00000000-0000-0000-0000-000000000001",
    part: 1,
    parts: 1,
    label: "tidings-test",
    to: "+306900000001",
    from: "Tidings",
    country: "GR",
    operator: "Cosmote",
    groups: [],
    status: {
      name: "Delivered",
      reason: { detailedStatus: "Delivered", description: "A test event of Tidings; no message was sent." },
      updatedDate: `${now.toISOString().slice(0, 19)}Z`,
    },
    message: "A test event of Tidings",
    applicationName,
    latency: 3,
    price: 0.042,
    direction: "Outbound",
    originatingService: "Sms",
    sequence: 4,
    previousStatus: "Sent",
    final: true,
  });
}

/**
 * Sends one signed test event now, to the address given or the app's default. Nothing of it is stored.
 * @throws {Problem} `invalid_fields` when there is no address.
 */
export async function testCallback(appId: string, url: string | undefined): Promise<CallbackAttempt> {
  const app = await readAppForTest(pool(), appId);
  if (!app) throw new Problem("not_found", "There is no app with this id.");
  const target = url ?? app.default_callback_url;
  if (target === null) {
    const message = "Name an address: this app has no default callback.";
    throw new Problem("invalid_fields", message, { errors: [{ path: "url", code: "required", message }] });
  }
  const now = new Date();
  const answer = await postSigned({ ...app, id: newId(), url: target, body: testBody(app.name, now) }, now);
  const { at, accountId: _, ...attempt } = attemptOf(answer, now, "test", null);
  return { ...attempt, at: at.toISOString(), person: null };
}
