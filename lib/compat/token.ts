import type { Scope } from "@/lib/keys/contract";
import { issueToken } from "@/lib/keys/issue-token";
import { framework, oauth } from "./refusal";

/** Routee's words for the rights of a token, and the scopes that they are here. */
const WORDS: Readonly<Record<string, readonly Scope[]>> = {
  sms: ["messages:send", "messages:read"],
  report: ["messages:read"],
  account: ["messages:read"],
  "messages:send": ["messages:send"],
  "messages:read": ["messages:read"],
};

/** What else Routee's tokens are for: asked for in one breath with the others it is left out of what is granted. */
const ELSEWHERE = new Set(
  "voice lookup virtual_number contact 2step number_validator failover number_pool forms transactional_email email_sender promotional_email email_validator url_analyzer".split(
    " ",
  ),
);

/** The credentials of a token request: Basic, or in the form. Null where there are none. Pure. */
export function clientOf(authorization: string | null, form: URLSearchParams): { id: string; secret: string } | null {
  const encoded = /^basic\s+(\S+)\s*$/i.exec(authorization ?? "")?.[1];
  if (encoded !== undefined) {
    const [id = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
    return { id, secret: rest.join(":") };
  }
  const [id, secret] = [form.get("client_id"), form.get("client_secret")];
  return id !== null && secret !== null ? { id, secret } : null;
}

/** The scopes that a request names, by Routee's words or ours, or null for all. Pure. @throws {Refusal} invalid_scope */
export function scopesOf(asked: string | null): Scope[] | null {
  const words = (asked ?? "").split(/[\s,]+/).filter(Boolean);
  if (words.length === 0) return null;
  const unknown = words.find((word) => !Object.hasOwn(WORDS, word) && !ELSEWHERE.has(word));
  if (unknown !== undefined) throw oauth(400, "invalid_scope", `There is no such scope: ${unknown.slice(0, 40)}`);
  const scopes = [...new Set(words.flatMap((word) => WORDS[word] ?? []))];
  if (scopes.length === 0) throw oauth(400, "invalid_scope", "Tidings offers only SMS: ask for the scope sms.");
  return scopes;
}

/**
 * The answer of `POST /oauth/token` (Routee's authentication page; http-contract.md, "Programs").
 * @throws {Refusal} 401 for credentials that are none, 400 for another grant or scope.
 */
export async function tokenAnswer(authorization: string | null, form: URLSearchParams, path: string) {
  const client = clientOf(authorization, form);
  if (!client) throw framework(401, "Unauthorized", "Bad credentials", path, { "www-authenticate": "Basic" });
  const grant = form.get("grant_type");
  if (grant === null) throw oauth(400, "invalid_request", "Missing grant type");
  if (grant !== "client_credentials")
    throw oauth(400, "unsupported_grant_type", "Only client_credentials is supported");
  const asked = scopesOf(form.get("scope"));
  const issued = await issueToken(client, asked);
  if (issued === null) throw framework(401, "Unauthorized", "Bad credentials", path, { "www-authenticate": "Basic" });
  if (issued === "invalid_scope") throw oauth(400, "invalid_scope", "This API key does not have all of these scopes");
  const sends = issued.scopes.includes("messages:send");
  return {
    access_token: issued.token,
    token_type: "bearer",
    expires_in: issued.expiresIn,
    scope: ["account", "report", ...(sends ? ["sms"] : []), ...issued.scopes].join(" "),
    permissions: ["MT_ROLE_ACCOUNT_FINANCE", "MT_ROLE_REPORT", ...(sends ? ["MT_ROLE_SMS"] : [])],
  };
}
