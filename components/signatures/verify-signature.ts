import { bodiesNear, type Change } from "./body-changes";
import { type Pasted, readPasted, type Wrong } from "./read-pasted";

/** How far a timestamp may be off before a receiver refuses it: Standard Webhooks' five minutes. */
export const TOLERANCE_SECONDS = 300;

/** What came of checking a signature. */
export type Verdict =
  | { result: "unreadable"; wrong: readonly Wrong[] }
  /** The browser calculates no signatures: the page came over plain http. */
  | { result: "unavailable" }
  | {
      result: "valid";
      /** Which of the signatures matches, from 1. */
      which: number;
      of: number;
      /** Seconds; negative when the timestamp lies in the future. */
      age: number;
    }
  | { result: "changed"; change: Change; which: number; of: number; age: number }
  | { result: "different"; of: number; age: number };

/**
 * Whether a callback was signed with a secret (lib/callbacks/sign.ts says how), and when not, whether one of the usual
 * changes of the body is to blame. Everything happens in the browser.
 */
export async function verifySignature(
  pasted: Pasted,
  now: Date,
  subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle,
): Promise<Verdict> {
  const read = readPasted(pasted);
  if (!read.ok) return { result: "unreadable", wrong: read.wrong };
  if (!subtle) return { result: "unavailable" };
  const { id, timestamp, signatures, key, body } = read.callback;
  const standing = { of: signatures.length, age: Math.floor(now.getTime() / 1_000) - Number(timestamp) };
  const hmac = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  const matching = async (candidate: string): Promise<number> => {
    const signed = new TextEncoder().encode(`${id}.${timestamp}.${candidate}`);
    for (const [index, signature] of signatures.entries())
      if (await subtle.verify("HMAC", hmac, signature, signed)) return index + 1;
    return 0;
  };
  const which = await matching(body);
  if (which > 0) return { result: "valid", which, ...standing };
  for (const { change, body: near } of bodiesNear(body)) {
    const found = await matching(near);
    if (found > 0) return { result: "changed", change, which: found, ...standing };
  }
  return { result: "different", ...standing };
}
