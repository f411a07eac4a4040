import { pool, type Sql, transaction } from "@/lib/platform/database";
import { inGroups } from "@/lib/platform/group";
import { admit, afterFailure, type Circuit, CLOSED, circuitState, TRIAL_MS } from "@/lib/routee/circuit";
import type { Outcome } from "@/lib/routee/failure";
import type { Connection } from "./contract";

/** The circuit breakers of all apps, in the database, so that every process sees the same. */

interface CircuitRow {
  app_id: string;
  failures: number;
  opens: number;
  opened_at: Date | null;
  retry_at: Date | null;
  trial_until: Date | null;
  last_failure_at: Date;
  problem: string;
  /** PostgreSQL's clock, the only one that all processes share. */
  now: Date;
}

/** Leave to make one request. What came of it has to be reported. */
export interface Passage {
  /** Whether it still holds: since it was given, the requests of others may have opened the circuit. */
  stands(): Promise<boolean>;
  report(outcome: Outcome<unknown>): Promise<void>;
}

const circuitOf = (row: CircuitRow): Circuit => ({
  failures: row.failures,
  opens: row.opens,
  openedAt: row.opened_at,
  retryAt: row.retry_at,
  trialUntil: row.trial_until,
});

/** An app's row. Primary key. @param lock for a change within the caller's transaction. */
async function readRow(sql: Sql, appId: string, lock: "FOR UPDATE" | "" = ""): Promise<CircuitRow | null> {
  const found = await sql.query<CircuitRow>(
    `SELECT *, clock_timestamp() AS now FROM provider_circuits WHERE app_id = $1 ${lock}`,
    [appId],
  );
  return found.rows[0] ?? null;
}

/** An app's row as it stands now; those who ask at the same time share the question. Primary key. */
const readShared = inGroups<string, CircuitRow | null>(
  async (appIds) => {
    const found = await pool().query<CircuitRow>(
      "SELECT *, clock_timestamp() AS now FROM provider_circuits WHERE app_id = ANY($1::uuid[])",
      [[...new Set(appIds)]],
    );
    return appIds.map((id) => found.rows.find(({ app_id }) => app_id === id) ?? null);
  },
  { name: "circuits", items: 256, groups: 1, waiting: 2_000 },
);

/**
 * Asks for leave to make a request for an app.
 * @returns leave, or `wait` with the time to come again while the circuit is open.
 */
export async function enterCircuit(appId: string): Promise<Passage | { wait: Date }> {
  const row = await readShared(appId);
  if (!row) return passage(appId, "clean");
  const admission = admit(circuitOf(row), row.now);
  if (admission.kind === "wait") return { wait: admission.until };
  if (admission.kind === "pass") return passage(appId, row.failures > 0 ? "failed before" : "clean");
  // Of all who found the time come, one may try.
  const claimed = await pool().query(
    `UPDATE provider_circuits SET trial_until = now() + $2 * interval '1 millisecond'
     WHERE app_id = $1 AND retry_at <= now() AND (trial_until IS NULL OR trial_until <= now())`,
    [appId, TRIAL_MS],
  );
  return claimed.rowCount === 1 ? passage(appId, "trial") : { wait: new Date(row.now.getTime() + TRIAL_MS) };
}

/** Leave that is not asked for: a person wants to know now, and the answer tells the circuit too. */
export function passCircuit(appId: string): Passage {
  return passage(appId, "failed before");
}

function passage(appId: string, standing: "clean" | "failed before" | "trial"): Passage {
  return {
    async stands() {
      const row = standing === "trial" ? null : await readShared(appId);
      return row === null || admit(circuitOf(row), row.now).kind === "pass";
    },
    async report(outcome) {
      if (!outcome.ok && countsAsFailure(outcome.failure.kind))
        return noteFailure(appId, outcome.failure.message, outcome.failure.retryAfterMs);
      const asked = outcome.ok || outcome.failure.status !== null;
      if (asked && standing !== "clean") await pool().query("DELETE FROM provider_circuits WHERE app_id = $1", [appId]);
      else if (!asked && standing === "trial")
        await pool().query("UPDATE provider_circuits SET trial_until = NULL WHERE app_id = $1", [appId]);
    },
  };
}

/** A refusal is an answer, so Routee is there. */
function countsAsFailure(kind: string): boolean {
  return kind === "unreachable" || kind === "lost" || kind === "rate_limited";
}

async function noteFailure(appId: string, problem: string, retryAfterMs: number | null): Promise<void> {
  await transaction(async (sql) => {
    await sql.query(
      `INSERT INTO provider_circuits (app_id, failures, last_failure_at, problem)
       SELECT id, 0, now(), '' FROM apps WHERE id = $1 ON CONFLICT DO NOTHING`,
      [appId],
    );
    const row = await readRow(sql, appId, "FOR UPDATE");
    if (!row) return;
    const next = afterFailure(circuitOf(row), retryAfterMs, row.now);
    await sql.query(
      `UPDATE provider_circuits SET failures = $2, opens = $3, opened_at = $4, retry_at = $5, trial_until = $6,
         last_failure_at = $7, problem = $8 WHERE app_id = $1`,
      [appId, next.failures, next.opens, next.openedAt, next.retryAt, next.trialUntil, row.now, problem],
    );
  });
}

/** How an app's way to Routee stands. */
export async function readConnection(appId: string): Promise<Connection> {
  const row = await readRow(pool(), appId);
  const circuit = row ? circuitOf(row) : CLOSED;
  return {
    state: circuitState(circuit, row?.now ?? new Date()),
    failures: circuit.failures,
    since: circuit.openedAt?.toISOString() ?? null,
    retryAt: circuit.retryAt?.toISOString() ?? null,
    lastFailureAt: row?.last_failure_at.toISOString() ?? null,
    problem: row?.problem ?? null,
  };
}
