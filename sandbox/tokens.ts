import { createHash, randomUUID } from "node:crypto";
import { type Application, newApplication, opensWith } from "./applications";
import type { Ledger } from "./ledger";

interface Issued {
  token: string;
  applicationId: string;
  endsAt: number;
}

export type TokenAnswer =
  | { kind: "issued"; token: string; expiresIn: number }
  | { kind: "bad_credentials" }
  | { kind: "bad_grant" };

export interface TokenDesk {
  /** @param authorization the header; @param form the request's parameters. */
  ask(authorization: string | undefined, form: URLSearchParams): TokenAnswer;
  /** Which application a bearer header speaks for; null when its token is unknown, ended or revoked. */
  holder(authorization: string): Application | null;
  /** Ends the tokens of one application, or all. @returns how many. */
  expire(applicationId?: string): number;
}

/**
 * Issues tokens as Routee does: while one is alive, the same one with what is left of its life. Any ID and secret are
 * accepted, but for an ID that starts with `unknown` and a secret that starts with `wrong`, unless the application was
 * told otherwise. Kept in memory only, so that a restart ends them all.
 */
export function createTokenDesk(ledger: Ledger, now: () => number): TokenDesk {
  /** By ID and secret, and by token. */
  const issued = new Map<string, Issued>();
  const tokens = new Map<string, Issued>();

  return {
    ask(authorization, form) {
      const credentials = readBasic(authorization);
      const known =
        credentials && (ledger.applications.get(credentials.id) ?? newApplication(credentials.id, now(), ""));
      if (!credentials || !known || !opensWith(known, credentials.secret)) return { kind: "bad_credentials" };
      if (form.get("grant_type") !== "client_credentials") return { kind: "bad_grant" };
      const { id, tokenLifetimeSeconds } = ledger.application(credentials.id);
      const name = createHash("sha256").update(`${id}:${credentials.secret}`).digest("hex");
      let current = issued.get(name);
      if (!current || current.endsAt <= now()) {
        if (current) tokens.delete(current.token);
        current = { token: randomUUID(), applicationId: id, endsAt: now() + tokenLifetimeSeconds * 1_000 };
        issued.set(name, current);
        tokens.set(current.token, current);
      }
      // A fresh one says 3599, as captured.
      const expiresIn = Math.max(0, Math.ceil((current.endsAt - now()) / 1_000) - 1);
      return { kind: "issued", token: current.token, expiresIn };
    },
    holder(authorization) {
      const token = /^bearer\s+(\S+)$/i.exec(authorization)?.[1];
      const known = token === undefined ? undefined : tokens.get(token);
      return known && known.endsAt > now() ? ledger.application(known.applicationId) : null;
    },
    expire(applicationId) {
      let count = 0;
      for (const [name, { token, applicationId: owner, endsAt }] of issued) {
        if (applicationId !== undefined && owner !== applicationId) continue;
        issued.delete(name);
        tokens.delete(token);
        if (endsAt > now()) count += 1;
      }
      return count;
    },
  };
}

function readBasic(header: string | undefined): { id: string; secret: string } | null {
  const encoded = /^basic\s+(\S+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const [id = "", ...rest] = Buffer.from(encoded, "base64").toString().split(":");
  const secret = rest.join(":");
  return id === "" || secret === "" ? null : { id, secret };
}
