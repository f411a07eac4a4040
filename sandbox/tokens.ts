import { createHash, randomUUID } from "node:crypto";

const LIFE_MS = 3_600_000;

interface Issued {
  token: string;
  endsAt: number;
}

export type TokenAnswer =
  | { kind: "issued"; token: string; expiresIn: number }
  | { kind: "bad_credentials" }
  | { kind: "bad_grant" };

export interface TokenDesk {
  /** @param authorization the header; @param form the request's parameters. */
  ask(authorization: string | undefined, form: URLSearchParams): TokenAnswer;
  /** Which application a bearer header speaks for; null when its token is unknown or ended. */
  holder(authorization: string): string | null;
}

/**
 * Issues tokens as Routee does: while one is alive, the same one with what is left of its life. Any ID and secret are
 * accepted, but for an ID that starts with `unknown` and a secret that starts with `wrong`. Kept in memory only, so
 * that a restart ends them all.
 */
export function createTokenDesk(now: () => number): TokenDesk {
  const issued = new Map<string, Issued>();
  const holders = new Map<string, { id: string; endsAt: number }>();

  return {
    ask(authorization, form) {
      const credentials = readBasic(authorization);
      if (!credentials || credentials.id.startsWith("unknown") || credentials.secret.startsWith("wrong"))
        return { kind: "bad_credentials" };
      if (form.get("grant_type") !== "client_credentials") return { kind: "bad_grant" };
      const name = createHash("sha256").update(`${credentials.id}:${credentials.secret}`).digest("hex");
      const known = issued.get(name);
      const current = known && known.endsAt > now() ? known : { token: randomUUID(), endsAt: now() + LIFE_MS };
      if (known && known !== current) holders.delete(known.token);
      issued.set(name, current);
      holders.set(current.token, { id: credentials.id, endsAt: current.endsAt });
      // A fresh one says 3599, as captured.
      const expiresIn = Math.max(0, Math.ceil((current.endsAt - now()) / 1_000) - 1);
      return { kind: "issued", token: current.token, expiresIn };
    },
    holder(authorization) {
      const token = /^bearer\s+(\S+)$/i.exec(authorization)?.[1];
      const known = token === undefined ? undefined : holders.get(token);
      return known && known.endsAt > now() ? known.id : null;
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
