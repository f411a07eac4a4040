import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createRouteeClient } from "./client";
import { type AnsweringServer, json, startAnsweringServer, TOKEN } from "./testing/answering-server";
import { credentials, failureOf, message } from "./testing/every-call";

/** Waiting for one's turn, and the last word before a message leaves; against a real HTTP server. */

let server: AnsweringServer;
beforeEach(async () => {
  server = await startAnsweringServer();
  server.api = json(200, { trackingId: "t" });
});
afterEach(() => server.close());

const clientWith = (options: { maxConcurrent?: number; timeoutMs?: number }) =>
  createRouteeClient({ authUrl: server.url, apiUrl: server.url, ...options });
const resourcesAsked = () => server.asked.filter(({ path }) => path !== "/oauth/token");

/** Makes the server keep its answers back. @returns those that wait. */
function held(): (() => void)[] {
  const waiting: (() => void)[] = [];
  server.api = (...args) => void waiting.push(() => json(200, { balance: 1 })(...args));
  return waiting;
}

describe("turns", () => {
  test.each([
    [{}, 16],
    [{ maxConcurrent: 2 }, 2],
  ])("with %j, %i requests of one app are under way at once", async (options, most) => {
    const waiting = held();
    const routee = clientWith(options);
    const all = Array.from({ length: most + 3 }, () => routee.balance(credentials));
    await expect.poll(() => waiting).toHaveLength(most);
    // Another app does not wait for them; when its request has arrived, one too many of theirs would have too.
    const other = routee.balance({ ...credentials, key: "app-2" });
    await expect.poll(() => waiting).toHaveLength(most + 1);
    waiting.pop()?.();
    expect((await other).ok).toBe(true);
    expect(waiting).toHaveLength(most);
    for (let answered = 0; answered < most + 3; answered += 1) {
      await expect.poll(() => waiting.length).toBeGreaterThan(0);
      expect(waiting.length).toBeLessThanOrEqual(most);
      waiting.shift()?.();
    }
    expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true);
  });

  test("are taken in the order in which they were asked for", async () => {
    const routee = clientWith({ maxConcurrent: 1 });
    await routee.verify(credentials);
    await Promise.all(["a", "b", "c", "d"].map((id) => routee.readCampaign(credentials, id)));
    expect(resourcesAsked().map(({ path }) => path)).toEqual(["a", "b", "c", "d"].map((id) => `/campaigns/${id}`));
  });

  test("waiting for one is no part of the time-out", async () => {
    server.api = (...args) => void setTimeout(() => json(200, { balance: 1 })(...args), 250);
    const routee = clientWith({ maxConcurrent: 1, timeoutMs: 1_000 });
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => routee.balance(credentials)));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
  });

  test("a failed request gives its turn on", async () => {
    const routee = clientWith({ maxConcurrent: 1 });
    server.api = (request) => request.socket.destroy();
    expect(failureOf(await routee.balance(credentials)).kind).toBe("lost");
    server.api = json(200, { balance: 1 });
    expect((await routee.balance(credentials)).ok).toBe(true);
  });

  test.each([0, -1, 1.5, Number.NaN])("%d at once cannot be", (maxConcurrent) => {
    expect(() => clientWith({ maxConcurrent })).toThrow(RangeError);
  });
});

describe("the claim of a message", () => {
  test("is asked for with the token and the turn had, directly before the request", async () => {
    const waiting = held();
    const routee = clientWith({ maxConcurrent: 1 });
    const before = routee.balance(credentials);
    await expect.poll(() => waiting).toHaveLength(1);
    const claim = vi.fn(async () => true);
    const sent = routee.send(credentials, message, { claim });
    // Meanwhile another app's token comes and goes, which needs no turn.
    expect((await routee.verify({ ...credentials, key: "app-2" })).ok).toBe(true);
    expect(claim).not.toHaveBeenCalled();
    server.api = json(200, { trackingId: "t" });
    claim.mockImplementation(async () => {
      expect(server.asked.map(({ path }) => path)).toEqual(["/oauth/token", "/accounts/me/balance", "/oauth/token"]);
      return true;
    });
    waiting.shift()?.();
    expect((await before).ok).toBe(true);
    expect((await sent).ok).toBe(true);
    expect(claim).toHaveBeenCalledTimes(1);
  });

  test("is not asked for again for the repeat after a 401", async () => {
    let refused = 0;
    server.api = (...args) => {
      refused += 1;
      json(refused === 1 ? 401 : 200, { trackingId: "t" })(...args);
    };
    const claim = vi.fn(async () => true);
    expect((await clientWith({}).send(credentials, message, { claim })).ok).toBe(true);
    expect(claim).toHaveBeenCalledTimes(1);
    expect(resourcesAsked()).toHaveLength(2);
  });

  test("is not asked for without a token", async () => {
    server.token = json(500, {});
    const claim = vi.fn(async () => true);
    expect(failureOf(await clientWith({}).send(credentials, message, { claim })).kind).toBe("unreachable");
    expect(claim).not.toHaveBeenCalled();
  });

  test("that is not given: nothing is sent", async () => {
    const claim = vi.fn(async () => false);
    expect(failureOf(await clientWith({}).send(credentials, message, { claim }))).toEqual({
      kind: "withdrawn",
      message: "The request was withdrawn before it left.",
      summary: "withdrawn",
      retryable: false,
      mayHaveTakenEffect: false,
      code: null,
      status: null,
      raw: null,
      retryAfterMs: null,
    });
    expect(claim).toHaveBeenCalledTimes(1);
    expect(resourcesAsked()).toEqual([]);
  });

  test.each([
    ["is not given", async () => false],
    [
      "fails",
      async () => {
        throw new Error("the database is away");
      },
    ],
  ])("that %s: the turn is the next one's", async (name, claim) => {
    const routee = clientWith({ maxConcurrent: 1 });
    const sent = routee.send(credentials, message, { claim });
    const next = routee.send(credentials, message, { claim: async () => true });
    if (name === "fails") await expect(sent).rejects.toThrow("the database is away");
    else expect((await sent).ok).toBe(false);
    expect(await next).toMatchObject({ ok: true });
    expect(resourcesAsked()).toMatchObject([{ path: "/sms", authorization: `Bearer ${TOKEN}` }]);
  });
});
