import { sha256 } from "@/lib/platform/crypto";
import { pool } from "@/lib/platform/database";
import { inGroups } from "@/lib/platform/group";
import { log } from "@/lib/platform/log";
import { Problem } from "@/lib/platform/problem";
import type { Scope } from "./contract";
import { type BearerRow, countLimited, findBearers } from "./store";

/** A program: an API key, speaking for its one app and only in its scopes. */
export interface Program {
  keyId: string;
  keyName: string;
  appId: string;
  scopes: readonly Scope[];
  /** What is left of the key's requests in this minute. */
  rate: Rate;
}

export interface Rate {
  limit: number;
  /** Below zero when this request came over the limit. */
  remaining: number;
  /** Seconds until it begins anew. */
  reset: number;
}

/**
 * Whom a bearer speaks for, whether it is a key's secret or a token from `/oauth/token`; null when it is unknown,
 * expired or revoked. Each request looks into the database, so that a revoked key is refused at once by every process;
 * those that come together share one look.
 */
export async function identify(bearer: string): Promise<Program | null> {
  return lookUp(sha256(bearer));
}

const lookUp = inGroups<Buffer, Program | null>(
  async (hashes) => {
    const groups = new Map<string, { hash: Buffer; places: number[] }>();
    hashes.forEach((hash, place) => {
      const name = hash.toString("base64");
      const group = groups.get(name) ?? { hash, places: [] };
      group.places.push(place);
      groups.set(name, group);
    });
    const asked = [...groups.values()];
    const rows = await findBearers(
      pool(),
      asked.map(({ hash }) => hash),
      asked.map(({ places }) => places.length),
    );
    const programs: (Program | null)[] = hashes.map(() => null);
    const seen = new Map<string, number>();
    for (const row of rows) {
      for (const place of groups.get(row.hash.toString("base64"))?.places ?? []) {
        const later = seen.get(row.key_id) ?? 0;
        seen.set(row.key_id, later + 1);
        programs[place] = programOf(row, later);
      }
    }
    return programs;
  },
  { name: "keys", items: 100, groups: 2, waiting: 2_000 },
);

/** @param later how many requests of the same key were counted after this one in the same statement. */
function programOf(row: BearerRow, later: number): Program {
  return {
    keyId: row.key_id,
    keyName: row.key_name,
    appId: row.app_id,
    scopes: row.scopes,
    rate: {
      limit: row.requests_per_minute,
      remaining: row.requests_per_minute - row.minute_requests + later,
      reset: row.minute_left,
    },
  };
}

/** Counts a request that came over its key's limit. Only a figure: that it cannot be written refuses nothing. */
export function noteLimited({ keyId }: Program): void {
  limited(keyId).catch((error: unknown) => {
    // So many wait to be counted that a line for each would only make it worse; the metrics have their number.
    if (error instanceof Problem) return;
    log().warn({ err: error, keyId }, "could not count a limited request");
  });
}

const limited = inGroups<string, void>(
  async (keyIds) => {
    for (const keyId of new Set(keyIds)) await countLimited(pool(), keyId, keyIds.filter((id) => id === keyId).length);
    return keyIds.map(() => undefined);
  },
  { name: "limited_keys", items: 1_000, groups: 1, waiting: 10_000 },
);
