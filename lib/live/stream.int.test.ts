import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "srvx/node";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { recordObservations } from "@/lib/messages/record-observations";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { pool, transaction } from "@/lib/platform/database";
import { metrics } from "@/lib/platform/metrics";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { closeLive, type Hub, liveHub, type Subscriber } from "./hub";
import type { LiveEvent } from "./store";
import { endStreams, liveStream, type StreamFilter } from "./stream";

onTestDatabase();

let owner: { accountId: string; appId: string };
beforeAll(async () => {
  owner = await givenOwner();
});
afterEach(endStreams);
afterAll(closeLive);

interface Line {
  id: string;
  event: string;
  data: unknown;
}

/** Reads a stream as a browser would. */
function listen(filter: StreamFilter = {}, lastEventId: bigint | null = null) {
  const lines: Line[] = [];
  const done = (async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of liveStream(filter, lastEventId, new AbortController().signal)) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const fields = new Map(block.split("\n").map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
        if (fields.has("event"))
          lines.push({
            id: fields.get("id") ?? "",
            event: fields.get("event") ?? "",
            data: JSON.parse(fields.get("data") ?? ""),
          });
      }
    }
  })();
  const messages = () => lines.filter(({ event }) => event === "message").map(({ data }) => data);
  const ready = () => expect.poll(() => lines.some(({ event }) => event !== "message")).toBe(true);
  return { lines, messages, ready, done };
}

const now = () => new Date().toISOString();
const report = (messageId: string, status: string) => ({
  messageId,
  source: "receipt" as const,
  receivedAt: now(),
  observation: { origin: "report" as const, status, at: now(), segment: 1, parts: 1 },
});

describe("liveStream", () => {
  test("tells of each committed change", async () => {
    const stream = listen();
    await stream.ready();
    const message = await givenMessage(owner);
    await transaction((sql) => recordObservations(sql, [report(message.id, "Delivered")]));
    await expect.poll(stream.messages).toEqual([
      { id: message.id, appId: owner.appId, status: "Accepted", sequence: 1, final: false },
      { id: message.id, appId: owner.appId, status: "Delivered", sequence: 2, final: true },
    ]);
  });

  test("only about the message or app asked for", async () => {
    const [one, other] = [await givenMessage(owner), await givenMessage(owner)];
    const [ofOne, ofNoApp] = [listen({ messageId: one.id }), listen({ appId: one.id })];
    await Promise.all([ofOne.ready(), ofNoApp.ready()]);
    for (const { id } of [other, one]) await transaction((sql) => recordObservations(sql, [report(id, "Sent")]));
    await expect.poll(() => ofOne.messages().length).toBe(1);
    expect(ofOne.messages()).toEqual([expect.objectContaining({ id: one.id })]);
    expect(ofNoApp.messages()).toEqual([]);
  });

  test("resumes after Last-Event-ID without a gap", async () => {
    const before = listen();
    await before.ready();
    const seen = before.lines.at(-1)?.id ?? "0";
    endStreams();
    await before.done;
    const [one, two] = [await givenMessage(owner), await givenMessage(owner)];
    const resumed = listen({}, BigInt(seen));
    await resumed.ready();
    const ids = resumed.messages().map((data) => (data as { id: string }).id);
    expect(ids).toEqual(expect.arrayContaining([one.id, two.id]));
  });

  test("tells what was missed before what happens meanwhile, so that ending early leaves no gap", async () => {
    const from = await liveHub().resumeFrom();
    const missed = await givenMessage(owner);
    await expect.poll(() => liveHub().resumeFrom()).toBeGreaterThan(from);
    const later: LiveEvent = { ...missed, position: from + 900n, status: "Sent", sequence: 2, final: false };
    const hub: Hub = {
      ...liveHub(),
      subscribe(one) {
        one.push(later, later.position);
        return liveHub().subscribe(one);
      },
    };
    const reader = liveStream({}, from, new AbortController().signal, hub).getReader();
    let text = "";
    while (!text.includes(`id: ${later.position}`)) text += new TextDecoder().decode((await reader.read()).value);
    expect(text.indexOf('"sequence":1')).toBeGreaterThan(0);
    expect(text.indexOf('"sequence":1')).toBeLessThan(text.indexOf(`id: ${later.position}`));
    endStreams();
  });

  test("does not skip a change that commits after a later one", async () => {
    const stream = listen();
    await stream.ready();
    const [slow, quick] = [await givenMessage(owner), await givenMessage(owner)];
    await expect.poll(() => stream.messages().length).toBe(2);
    const client = await pool().connect();
    let resumeFrom: string | undefined;
    try {
      await client.query("BEGIN");
      await recordObservations(client, [report(slow.id, "Sent")]);
      await transaction((sql) => recordObservations(sql, [report(quick.id, "Sent")]));
      await expect.poll(() => stream.messages().length).toBe(3);
      resumeFrom = stream.lines.at(-1)?.id;
      await client.query("COMMIT");
    } finally {
      client.release();
    }
    await expect.poll(() => stream.messages().length).toBe(4);
    expect(stream.messages().at(-1)).toMatchObject({ id: slow.id, status: "Sent" });
    const resumed = listen({}, BigInt(resumeFrom ?? 0));
    await resumed.ready();
    expect(resumed.messages()).toContainEqual(expect.objectContaining({ id: slow.id, status: "Sent" }));
  });

  test("goes on after a transaction that was rolled back", async () => {
    const stream = listen();
    await stream.ready();
    const message = await givenMessage(owner);
    const failing = transaction(async (sql) => {
      await recordObservations(sql, [report(message.id, "Sent")]);
      throw new Error("changed its mind");
    });
    await expect(failing).rejects.toThrow("changed its mind");
    await transaction((sql) => recordObservations(sql, [report(message.id, "Delivered")]));
    await expect.poll(() => stream.messages().at(-1)).toMatchObject({ status: "Delivered", sequence: 2 });
    const last = await pool().query<{ last: string }>("SELECT max(position) AS last FROM message_events");
    await expect.poll(() => liveHub().resumeFrom()).toBe(BigInt(last.rows[0]?.last ?? 0));
  });

  test("connects again when PostgreSQL cuts the connection, and misses nothing", async () => {
    const stream = listen();
    await stream.ready();
    await pool().query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tidings live' AND datname = current_database()",
    );
    const message = await givenMessage(owner);
    await expect.poll(() => stream.messages()).toContainEqual(expect.objectContaining({ id: message.id }));
  });

  test("tells a client that is far behind to read anew", async () => {
    await pool().query("SELECT setval('message_events_position', nextval('message_events_position') + 5000)");
    await givenMessage(owner);
    const stream = listen({}, 999_999_999n);
    await stream.ready();
    // A change that happens meanwhile may come before it.
    expect(stream.lines.map(({ event }) => event)).toContain("reset");
  });

  test("tells all that was missed at once, before any of it is read", async () => {
    const message = await givenMessage(owner);
    const from = await liveHub().resumeFrom();
    const reports = Array.from({ length: 490 }, (_, index) => report(message.id, index % 2 === 0 ? "Queued" : "Sent"));
    await transaction((sql) => recordObservations(sql, reports));
    await expect.poll(() => liveHub().resumeFrom()).toBeGreaterThanOrEqual(from + 490n);
    const dropped = async () => (await metrics().streamsDropped.get()).values[0]?.value ?? 0;
    const before = await dropped();
    const stream = listen({ messageId: message.id }, from);
    await stream.ready();
    expect(stream.messages().length).toBeGreaterThanOrEqual(490);
    expect(await dropped()).toBe(before);
  });

  test("ends quietly when its reader cancels it, also a second time", async () => {
    const hub = countingHub();
    const reader = liveStream({}, null, new AbortController().signal, hub).getReader();
    await reader.read();
    expect(hub.subscribers.size).toBe(1);
    await reader.cancel();
    expect(hub.subscribers.size).toBe(0);
    endStreams();
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });

  test("lets go of a client that went away, and drops one that does not read", async () => {
    const hub = countingHub();
    const server = createServer((request, response) => {
      const answer = (asked: Request) => new Response(liveStream({}, null, asked.signal, hub));
      void (toNodeHandler(answer) as (request: IncomingMessage, response: ServerResponse) => unknown)(
        request,
        response,
      );
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    const clients = [1, 2, 3].map(() => get({ port, host: "127.0.0.1" }, (response) => response.resume()));
    for (const client of clients) client.on("error", () => client.destroy());
    await expect.poll(() => hub.subscribers.size).toBe(3);
    clients[0]?.destroy();
    await expect.poll(() => hub.subscribers.size).toBe(2);

    const dropped = async () => (await metrics().streamsDropped.get()).values[0]?.value ?? 0;
    const before = await dropped();
    // Nobody reads this one: it is dropped before it costs memory without end.
    void liveStream({}, null, new AbortController().signal, hub);
    await expect.poll(() => hub.subscribers.size).toBe(3);
    for (let i = 0; i < 1_000; i += 1)
      for (const one of hub.subscribers)
        one.push({ position: BigInt(i), id: "m", appId: "a", status: "Sent", sequence: i, final: false }, BigInt(i));
    await expect.poll(() => hub.subscribers.size).toBeLessThan(3);
    expect(await dropped()).toBeGreaterThan(before);
    for (const client of clients) client.destroy();
    await expect.poll(() => hub.subscribers.size).toBe(0);
    server.close();
  });
});

/** A hub that only counts who listens. */
function countingHub(): Hub & { subscribers: Set<Subscriber> } {
  const subscribers = new Set<Subscriber>();
  return {
    subscribers,
    subscribe(one) {
      subscribers.add(one);
      return () => subscribers.delete(one);
    },
    resumeFrom: async () => 0n,
    close: async () => subscribers.clear(),
  };
}
