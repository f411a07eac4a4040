/** Reading what was pasted to check a signature. Pure. */

/** What the form holds. */
export interface Pasted {
  id: string;
  timestamp: string;
  signature: string;
  body: string;
  secret: string;
}

/** A field that cannot be read, and the rule that it breaks. */
export interface Wrong {
  field: keyof Pasted;
  message: string;
}

/** A callback as it is checked. */
export interface Readable {
  id: string;
  /** Seconds since 1970, as it was written: the signature covers the text. */
  timestamp: string;
  signatures: readonly Uint8Array<ArrayBuffer>[];
  key: Uint8Array<ArrayBuffer>;
  body: string;
}

/** What was pasted, ready to be checked; or every field that keeps it from being checked. */
export function readPasted(pasted: Pasted): { ok: true; callback: Readable } | { ok: false; wrong: readonly Wrong[] } {
  const [id, timestamp] = [pasted.id.trim(), pasted.timestamp.trim()];
  const signatures = signaturesOf(pasted.signature);
  const key = keyOf(pasted.secret);
  const problems: Record<keyof Pasted, string | null> = {
    id: id === "" ? "Paste the webhook-id header." : null,
    timestamp: timestampProblem(timestamp),
    signature: signatures.length === 0 ? signatureProblem(pasted.signature.trim()) : null,
    body: pasted.body === "" ? "Paste the body of the callback." : null,
    secret: key === null ? secretProblem(pasted.secret.trim()) : null,
  };
  const wrong = (Object.keys(problems) as (keyof Pasted)[]).flatMap((field) => {
    const message = problems[field];
    return message === null ? [] : [{ field, message }];
  });
  if (key === null || wrong.length > 0) return { ok: false, wrong };
  return { ok: true, callback: { id, timestamp, signatures, key, body: pasted.body } };
}

function timestampProblem(timestamp: string): string | null {
  if (timestamp === "") return "Paste the webhook-timestamp header.";
  if (/^\d{13}$/.test(timestamp)) return "This is in milliseconds; the header is in seconds since 1970.";
  if (!/^\d{1,12}$/.test(timestamp)) return "Not a number of seconds since 1970, like 1772442000.";
  return null;
}

/** The signatures of version v1; others are for receivers that know them. */
function signaturesOf(header: string): Uint8Array<ArrayBuffer>[] {
  return header
    .trim()
    .split(/\s+/)
    .flatMap((signature) => {
      const bytes = signature.startsWith("v1,") ? fromBase64(signature.slice("v1,".length)) : null;
      return bytes ? [bytes] : [];
    });
}

function signatureProblem(header: string): string {
  if (header === "") return "Paste the webhook-signature header.";
  if (!/(^|\s)v1,/.test(header)) return "No signature of version 1 in it: each begins with v1, and a comma.";
  return "What follows v1, is not base64: is it cut off?";
}

function keyOf(secret: string): Uint8Array<ArrayBuffer> | null {
  const written = secret.trim();
  return written.startsWith("whsec_") ? fromBase64(written.slice("whsec_".length)) : null;
}

function secretProblem(secret: string): string {
  if (secret === "") return "Paste the signing secret.";
  if (!secret.startsWith("whsec_")) return "A signing secret begins with whsec_: is this another key?";
  return "What follows whsec_ is not base64: is it cut off, or has a character too many?";
}

/** The bytes of base64, padded or not; null when it is none, or empty. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const bare = text.replace(/={1,2}$/, "");
  if (!/^[A-Za-z0-9+/]+$/.test(bare) || bare.length % 4 === 1) return null;
  return Uint8Array.from(atob(bare), (character) => character.charCodeAt(0));
}
