import { encode } from "next-auth/jwt";
import { beforeEach, describe, expect, test } from "vitest";
import { setUp } from "@/lib/apps/set-up";
import { pool } from "@/lib/platform/database";
import { queueLengths } from "@/lib/platform/pressure";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { authenticate } from "./authenticate";
import { personOfRequest, personOfToken, sessionCookie, sessionSecrets } from "./session-token";
import { setupNeeded } from "./setup-needed";

onTestDatabase();

const owner = { email: "ada@example.com", password: "correct horse battery" };

beforeEach(async () => {
  await pool().query("TRUNCATE accounts, apps, sign_in_throttle CASCADE");
});

const attempt = (password: string, email = owner.email, address = "198.51.100.7") =>
  authenticate({ email, password, address });

describe("set-up", () => {
  test("makes one owner and a sandbox app, whoever tries at the same time", async () => {
    expect(await setupNeeded()).toBe(true);
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) => setUp({ ...owner, email: `p${i}@example.com` })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of tries) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "setup_done" });
    const counts = await pool().query(
      "SELECT (SELECT count(*) FROM accounts) AS accounts, (SELECT count(*) FROM apps) AS apps",
    );
    expect(counts.rows).toEqual([{ accounts: "1", apps: "1" }]);
  });

  test("keeps no password and no secret in the clear", async () => {
    await setUp(owner);
    const stored = await pool().query("SELECT a::text, p::text FROM accounts a, apps p");
    const text = JSON.stringify(stored.rows);
    expect(text).toContain("$argon2id$");
    expect(text).not.toContain(owner.password);
    expect(text).not.toContain("whsec_");
  });
});

describe("sign-in", () => {
  test("with the right password, however the address is written", async () => {
    await setUp(owner);
    expect(await attempt(owner.password, " ADA@example.com ")).toMatchObject({
      kind: "welcome",
      person: { email: owner.email },
    });
  });

  test("with a wrong one, or an account that does not exist, tells the same", async () => {
    await setUp(owner);
    expect(await attempt("wrong")).toEqual({ kind: "wrong" });
    expect(await attempt("wrong", "nobody@example.com")).toEqual({ kind: "wrong" });
  });

  test("is slowed down per account, also for the right password, and forgiven in time", async () => {
    await setUp(owner);
    for (let i = 0; i < 6; i += 1) await attempt("wrong", owner.email, `198.51.100.${i}`);
    expect(await attempt(owner.password)).toEqual({ kind: "wait", seconds: expect.any(Number) });
    await pool().query("UPDATE sign_in_throttle SET last_failed_at = now() - interval '1 minute'");
    expect((await attempt(owner.password)).kind).toBe("welcome");
    expect((await attempt("wrong")).kind).toBe("wrong");
  });

  test("is slowed down per address, whichever accounts are tried", async () => {
    for (let i = 0; i < 22; i += 1) await attempt("wrong", `guess${i}@example.com`);
    expect((await attempt("wrong", "another@example.com")).kind).toBe("wait");
    expect((await attempt("wrong", "another@example.com", "203.0.113.1")).kind).toBe("wrong");
  });

  test("a flood from one address is told to wait before anything is looked up", async () => {
    await setUp(owner);
    const results = await Promise.all(
      Array.from({ length: 3_000 }, (_, i) => attempt("wrong", `flood${i}@example.com`, "203.0.113.77")),
    );
    const waits = results.filter(({ kind }) => kind === "wait");
    expect(waits.length).toBeGreaterThanOrEqual(3_000 - 60);
    for (const { kind, ...rest } of waits) expect([kind, rest]).toEqual(["wait", { seconds: expect.any(Number) }]);
    const rows = await pool().query<{ count: number }>("SELECT count(*)::int FROM sign_in_throttle");
    expect(rows.rows[0]?.count).toBeLessThanOrEqual(62);
    expect((await attempt(owner.password)).kind).toBe("welcome");
  });

  test("a flood from everywhere is hashed a few at once, and those beyond are told to wait", async () => {
    await setUp(owner);
    const results = await Promise.all(
      Array.from({ length: 3_000 }, (_, i) => attempt("wrong", `a${i}@example.com`, `10.9.${i >> 8}.${i & 255}`)),
    );
    expect(results.filter(({ kind }) => kind === "wrong").length).toBeLessThanOrEqual(18);
    expect(new Map(queueLengths()).get("password_hashes")).toBe(0);
    expect((await attempt(owner.password)).kind).toBe("welcome");
  });

  test("many guesses at once do not slip through together", async () => {
    await setUp(owner);
    const results = await Promise.all(
      Array.from({ length: 15 }, (_, i) => attempt("wrong", owner.email, `198.51.100.${i}`)),
    );
    expect(results.filter(({ kind }) => kind === "wrong").length).toBeLessThanOrEqual(7);
  });
});

describe("sessions", () => {
  const tokenFor = async (sub: string, sessionVersion = 1, secret = sessionSecrets()[0]) =>
    encode({ token: { sub, sessionVersion }, secret });

  test("belong to the account they were made for", async () => {
    const person = await setUp(owner);
    const token = await tokenFor(person.id);
    expect(await personOfToken(token)).toMatchObject({ id: person.id });
    const request = new Request("http://localhost/", { headers: { cookie: `a=b; ${sessionCookie()}=${token}; c=d` } });
    expect(await personOfRequest(request)).toMatchObject({ id: person.id });
  });

  test("that are forged, absent, or ended are none", async () => {
    const person = await setUp(owner);
    expect(await personOfToken(undefined)).toBeNull();
    expect(await personOfToken("nonsense")).toBeNull();
    expect(await personOfToken(await tokenFor(person.id, 1, "another secret"))).toBeNull();
    const token = await tokenFor(person.id);
    await pool().query("UPDATE accounts SET session_version = 2");
    expect(await personOfToken(token)).toBeNull();
  });
});
