import { config } from "@/lib/platform/config";
import { keysFor, mac, sameBytes } from "@/lib/platform/crypto";

/**
 * The last part of the address that Routee posts a message's receipts to: the message's id and a MAC over it,
 * base64url. Nobody can guess one, nothing has to be stored or looked up, and every machine that has the key can
 * check it. Receipts carry no signature of Routee's, so this is what tells them from made-up ones.
 */
const ID_BYTES = 16;
const MAC_BYTES = 16;

/** The token of a message, 43 characters. */
export function receiptToken(messageId: string): string {
  const [key] = keysFor("receipt-tokens");
  if (!key) throw new Error("There is no key to make a receipt token with.");
  const id = Buffer.from(messageId.replaceAll("-", ""), "hex");
  return Buffer.concat([id, mac(key, id, MAC_BYTES)]).toString("base64url");
}

/** A token's bytes, while it is looked at. */
const decoded = Buffer.alloc(ID_BYTES + MAC_BYTES);
const givenId = decoded.subarray(0, ID_BYTES);
const givenMac = decoded.subarray(ID_BYTES);

/** The message that a token belongs to, or null when none of our keys made it. */
export function messageOfToken(token: string): string | null {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  decoded.write(token, "base64url");
  if (!keysFor("receipt-tokens").some((key) => sameBytes(givenMac, mac(key, givenId, MAC_BYTES)))) return null;
  const hex = givenId.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Where Routee posts the receipts of a message. */
export function receiptUrl(messageId: string): string {
  return new URL(`/webhooks/routee/${receiptToken(messageId)}`, config().publicUrl).href;
}
