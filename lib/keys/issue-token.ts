import { keysFor, mac, sameBytes, sha256 } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/database";
import { isId, newId } from "@/lib/platform/ids";
import { SCOPES, type Scope } from "./contract";
import { findClient, findToken, insertToken } from "./store";

/** A bearer token and how long it lives on, in seconds. */
export interface IssuedToken {
  token: string;
  expiresIn: number;
  scopes: readonly Scope[];
}

/** Seconds (http-contract.md: one hour). */
const LIFETIME = 3_600;

/**
 * Gives a client a token, as `POST /oauth/token` does: while one with the same scopes is alive it is that one, with
 * what is left of its life (Routee does so). Only its hash is stored: it is derived anew from its id with our key.
 * @param scopes what is asked for; null for all that the key has.
 * @returns null for credentials that are none; `invalid_scope` when the key does not have what is asked for.
 */
export async function issueToken(
  client: { id: string; secret: string },
  scopes: readonly string[] | null,
): Promise<IssuedToken | "invalid_scope" | null> {
  if (!isId(client.id)) return null;
  return transaction(async (sql) => {
    const key = await findClient(sql, client.id, sha256(client.secret));
    if (!key) return null;
    if (scopes?.some((scope) => !key.scopes.some((own) => own === scope))) return "invalid_scope";
    const granted = SCOPES.filter((scope) => (scopes ?? key.scopes).includes(scope));
    const living = await findToken(sql, key.id, granted);
    if (living) {
      const made = keysFor("access-tokens").map((own) => tokenOf(own, living.id));
      const token = made.find((text) => sameBytes(sha256(text), living.token_hash));
      if (token) return { token, expiresIn: living.seconds_left, scopes: granted };
    }
    const [current] = keysFor("access-tokens");
    if (!current) throw new Error("There is no key to make tokens with.");
    const id = newId();
    const fresh = tokenOf(current, id);
    const expiresIn = await insertToken(sql, {
      id,
      hash: sha256(fresh),
      keyId: key.id,
      scopes: granted,
      seconds: LIFETIME - 1,
      keyEnds: key.expires_at,
    });
    return { token: fresh, expiresIn, scopes: granted };
  });
}

/** A token in the form of a random UUID, as Routee's are: 122 bits of an HMAC over its row's id. */
function tokenOf(key: Buffer, id: string): string {
  const bytes = mac(key, Buffer.from(id), 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
