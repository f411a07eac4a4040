import { enterCircuit } from "@/lib/apps/circuit";
import { providerAccess } from "@/lib/apps/credentials";
import { providerClient } from "@/lib/apps/provider-client";
import { readApp } from "@/lib/apps/read-app";
import { Problem } from "@/lib/platform/problem";
import type { RouteeAnalysis } from "@/lib/routee/wire";
import { analyze } from "@/lib/sms/analyze";
import type { AnalyzeMessage, ProviderAnalysis } from "./contract";

/**
 * What Routee would make of a text, compared with what we make of it. Nothing is sent.
 * @returns null when there is no such app.
 * @throws {Problem} `invalid_fields` when Routee refuses the question, `provider_unavailable` when it does not answer.
 */
export async function analyzeAtRoutee(appId: string, message: AnalyzeMessage): Promise<ProviderAnalysis | null> {
  const [app, access] = await Promise.all([readApp(appId), providerAccess(appId)]);
  if (!app || !access) return null;
  const from = message.from ?? app.defaultSender;
  if (from === null) {
    const problem = "Enter a sender ID: this app has no default one.";
    throw new Problem("invalid_fields", problem, { errors: [{ path: "from", code: "required", message: problem }] });
  }
  const leave = await enterCircuit(appId);
  if ("wait" in leave)
    throw new Problem("provider_unavailable", "Requests to Routee keep failing; it is not asked now.");
  const { to, body } = message;
  const answer = await providerClient(access).analyze(access.credentials, { to, from, body });
  await leave.report(answer);
  if (answer.ok) return compared(answer.value, body, message.transcode ?? app.enforceTranscode);
  const { kind, message: words } = answer.failure;
  if (kind === "refused" || kind === "credentials") throw new Problem("invalid_fields", words);
  throw new Problem("provider_unavailable", `Routee could not be asked. ${words}`);
}

/** Routee's analysis beside ours. Pure. */
export function compared({ cost, bodyAnalysis }: RouteeAnalysis, body: string, transcode: boolean): ProviderAnalysis {
  const ours = analyze(body, { transcode });
  const { parts, unicode, transcode: theirs } = bodyAnalysis;
  const differences: string[] = [];
  if (parts !== undefined && parts !== ours.segments)
    differences.push(`Routee counts ${segments(parts)} where Tidings counts ${segments(ours.segments)}.`);
  if (unicode !== undefined && unicode !== (ours.encoding === "UCS-2"))
    differences.push(`Routee encodes the text as ${unicode ? "UCS-2" : "GSM-7"}, Tidings as ${ours.encoding}.`);
  const afterwards = transcode ? (theirs?.parts ?? null) : null;
  const expected = ours.transcoded?.segments ?? ours.segments;
  if (afterwards !== null && afterwards !== expected)
    differences.push(`Transcoded, Routee counts ${segments(afterwards)} where Tidings counts ${segments(expected)}.`);
  return {
    parts: parts ?? null,
    unicode: unicode ?? null,
    characters: bodyAnalysis.characters ?? null,
    cost,
    transcoded: theirs ? { body: theirs.message, parts: theirs.parts ?? null } : null,
    agrees: differences.length === 0,
    differences,
  };
}

const segments = (count: number): string => (count === 1 ? "1 segment" : `${count} segments`);
