import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { newMessageId } from "@/lib/messages/store";
import { pool, transaction } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { deliver } from "./deliver";
import { startDispatcher } from "./dispatcher";
import { pauseEndpoint, resumeEndpoint } from "./endpoints";
import type { ClaimedRow } from "./store";
import { mendTurns } from "./store-turns";
import { givenCallbacks } from "./testing/given-callbacks";

/** Whoever ends a callback gives the next one its turn, whatever else is done at the same time. */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

const here = givenCallbacks();
const { anotherApp, urlOf, write, given, shown, claim, byHand, replay } = here;

describe("two at the same time", () => {
  const GATE = 4_711;
  beforeEach(async () => {
    // Whoever changes callbacks waits at the end of its transaction while the gate is shut.
    await pool().query(
      `CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN PERFORM pg_advisory_xact_lock_shared(${GATE}); RETURN NULL; END $$`,
    );
    await pool().query(
      `CREATE CONSTRAINT TRIGGER gate AFTER INSERT OR UPDATE ON callbacks DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION wait_at_gate()`,
    );
    return async () => {
      await pool().query("DROP FUNCTION wait_at_gate CASCADE");
    };
  });

  const waiting = async () =>
    Number(
      (
        await pool().query<{ n: string }>(
          "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        )
      ).rows[0]?.n,
    );

  /** Has one thing done up to its commit, then the other as far as it gets, and then both go on. */
  async function overlapping(first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<void> {
    const gate = await pool().connect();
    try {
      await gate.query("SELECT pg_advisory_lock($1)", [GATE]);
      let done = 0;
      const begun: Promise<unknown>[] = [];
      for (const work of [first, second]) {
        begun.push(
          work().finally(() => {
            done += 1;
          }),
        );
        await expect.poll(async () => done + (await waiting()), { interval: 2 }).toBe(begun.length);
      }
      await gate.query("SELECT pg_advisory_unlock($1)", [GATE]);
      await Promise.all(begun);
      gate.release();
    } catch (error) {
      // The gate opens with it.
      gate.release(true);
      throw error;
    }
  }

  test.each(["replayed", "resumed"])("what is %s waits for an earlier one without holding later ones", async (how) => {
    const message = await given("/a", "/b");
    if (how === "resumed") await pauseEndpoint(here.owner.appId, urlOf("/b"));
    else await pool().query("UPDATE callbacks SET status = 'failed' WHERE message_id = $1 AND sequence = 2", [message]);
    const lock = "SELECT FROM callbacks WHERE message_id = $1 AND sequence = $2 FOR UPDATE NOWAIT";
    const again = await transaction(async (sql) => {
      await sql.query(lock, [message, 1]);
      const under =
        how === "resumed"
          ? resumeEndpoint(here.owner.appId, { url: urlOf("/b"), deliver: "all" })
          : replay("failed").then(({ count }) => count);
      await expect.poll(waiting, { interval: 2 }).toBe(1);
      // Whoever has the first may want the second too: were it held, both would wait for ever.
      await sql.query(lock, [message, 2]);
      return { under };
    });
    expect(await again.under).toBe(1);
    expect(await shown(message)).toEqual(["pending", "waits"]);
  });

  type Given = { message: string; row: ClaimedRow | undefined; last: number };
  const attempt = ({ row }: Given, change: Partial<ClaimedRow> = {}) =>
    row ? deliver({ ...row, ...change }) : Promise.resolve();
  const WHAT: Record<string, (state: Given) => Promise<unknown>> = {
    "is delivered": (state) => attempt(state),
    "wants no more": async (state) => {
      here.answers["/a"] = 410;
      await attempt(state);
    },
    "fails for good": async (state) => {
      here.answers["/a"] = 500;
      await attempt(state, { tries: 7 });
    },
    "first is delivered by hand": ({ message }) => byHand(message, 1),
    "second is delivered by hand": ({ message }) => byHand(message, 2),
    "last is delivered by hand": ({ message, last }) => byHand(message, last),
    "next event": ({ message, last }) => write(message, last + 1, ["/a"]),
    "next event for b": ({ message, last }) => write(message, last + 1, ["/b"]),
    "a is paused": () => pauseEndpoint(here.owner.appId, urlOf("/a")),
    "b is resumed": () => resumeEndpoint(here.owner.appId, { url: urlOf("/b"), deliver: "all" }),
    "c is resumed with the latest": () => resumeEndpoint(here.owner.appId, { url: urlOf("/c"), deliver: "latest" }),
    "failed ones are replayed": () => replay("failed"),
    "all are replayed": () => replay("all"),
  };
  /** `a` to `c` are addresses; those of b and c are held; `x` has failed. */
  const STATES = ["aaa", "ab", "bcb", "xab"];

  test.each(STATES)("leave no callback behind: %s", { timeout: 120_000 }, async (state) => {
    const forgotten: string[] = [];
    for (const [one, first] of Object.entries(WHAT))
      for (const [other, second] of Object.entries(WHAT)) {
        // Events of one message come one after the other, under its lock.
        if (one === other || (one.startsWith("next") && other.startsWith("next"))) continue;
        await anotherApp();
        here.answers = {};
        const message = await given(...[...state].map((letter) => (letter === "x" ? "/a" : `/${letter}`)));
        for (const path of ["/b", "/c"]) await pauseEndpoint(here.owner.appId, urlOf(path));
        for (const [index, letter] of [...state].entries())
          if (letter === "x")
            await pool().query(
              "UPDATE callbacks SET status = 'failed', next_attempt_at = NULL WHERE message_id = $1 AND sequence = $2",
              [message, index + 1],
            );
        await mendTurns(pool());
        const [row] = await claim();
        const now: Given = { message, row, last: state.length };
        await overlapping(
          () => first(now),
          () => second(now),
        );
        const before = await shown(message);
        if ((await mendTurns(pool())).length > 0) forgotten.push(`${one}, ${other}: ${before}`);
        const held = await pool().query(
          `SELECT FROM callbacks c WHERE status = 'held' AND NOT EXISTS (SELECT FROM callback_endpoints e
             WHERE e.app_id = c.app_id AND e.url = c.url AND e.paused_at IS NOT NULL)`,
        );
        if (held.rowCount !== 0) forgotten.push(`${one}, ${other}: ${before}, held by nobody`);
        await pool().query("DELETE FROM callbacks WHERE message_id = $1", [message]);
      }
    expect(forgotten).toEqual([]);
  });
});

describe("any history", () => {
  const STEP = fc.oneof(
    fc.record({
      do: fc.constant("events" as const),
      of: fc.nat(3),
      paths: fc.array(fc.constantFrom("/a", "/b"), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      do: fc.constant("answer" as const),
      path: fc.constantFrom("/a", "/b"),
      status: fc.constantFrom(200, 500, 410),
    }),
    fc.record({ do: fc.constant("by hand" as const), of: fc.nat(3), sequence: fc.nat(6) }),
    fc.record({ do: fc.constant("pause" as const), path: fc.constantFrom("/a", "/b") }),
    fc.record({
      do: fc.constant("resume" as const),
      path: fc.constantFrom("/a", "/b"),
      which: fc.constantFrom("all" as const, "latest" as const, "none" as const),
    }),
    fc.record({ do: fc.constant("replay" as const), only: fc.constantFrom("all" as const, "failed" as const) }),
    fc.record({ do: fc.constant("time passes" as const) }),
  );
  type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;
  // What others have locked is left out: this takes its locks in no order, and would wait for those who wait for it.
  const timePasses = () =>
    pool().query(
      `UPDATE callbacks c SET next_attempt_at = now() FROM (
         SELECT message_id, sequence FROM callbacks WHERE status = 'pending' AND next_attempt_at > now()
         FOR UPDATE SKIP LOCKED
       ) l WHERE c.message_id = l.message_id AND c.sequence = l.sequence`,
    );

  test("ends with nothing left behind once receivers answer, though nobody mends", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc
        .asyncProperty(
          fc.array(fc.array(STEP, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
          async (history) => {
            await anotherApp();
            here.answers = {};
            const messages = Array.from({ length: 4 }, () => ({ id: newMessageId().id, made: 0 }));
            const dispatchers = [startDispatcher(), startDispatcher()];
            async function make(step: Step): Promise<void> {
              if (step.do === "answer") here.answers[step.path] = step.status;
              else if (step.do === "pause") await pauseEndpoint(here.owner.appId, urlOf(step.path));
              else if (step.do === "resume")
                await resumeEndpoint(here.owner.appId, { url: urlOf(step.path), deliver: step.which });
              else if (step.do === "replay") await replay(step.only);
              else if (step.do === "time passes") await timePasses();
              else {
                const message = messages[step.of];
                if (!message) return;
                if (step.do === "by hand") return byHand(message.id, step.sequence);
                const from = message.made + 1;
                message.made += step.paths.length;
                await write(message.id, from, step.paths);
              }
              for (const dispatcher of dispatchers) dispatcher.wake();
            }
            try {
              // Events of one message come one after the other, as under its lock.
              for (const together of history) {
                const events = together.filter((step) => step.do === "events");
                const others = together.filter((step) => step.do !== "events");
                await Promise.all([
                  (async () => {
                    for (const step of events) await make(step);
                  })(),
                  ...others.map(make),
                ]);
              }
              here.answers = {};
              await expect
                .poll(async () => {
                  // An attempt from before may still pause an address.
                  for (const path of ["/a", "/b"])
                    await resumeEndpoint(here.owner.appId, { url: urlOf(path), deliver: "all" });
                  await timePasses();
                  for (const dispatcher of dispatchers) dispatcher.wake();
                  return (
                    await pool().query(
                      "SELECT message_id, sequence, status, attempts, taken_by IS NOT NULL AS taken, next_attempt_at - now() AS due FROM callbacks WHERE status IN ('pending', 'held') ORDER BY 1, 2",
                    )
                  ).rows;
                })
                .toEqual([]);
            } finally {
              await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
            }
            expect(await mendTurns(pool())).toEqual([]);
          },
        )
        .afterEach(async () => {
          // What one history leaves behind must not fail the next one, as which it is told again in fewer steps.
          await pool().query("DELETE FROM callbacks");
        }),
      { numRuns: 25 },
    );
  });
});
