import { readDefaults } from "@/lib/apps/read-defaults";
import { pool } from "@/lib/platform/database";
import { costOf } from "./account";
import { analysisOf } from "./answers";
import { readSend } from "./read-send";
import { invalid } from "./refusal";

/**
 * The answer of `POST /sms/analyze`: our own analysis, and Routee's price of a segment where Routee gives it now.
 * @throws {Refusal} for fields that are not right.
 */
export async function analyzeAnswer(appId: string, json: unknown) {
  const message = readSend(json, appId);
  const app = (await readDefaults(pool(), [appId])).get(appId);
  const from = message.from ?? app?.defaultSender;
  if (!from) throw invalid({ from: "may not be empty" });
  const cost = await costOf(appId, { to: message.to, from, body: message.body });
  // As Routee does, transcoding is shown whether or not it was asked for.
  return { ...(cost === null ? {} : { cost }), bodyAnalysis: analysisOf(message.body, true) };
}
